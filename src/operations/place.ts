import { namesOf } from '../infrastructure/names';
import { InputError } from '../input-error';
import type { EnvironmentSettings, Settings, UserSettings } from '../settings';
import { didYouMean } from '../text/suggest';

/** The environment that a command works on, with the names and ARNs of its resources. */
export interface Place {
  readonly environment: EnvironmentSettings;
  readonly region: string;
  readonly stack: string;
  readonly machineArn: string;
  readonly executionRole: string;
  readonly scheduleGroup: string;
}

/** Returns the place of an environment. With shards, the machine and the role are those of the shard, by default of the first one. */
export function placeOf(environment: EnvironmentSettings, region = environment.region, shard?: string): Place {
  const { stack, stateMachine, executionRole, scheduleGroup } = namesOf(environment.name, shard);
  const { partition, accountId } = environment;
  const machineArn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${stateMachine}`;
  return { environment, region, stack, machineArn, executionRole, scheduleGroup };
}

/** The place with the machine and the role that rotate a user. */
export function placeOfUser({ environment, region }: Place, { shard }: UserSettings): Place {
  return placeOf(environment, region, shard);
}

/** The places of all shards of an environment, by shard; one without a shard, if the environment has none. */
export function placesOfShards({ environment, region }: Place): ReadonlyMap<string | undefined, Place> {
  const shards = new Set(environment.users.map(({ shard }) => shard));
  return new Map([...shards].sort().map((shard) => [shard, placeOf(environment, region, shard)]));
}

/** The machines of all shards of an environment, or the only one. */
export function machineArnsOf(place: Place): string[] {
  return [...placesOfShards(place).values()].map(({ machineArn }) => machineArn);
}

/** The ARN of an execution of the machine. */
export function executionArn({ machineArn }: Place, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The environment of that name; without a name, the only one. */
export function chooseEnvironment({ environments }: Settings, name: string | undefined): EnvironmentSettings {
  const names = environments.map((each) => each.name);
  if (name === undefined) {
    const [only, ...others] = environments;
    if (only !== undefined && others.length === 0) return only;
    throw InputError.of(`--environment: missing; the settings have ${names.join(', ')}: name one`);
  }
  const found = environments.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw InputError.of(
    `--environment: the settings have no environment ${JSON.stringify(name)}; ${didYouMean(name, names)}`,
  );
}

const MOST_NAMED = 10;

function usersInWords(names: readonly string[]): string {
  const others = names.length - MOST_NAMED;
  return `write one of ${names.slice(0, MOST_NAMED).join(', ')}${others > 0 ? ` and ${others} more of the settings` : ''}`;
}

/** The user of that name in the settings of the environment. */
export function chooseUser({ users, name }: EnvironmentSettings, userName: string): UserSettings {
  const found = users.find((user) => user.name.toLowerCase() === userName.toLowerCase());
  if (found !== undefined) return found;
  const names = users.map((user) => user.name);
  throw InputError.of(
    `${userName}: not a user of the environment ${name}; ${didYouMean(userName, names, { otherwise: usersInWords(names) })}`,
  );
}
