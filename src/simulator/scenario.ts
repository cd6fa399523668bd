import { parseArn } from '../iam';
import { InputError } from '../input-error';
import type { Deployment, Schedule } from '../terraform';
import { type Json, type JsonObject, isObject, parseJson, parseJsonFile } from '../json';
import { listed } from '../text/listed';
import type { Machine } from './asl';
import {
  addAccessKey,
  addSecret,
  addUser,
  createWorld,
  type Account,
  type MailAccount,
  type Role,
  type World,
} from './aws';
import { parseMailbox } from './aws/addresses';
import { defaultStart, load } from './run';
import { strategyOf, type RecognisedStrategy } from './strategy';

/** A deployment and an account to run one rotation in. */
export interface Scenario {
  readonly machine: Machine;
  readonly strategy: RecognisedStrategy;
  readonly role: Role;
  readonly world: World;
  readonly input: Json;
  readonly userName: string;
  readonly secretName: string | undefined;
  /** The start in milliseconds since 1970; always the same, so that a run can be repeated. */
  readonly startAt: number;
  /** The initial state of the user and the secret, in a sentence. */
  readonly before: string;
}

const before = {
  0: 'The user has no access key yet, and the secret no value.',
  1: 'The user has one access key, and the secret holds it.',
  2: 'The user has two access keys: the one that the secret holds, and an older one that is inactive.',
} as const;

interface ScenarioOptions {
  /** The user's name; by default the first user of the settings. */
  readonly user?: string;
  /**
   * The number of access keys that the user has at first: none, and the secret has no value; one, 90 days old and in the secret; or two, of
   * which the second is an old inactive one.
   */
  readonly keys: 0 | 1 | 2;
  /** SES is in the sandbox, and also checks the identities of recipients. */
  readonly sandbox?: boolean;
  /** The configuration set that the sender's identity has by default. */
  readonly defaultConfigurationSet?: string;
}

/** The largest number of users that one error names. */
const mostNamed = 10;

const day = 24 * 3600 * 1000;
const ageInUse = 90 * day;
const ageOfSpare = 180 * day;

/** A field that an operator added to the secret next to the key: UpdateSecret replaces the whole value, and the field is lost. */
export const fieldAddedByHand = 'AddedByHand';

/** Throws InputError for an unknown user and for everything that cannot be simulated. */
export function scenarioOf(deployment: Deployment, options: ScenarioOptions): Scenario {
  const { user, keys } = options;
  const empty = createWorld(deployment);
  const { machine, role } = load(deployment, empty);
  const schedule = scheduleOf(deployment, user, role);
  const input = inputOf(schedule, deployment.stackName);
  const userName = (isObject(input) && typeof input['userName'] === 'string' && input['userName']) || schedule.userName;
  const secretName = isObject(input) && typeof input['secretName'] === 'string' ? input['secretName'] : undefined;
  const { templates } = deployment;
  const account = accountWith(options, empty.account, { ...mailOf(role, deployment.definition), templates });
  const world = addUser({ ...empty, account }, userName, pathOf(role, userName));
  return {
    machine,
    strategy: strategyOf(deployment.definition),
    role,
    world: withKeys(world, userName, secretName, keys),
    input,
    userName,
    secretName,
    startAt: defaultStart,
    before: before[keys],
  };
}

/** The account with its SES identities and the strictness of SES. */
function accountWith(
  { sandbox = false, defaultConfigurationSet: set }: ScenarioOptions,
  account: Account,
  { identities, configurationSets, templates }: Pick<MailAccount, 'identities' | 'configurationSets' | 'templates'>,
): Account {
  const sets = set === undefined ? configurationSets : [...configurationSets, set];
  const mail: MailAccount = { ...account.mail, identities, configurationSets: sets, templates, sandbox };
  return {
    ...account,
    readings: sandbox ? { ...account.readings, sandboxRecipients: 'authorised' } : account.readings,
    mail: set === undefined ? mail : { ...mail, defaultConfigurationSet: set },
  };
}

