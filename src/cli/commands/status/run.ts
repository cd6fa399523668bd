import { readKeys } from '../../../account/all-keys';
import { readEnvironment } from '../../../account/environment';
import { sendersOf, type ReadSender } from '../../../account/senders';
import { chooseUser, type Place } from '../../../operations/place';
import { statusOf } from '../../../operations/status';
import type { UserSettings } from '../../../settings';
import { printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { untilInterrupted } from '../interrupt';
import type { Io } from '../../io';
import { signInToAll, type AccessOptions, type SignedIn } from '../../sign-in';
import { documentOf } from './document';
import { elsewhereLine, textOf, type Shown } from './text';
import { sinceDaysOf } from '../since-days';

export interface StatusOptions extends AccessOptions {
  readonly sinceDays?: string;
  /** False if `--no-secrets` is given. */
  readonly secrets?: boolean;
  readonly json?: boolean;
}

const day = 86_400_000;
/** Shows the status of all environments in the account, or of one, or of one user. Returns 1 if there is a problem. Throws InputError or AwsFault. */
export async function run(userName: string | undefined, options: StatusOptions, io: Io): Promise<number> {
  return untilInterrupted(() => status(userName, options, io), io);
}

async function status(userName: string | undefined, options: StatusOptions, io: Io): Promise<number> {
  const now = io.now.getTime();
  const since = now - sinceDaysOf(options.sinceDays ?? '7') * day;
  const { signedIn, elsewhere } = await signInToAll(options, io);
  const chosen = withUsers(signedIn, userName);
  const [first] = chosen;
  if (first === undefined) return exitCodes.clean;
  const names = new Set(chosen.flatMap(({ users }) => users.map(({ name }) => name)));
  const keys = await readKeys(first.clients, [...names]);
  const senders = await sendersByRegion(chosen);
  const shown: Shown[] = [];
  for (const { place, clients, users } of chosen) {
    const senderOf = senders.get(place.region) ?? notAsked;
    const read = { now, since, users, keys, readSecrets: options.secrets !== false, senderOf };
    const facts = await readEnvironment(clients, place, read);
    shown.push({ place, facts, status: statusOf(place.environment, facts) });
  }
  const text = options.json
    ? `${printableJson(documentOf(shown, elsewhere))}\n`
    : shown.map((each) => textOf(each, io.isTerminal)).join('\n') + elsewhereLine(elsewhere);
  io.stdout(text);
  return shown.every(({ status }) => status.isHealthy) ? exitCodes.clean : exitCodes.findings;
}

const notAsked: ReadSender = () => ({ known: false, why: 'not asked' });

/** Identities of SES are those of a region. */
async function sendersByRegion(all: readonly SignedIn[]): Promise<ReadonlyMap<string, ReadSender>> {
  const found = new Map<string, ReadSender>();
  for (const { place, clients } of all) {
    if (found.has(place.region)) continue;
    const here = all.filter((each) => each.place.region === place.region);
    const environments = here.map((each) => each.place.environment);
    found.set(place.region, await sendersOf(clients, environments));
  }
  return found;
}

/** The users of each environment; or the environments that have the one user. */
function withUsers(
  signedIn: readonly SignedIn[],
  userName: string | undefined,
): readonly (SignedIn & { readonly users: readonly UserSettings[] })[] {
  const all = signedIn.map((each) => ({ ...each, users: each.place.environment.users }));
  if (userName === undefined) return all;
  const having = all.filter(({ place }) => has(place, userName));
  const [last] = all.slice(-1);
  // No environment has the user: the error says so.
  if (having.length === 0 && last !== undefined) chooseUser(last.place.environment, userName);
  return having.map((each) => ({ ...each, users: [chooseUser(each.place.environment, userName)] }));
}

function has({ environment }: Place, userName: string): boolean {
  return environment.users.some(({ name }) => name.toLowerCase() === userName.toLowerCase());
}
