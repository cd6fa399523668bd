import { createHash } from 'node:crypto';
import { InputError } from '../../input-error';
import { scenarioOf, type Account, type Machine, type Role, type RecognisedStrategy } from '../../simulator';
import { expressionsIn } from '../../asl';
import { isArray, isObject, parseJson, type Json, type JsonObject } from '../../json';
import type { Deployment } from '../../terraform';
import { failureMailsOf } from './failure-mails';
import { liveFields, type LiveFields } from './liveness';
import { namedKeyIn, type Circumstance, type NamedKey } from './circumstances';
import type { Speed } from './progress';

/** The subject of an exploration: a machine as it would be deployed, the user that it rotates, and the promises of its strategy. */
export interface Subject {
  /** The name, such as `overlap, replace-older`. */
  readonly name: string;
  /** SHA-256 of the definition that is explored. */
  readonly definition: string;
  readonly machine: Machine;
  readonly role: Role;
  readonly account: Account;
  readonly input: Json;
  readonly longestInput: Json;
  readonly userName: string;
  readonly path: string;
  readonly secretName: string;
  readonly traits: RecognisedStrategy;
  /** The longest lag of lists and quotas; every shorter lag is explored too. */
  readonly settleMs: number;
  readonly speed: Speed;
  /** Whether the dates of what the exploration makes differ in their seconds, or are all in one second. */
  readonly dates: 'apart' | 'alike';
  /** The definition reads the key that an input names. */
  readonly takesNamedKey: boolean;
  /** The key that the input of the first execution names; undefined if it names none. */
  readonly named: NamedKey | undefined;
  /** States that send a mail, after which an execution calls nothing more and fails. */
  readonly failureMails: ReadonlySet<string>;
  /** The ends of executions that an alert reports; undefined if the stack has no alert. */
  readonly alerted: ReadonlySet<string> | undefined;
  /** The fields of the data that matter from a state on. */
  readonly live: ReadonlyMap<string, LiveFields>;
}

/** The usual lag of IAM, as people observe it: a change shows after some seconds. Used if a definition does not say how long it waits. */
const usualSettleSeconds = 15;

/** Throws InputError for everything that cannot be explored, and names the feature. */
export function subjectOf(deployment: Deployment, options: { readonly user?: string } = {}): Subject {
  const scenario = scenarioOf(deployment, { keys: 0, ...options });
  const { machine, strategy, role, world, input, userName, secretName } = scenario;
  if (secretName === undefined)
    throw InputError.of(`${deployment.stackName}: the schedule of ${userName} names no secretName`);
  const definition = definitionOf(deployment);
  refuseTimestamps(definition, deployment.machineName);
  return {
    name: nameOf(strategy),
    definition: createHash('sha256').update(deployment.definition).digest('hex'),
    machine,
    role,
    account: world.account,
    input,
    longestInput: longestInputOf(input, definition),
    userName,
    path: world.users.find(({ name }) => name === userName)?.path ?? '/',
    secretName,
    traits: strategy,
    settleMs: settleSecondsOf(definition) * 1000,
    speed: 'fast',
    dates: 'apart',
    takesNamedKey: expressionsIn(statesOf(definition)).some((text) => text.endsWith('.accessKeyId')),
    named: undefined,
    failureMails: failureMailsOf(statesOf(definition)),
    alerted: deployment.alerted,
    live: liveFields(statesOf(definition)),
  };
}

const underCircumstances = new WeakMap<Subject, Map<Circumstance, Subject>>();

/** The subject under the circumstances of a case: always the same object, so that cases can share what is known about it. */
export function subjectUnder(circumstance: Circumstance | undefined, subject: Subject): Subject {
  if (circumstance === undefined) return subject;
  const known = underCircumstances.get(subject) ?? new Map<Circumstance, Subject>();
  underCircumstances.set(subject, known);
  const under = known.get(circumstance) ?? changedBy(circumstance, subject);
  known.set(circumstance, under);
  return under;
}

function changedBy(circumstance: Circumstance, subject: Subject): Subject {
  switch (circumstance) {
    case 'longer-lags':
      return { ...subject, settleMs: 4 * subject.settleMs };
    case 'slow':
      return { ...subject, speed: 'slow', input: subject.longestInput };
    case 'one-second':
      return { ...subject, dates: 'alike' };
    case 'unverified': {
      const { account } = subject;
      return { ...subject, account: { ...account, mail: { ...account.mail, identities: [] } } };
    }
    default:
      return { ...subject, named: namedKeyIn(circumstance) };
  }
}

/** The input with the longest grace period that the definition accepts. */
function longestInputOf(input: Json, definition: JsonObject): Json {
  const longest = Math.max(...gracePeriodsIn(statesOf(definition)));
  return isObject(input) && longest > 0 ? { ...input, gracePeriodSeconds: longest } : input;
}

/** The numbers with which conditions compare the grace period of the input. */
function gracePeriodsIn(value: Json): number[] {
  if (isArray(value)) return value.flatMap(gracePeriodsIn);
  if (!isObject(value)) return [];
  const variable = value['Variable'];
  const isCondition = typeof variable === 'string' && variable.endsWith('.gracePeriodSeconds');
  return Object.values(value).flatMap((each) =>
    isCondition && typeof each === 'number' ? [each] : gracePeriodsIn(each),
  );
}

function definitionOf({ definition }: Deployment): JsonObject {
  const parsed = parseJson(definition);
  return isObject(parsed) ? parsed : {};
}

function statesOf(definition: JsonObject): JsonObject {
  const states = definition['States'];
  return isObject(states) ? states : {};
}

/** Refuses waits until a timestamp: times are explored as differences, so a date has no meaning among them. */
function refuseTimestamps(definition: JsonObject, machineName: string): void {
  for (const [name, state] of Object.entries(statesOf(definition))) {
    const field = ['Timestamp', 'TimestampPath'].find((each) => isObject(state) && each in state);
    if (field !== undefined)
      throw InputError.of(`definition of ${machineName}: state ${JSON.stringify(name)}: ${field} is not explored`);
  }
}

function nameOf({ name, hasTwoKeys, refusesTwo }: RecognisedStrategy): string {
  if (name === undefined) return 'a definition without a strategy';
  return hasTwoKeys ? `${name}, ${refusesTwo ? 'refuse' : 'replace-older'}` : name;
}

/** The shortest pause of a definition before it relies on a list. */
function settleSecondsOf(definition: JsonObject): number {
  const pauses = Object.values(statesOf(definition)).flatMap((state) => {
    const parameters = isObject(state) ? state['Parameters'] : undefined;
    const all = isObject(parameters) ? parameters['pauses'] : undefined;
    return isObject(all) ? Object.values(all).flatMap((each) => (isObject(each) ? each['seconds'] : [])) : [];
  });
  const seconds = pauses.filter((each) => typeof each === 'number');
  return seconds.length === 0 ? usualSettleSeconds : Math.min(...seconds);
}