function scheduleOf({ schedules, stackName }: Deployment, user: string | undefined, role: Role): Schedule {
  const [first] = schedules;
  if (!first) throw InputError.of(`${stackName}: has no schedule, so there is no user to rotate`);
  if (user === undefined) return firstOfSettings(schedules, role) ?? first;
  const found = schedules.find(({ userName }) => userName === user);
  if (found) return found;
  const known = schedules.map(({ userName }) => userName);
  throw InputError.of(
    `--user: ${JSON.stringify(user)} has no schedule in ${stackName}; users are ${listed(known, mostNamed)}`,
  );
}

/**
 * The schedule of the settings' first user. A stack sorts its schedules by name; the policy of the role lists the users in the order of the
 * settings.
 */
function firstOfSettings(schedules: readonly Schedule[], role: Role): Schedule | undefined {
  const byUser = new Map(schedules.map((schedule) => [schedule.userName.toLowerCase(), schedule]));
  for (const resource of resourcesOf(role, 'iam', 'user')) {
    const schedule = byUser.get(resource.split('/').at(-1)?.toLowerCase() ?? '');
    if (schedule !== undefined) return schedule;
  }
  return undefined;
}

function inputOf({ input, userName }: Schedule, stackName: string): Json {
  return parseJsonFile(input, `${stackName}: the input of the schedule of ${userName}`);
}

function withKeys(world: World, userName: string, secretName: string | undefined, count: number): World {
  const [spared] =
    count === 2 ? addAccessKey(world, userName, { status: 'Inactive', createdAt: defaultStart - ageOfSpare }) : [world];
  if (count === 0) return withSecret(spared, secretName, undefined);
  const [keyed, key] = addAccessKey(spared, userName, { createdAt: defaultStart - ageInUse });
  const value: JsonObject = {
    UserName: userName,
    AccessKeyId: key.id,
    Status: key.status,
    SecretAccessKey: key.secret,
    [fieldAddedByHand]: 'another field of the same secret',
  };
  return withSecret(keyed, secretName, JSON.stringify(value));
}

function withSecret(world: World, name: string | undefined, value: string | undefined): World {
  return name === undefined ? world : addSecret(world, name, value, defaultStart - ageInUse);
}

/** The path of a user, which only the ARN in the role's policy contains. */
function pathOf(role: Role, userName: string): string {
  const paths = resourcesOf(role, 'iam', 'user').flatMap((resource) => {
    const [, path = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(resource) ?? [];
    return name.toLowerCase() === userName.toLowerCase() || name === '*' ? [`/${path}`] : [];
  });
  return paths.find((path) => !/[*?]/.test(path)) ?? '/';
}

/** The identities that the role can send mail with; they are assumed to be verified. If the policy names none, the sender's domain is assumed. */
function mailOf(role: Role, definition: string): { identities: string[]; configurationSets: string[] } {
  const named = (kind: string) => resourcesOf(role, 'ses', kind).filter((name) => !/[*?]/.test(name));
  const identities = named('identity');
  const domains = sendersOf(parseJson(definition)).flatMap((sender) => parseMailbox(sender)?.domain ?? []);
  return { identities: identities.length > 0 ? identities : domains, configurationSets: named('configuration-set') };
}

/** The names after `KIND/` in the resources of a service that the role is allowed to use. */
function resourcesOf(role: Role, service: string, kind: string): string[] {
  return role.policies
    .flatMap(({ statements }) => statements)
    .filter(({ effect, resource }) => effect === 'Allow' && resource && !resource.negated)
    .flatMap(({ resource }) => resource?.patterns ?? [])
    .flatMap((pattern) => parseArn(pattern) ?? [])
    .filter((arn) => arn.service === service && arn.resource.startsWith(`${kind}/`))
    .map((arn) => arn.resource.slice(kind.length + 1));
}

function sendersOf(definition: Json): string[] {
  const states = isObject(definition) ? definition['States'] : undefined;
  if (!isObject(states)) return [];
  return Object.values(states).flatMap((state) => {
    const parameters = isObject(state) ? state['Parameters'] : undefined;
    const source = isObject(parameters) ? parameters['Source'] : undefined;
    return typeof source === 'string' ? [source] : [];
  });
}
