import type { Clients } from '../../../account/sdk/clients';
import { lastStates, runningExecutions, stopExecution } from '../../../account/executions';
import { keysOf } from '../../../account/keys';
import { runningFor } from '../../../account/running';
import { versionsOf } from '../../../account/secrets';
import { InputError } from '../../../input-error';
import type { ExecutionFacts, KeyFacts } from '../../../operations/facts';
import { chooseUser, placeOfUser, type Place } from '../../../operations/place';
import { candidateInWords, keyInWords, timeInWords } from '../../../operations/words';
import type { UserSettings } from '../../../settings';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { untilInterrupted, type Doing } from '../interrupt';
import type { Io } from '../../io';
import { signIn, type AccessOptions } from '../../sign-in';

export interface HoldOptions extends AccessOptions {
  readonly execution?: string;
  readonly json?: boolean;
}

/** The state in which an execution waits before it deletes the previous key. */
const gracePeriod = 'GracePeriod';

/** Stops the execution of a user in its grace period, and prints how to go back to the previous value. Returns 1 if the previous key is gone. */
export async function run(userName: string, options: HoldOptions, io: Io): Promise<number> {
  return untilInterrupted((doing) => hold(userName, options, doing, io), io);
}

async function hold(userName: string, options: HoldOptions, doing: Doing, io: Io): Promise<number> {
  const { clients, place: all } = await signIn(options, io);
  const user = chooseUser(all.environment, userName);
  const place = placeOfUser(all, user);
  const before = await keysOf(clients, user.name);
  if (before === undefined) throw InputError.of(`${user.name}: there is no such IAM user`);
  const { execution, by } = await executionOf(clients, place, user, { keys: before, named: options.execution });
  const last = (await lastStates(clients, execution.arn)).at(-1);
  if (last?.state !== gracePeriod)
    throw InputError.of(
      `${execution.name}: does not wait for its grace period, it is at ${last?.state ?? 'no known state'}; nothing was stopped`,
    );
  await doing(() => stopExecution(clients, execution.arn, 'keyturn hold: the previous key stays'));
  // Said immediately: what follows can fail.
  io.stderr(`Stopped ${printable(execution.name)}, which ran since ${timeInWords(execution.startedAt)}.\n`);
  const keys = (await keysOf(clients, user.name)) ?? [];
  const versions = await versionsOf(clients, user.secretName);
  const isKept = keys.length > 1;
  if (options.json) {
    const held = {
      format: 'keyturn-hold/1',
      user: user.name,
      secret: user.secretName,
      stopped: execution.arn,
      foundBy: by,
    };
    io.stdout(`${printableJson({ ...held, keys: keys.map(({ id }) => id), previousKeyKept: isKept, versions })}\n`);
  } else {
    const lines = [
      'Alerts report the execution as ABORTED.',
      ...(by === 'time' ? ['It is the only one that created a key when the newest key of the user was created.'] : []),
      ...keys.map((key) => `  ${keyInWords(key, io.now.getTime())}`),
      ...(isKept ? wayBack(user, versions) : ['Too late: the previous key is deleted.']),
    ];
    io.stdout(`${lines.join('\n')}\n`);
  }
  return isKept ? exitCodes.clean : exitCodes.findings;
}

async function executionOf(
  clients: Clients,
  place: Place,
  { name }: UserSettings,
  { keys, named }: { readonly keys: readonly KeyFacts[]; readonly named: string | undefined },
): Promise<{ readonly execution: ExecutionFacts; readonly by: 'name' | 'time' | 'option' }> {
  if (named !== undefined) {
    const found = (await runningExecutions(clients, place.machineArn)).find((each) => each.name === named);
    if (found !== undefined) return { execution: found, by: 'option' };
    throw InputError.of(
      `--execution: no execution ${JSON.stringify(named)} of ${place.stack} runs; nothing was stopped`,
    );
  }
  const running = await runningFor(clients, place, name, keys);
  if (running.kind === 'found') return running;
  const waiting = running.kind === 'unknown' ? running.candidates.filter(({ why }) => why !== 'no-key-yet') : [];
  if (running.kind === 'none' || waiting.length === 0)
    throw InputError.of(
      `${name}: no execution waits for a grace period of this user; nothing was stopped. See "keyturn status ${name}"`,
    );
  throw new InputError([
    `${name}: the names and times of the executions do not tell which one rotates the user; nothing was stopped. Name one with --execution:`,
    ...waiting.map((candidate) => `  ${candidateInWords(candidate)}`),
  ]);
}

function wayBack({ name, secretName }: UserSettings, versions: Awaited<ReturnType<typeof versionsOf>>): string[] {
  const [user, secret] = [printable(name), printable(secretName)];
  const current = printable(versions?.current ?? 'NEW_VERSION');
  const previous = printable(versions?.previous ?? 'PREVIOUS_VERSION');
  return [
    'Both keys work. To go back to the previous value of the secret:',
    `  aws secretsmanager update-secret-version-stage --secret-id ${secret} --version-stage AWSCURRENT --remove-from-version-id ${current} --move-to-version-id ${previous}`,
    `Before the next rotation, which may refuse two active keys: keyturn resolve ${user}`,
  ];
}
