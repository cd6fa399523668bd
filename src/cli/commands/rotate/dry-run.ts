import { deployedMachine } from '../../../account/deployed';
import { keysOf } from '../../../account/keys';
import { secretExists, secretKeyId } from '../../../account/secrets';
import { InputError } from '../../../input-error';
import type { JsonObject } from '../../../json';
import type { KeyFacts, SecretKey } from '../../../operations/facts';
import type { UserSettings } from '../../../settings';
import { addSecret, addUser, createWorld, rotate, scenarioOf, type Scenario, type World } from '../../../simulator';
import type { Deployment } from '../../../terraform';
import { counted } from '../../../text/duration';
import { printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import type { SignedIn } from '../../sign-in';
import { documentOf } from '../simulate/document';
import { textOf } from '../simulate/text';

interface DryRun extends SignedIn {
  readonly user: UserSettings;
  readonly input: JsonObject;
  readonly leakedKey: string | undefined;
  /** Whether the leaked key would be deactivated first. */
  readonly isDeactivated: boolean;
}

/** Runs the deployed machine on the keys that the user has now, in the embedded AWS. Returns 1 if the execution would fail. */
export async function dryRun(request: DryRun, asJson: boolean, io: Io): Promise<number> {
  const scenario = await liveScenario(request, io.now.getTime());
  const rotation = rotate(scenario);
  const { stack } = request.place;
  io.stdout(
    asJson
      ? `${printableJson(documentOf(scenario, rotation, stack))}\n`
      : `Dry run: nothing was started.\n${textOf(scenario, rotation, stack, io.isTerminal)}`,
  );
  return rotation.ended.status === 'SUCCEEDED' ? exitCodes.clean : exitCodes.findings;
}

/** The deployed machine and role, with the user's own keys. Their secrets are made up, and the secret has no other fields. */
async function liveScenario(request: DryRun, now: number): Promise<Scenario> {
  const { clients, place, user, input } = request;
  const { environment, region, machineArn, executionRole, stack } = place;
  const listed = await keysOf(clients, user.name);
  if (listed === undefined) throw InputError.of(`${user.name}: there is no such IAM user`);
  const keys = listed.map((key) =>
    request.isDeactivated && key.id === request.leakedKey ? { ...key, status: 'Inactive' } : key,
  );
  const [deployed, held] = await Promise.all([
    deployedMachine(clients, place, user.shard !== undefined),
    secretKeyId(clients, user.secretName),
  ]);
  const isThere = !(held.known && held.isAbsent) || (await secretExists(clients, user.secretName)) !== false;
  const newest = keys.findLast(({ status }) => status === 'Active')?.id;
  const inSecret = held.known ? held.value : newest;
  const scenario = scenarioOf(
    {
      ...{
        stackName: stack,
        machineName: machineArn.split(':').at(-1) ?? stack,
        machineArn,
        roleName: executionRole,
        region,
        ...deployed,
      },
      ...{ partition: environment.partition, accountId: environment.accountId },
      schedules: [
        {
          userName: user.name,
          expression: user.schedule.expression,
          // One rotation is simulated, now: when its schedule starts does not matter.
          ...{ timezone: 'UTC', startDate: undefined, windowMinutes: 0 },
          isEnabled: true,
          input: JSON.stringify(input),
        },
      ],
      templates: templatesNamedIn(deployed.definition),
    },
    { user: user.name, keys: 0 },
  );
  const had = counted(keys.length, 'access key');
  return {
    ...scenario,
    input,
    startAt: now,
    world: worldWith(scenario.world, user, keys, isThere ? { inSecret, pendingDeletion: isDeleted(held) } : undefined),
    before: `The user has ${had}, as IAM lists them now.${aboutSecret(held, isThere)}`,
  };
}

function isDeleted(held: SecretKey): boolean {
  return !held.known && held.isScheduledForDeletion === true;
}

function aboutSecret(held: SecretKey, isThere: boolean): string {
  if (!isThere) return ' There is no such secret.';
  if (isDeleted(held)) return ' The secret is scheduled for deletion.';
  return held.known ? '' : ' The secret cannot be read: it is assumed to hold the newest active one.';
}

/** The SES templates that the definition names, without their texts: they are not read. */
function templatesNamedIn(definition: string): Deployment['templates'] {
  const names = new Set([...definition.matchAll(/"Template":"([\w-]+)"/g)].flatMap(([, name]) => name ?? []));
  return [...names].map((name) => ({ name, subject: name, html: undefined, text: 'The template is not read.' }));
}

interface SecretNow {
  /** The id of the key that it holds. */
  readonly inSecret: string | undefined;
  readonly pendingDeletion: boolean;
}

/** @param secret undefined if there is none */
function worldWith(world: World, user: UserSettings, keys: readonly KeyFacts[], secret: SecretNow | undefined): World {
  const made = keys.map(({ id = '', status, createdAt }, index) => ({
    // No words: the text that is shown hides every part of a secret access key.
    ...{ id, createdAt, secret: String(index).padEnd(40, '+/') },
    status: status === 'Active' ? ('Active' as const) : ('Inactive' as const),
  }));
  const empty = { ...createWorld({ ...world.account, seed: world.seed }), account: world.account };
  const { users } = addUser(empty, user.name, user.path);
  const withKeys = { ...empty, users: users.map((each) => ({ ...each, keys: made })) };
  if (secret === undefined) return withKeys;
  const { inSecret, pendingDeletion } = secret;
  const key = made.find(({ id }) => id === inSecret);
  const value =
    inSecret === undefined ? undefined : JSON.stringify({ AccessKeyId: inSecret, SecretAccessKey: key?.secret ?? '' });
  const at = Math.max(0, ...keys.map(({ createdAt }) => createdAt));
  return addSecret(withKeys, user.secretName, value, at, { pendingDeletion });
}
