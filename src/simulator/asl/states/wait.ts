import { runtimeError } from '../errors';
import type { Fields } from '../fields';
import { valueOf, type Scope } from '../scope';
import { instantOf } from '../timestamps';
import { filterBy, nextOf, over } from './flow';
import type { CompiledState } from './state';

const longestSeconds = 99_999_999;

/** Waits for a duration or until a time. https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export function compileWait(fields: Fields): CompiledState {
  const readInput = filterBy(fields, 'InputPath');
  const readOutput = filterBy(fields, 'OutputPath');
  const until = readUntil(fields);
  const next = nextOf(fields);
  return {
    type: 'Wait',
    retriers: [],
    catchers: [],
    enter: (scope, now) => {
      const inner = over(scope, readInput(scope));
      // A time in the past ends the wait at once.
      return { kind: 'wait', until: Math.max(now, until(inner, now)), output: readOutput(inner), next };
    },
  };
}

/** The end of the wait in milliseconds since 1970. */
type Until = (scope: Scope, now: number) => number;

function readUntil(fields: Fields): Until {
  const given = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter((name) => fields.has(name));
  if (given.length !== 1) fields.problem('exactly one of Seconds, SecondsPath, Timestamp and TimestampPath is needed');
  const seconds = fields.number('Seconds', 0, longestSeconds);
  const timestamp = fields.text('Timestamp');
  const instant = timestamp === undefined ? undefined : instantOf(timestamp);
  if (timestamp !== undefined && instant === undefined) fields.problem('Timestamp must be like 2026-01-31T12:00:00Z');
  const bySeconds = untilSecondsPath(fields);
  const byTimestamp = untilTimestampPath(fields);
  if (seconds !== undefined) return (_, now) => now + seconds * 1000;
  if (instant !== undefined) return () => instant;
  return bySeconds ?? byTimestamp ?? ((_, now) => now);
}

function untilSecondsPath(fields: Fields): Until | undefined {
  const path = fields.reference('SecondsPath');
  if (!path) return undefined;
  return (scope, now) => {
    const value = valueOf(path, scope);
    if (value === undefined)
      throw runtimeError(`The SecondsPath parameter does not reference an input value: ${path.text}`);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > longestSeconds) {
      throw runtimeError(
        `The SecondsPath parameter cannot be parsed as a whole number from 0 to ${longestSeconds}: ${path.text} == ${JSON.stringify(value)}`,
      );
    }
    return now + value * 1000;
  };
}

function untilTimestampPath(fields: Fields): Until | undefined {
  const path = fields.reference('TimestampPath');
  if (!path) return undefined;
  return (scope) => {
    const value = valueOf(path, scope);
    if (value === undefined)
      throw runtimeError(`The TimestampPath parameter does not reference an input value: ${path.text}`);
    const instant = typeof value === 'string' ? instantOf(value) : undefined;
    if (instant === undefined)
      throw runtimeError(
        `The TimestampPath parameter cannot be parsed as a timestamp: ${path.text} == ${JSON.stringify(value)}`,
      );
    return instant;
  };
}
