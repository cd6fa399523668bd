import { InputError } from '../input-error';
import { isObject, parseJsonFile, type JsonObject } from '../json';
import type { EnvironmentSettings } from '../settings';
import { traitsOf } from '../workflow';

/** The execution that a schedule starts. */
interface Target {
  readonly machineArn: string;
  readonly input: JsonObject;
}

/**
 * Reads the target of a schedule: a state machine with the input of its executions, or the API action StartExecution with its request.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export function readTarget({ arn, input }: { readonly arn: string; readonly input: string }, name: string): Target {
  const given = objectIn(input, `the input of the schedule ${name}`);
  if (!arn.includes(':scheduler:::aws-sdk:')) return { machineArn: arn, input: given };
  const { StateMachineArn: machineArn, Input: inner } = given;
  if (typeof machineArn !== 'string' || typeof inner !== 'string')
    throw InputError.of(`the schedule ${name} does not start a state machine; deploy the environment again`);
  return { machineArn, input: objectIn(inner, `the input of the schedule ${name}`) };
}

function objectIn(text: string, what: string): JsonObject {
  const value = parseJsonFile(text, what);
  if (!isObject(value)) throw InputError.of(`${what}: not an object; deploy the environment again`);
  return value;
}

/** The grace period that the option gives, in seconds. */
export function graceOf(
  text: string | undefined,
  { strategy, maxGracePeriodSeconds: most }: Pick<EnvironmentSettings, 'strategy' | 'maxGracePeriodSeconds'>,
): number | undefined {
  if (text === undefined) return undefined;
  if (!traitsOf(strategy).hasGracePeriod)
    throw InputError.of(`--grace: has no effect with the strategy ${strategy}; leave it out`);
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw InputError.of(
    `--grace: must be a whole number of seconds from 0 to ${most} (maxGracePeriodSeconds of the settings); got ${JSON.stringify(text)}`,
  );
}

/** The id of an access key that an option gives. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
export function keyIdOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined || /^[A-Z0-9]{16,128}$/.test(text)) return text;
  throw InputError.of(
    `${option}: must be the id of an access key, such as AKIAIOSFODNN7EXAMPLE; it is never the secret`,
  );
}
