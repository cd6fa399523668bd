import { isArray, type Json } from '../../json';
import type { Fields } from './fields';
import { placeAt } from './reference-path';
import type { Dice } from '../random';

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export interface CompiledRetrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly jitter: boolean;
}

export interface CompiledCatcher {
  readonly errors: readonly string[];
  readonly next: string;
  /** Places the error in the raw input of the state. */
  readonly place: (raw: Json, error: Json) => Json;
}

/** Whether a retrier or a catcher names an error. `States.Runtime` never matches. */
export function isNamed(errors: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  if (errors.includes(error)) return true;
  if (error === 'States.DataLimitExceeded') return false;
  return errors.includes('States.ALL') || (errors.includes('States.TaskFailed') && error !== 'States.Timeout');
}

/** The milliseconds before the next attempt, after `attempts` earlier retries by this retrier. */
export function delayOf(retrier: CompiledRetrier, attempts: number, dice: Dice): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** attempts, retrier.maxDelaySeconds);
  return Math.round(seconds * 1000 * (retrier.jitter ? dice.next() : 1));
}

const longestSeconds = 99_999_999;
const longestDelaySeconds = 31_622_400;

export function readRetriers(fields: Fields): CompiledRetrier[] {
  const all = fields.list('Retry');
  return all.map((each, index) => {
    const strategy = each.text('JitterStrategy') ?? 'NONE';
    if (strategy !== 'FULL' && strategy !== 'NONE') each.problem('JitterStrategy must be FULL or NONE');
    const retrier = {
      errors: readErrors(each, index === all.length - 1),
      intervalSeconds: each.number('IntervalSeconds', 1, longestSeconds) ?? 1,
      maxAttempts: each.number('MaxAttempts', 0, longestSeconds) ?? 3,
      backoffRate: each.number('BackoffRate', 1, Number.MAX_VALUE, 'any') ?? 2,
      maxDelaySeconds: each.number('MaxDelaySeconds', 1, longestDelaySeconds) ?? Infinity,
      jitter: strategy === 'FULL',
    };
    each.finish();
    return retrier;
  });
}

export function readCatchers(fields: Fields): CompiledCatcher[] {
  const all = fields.list('Catch');
  return all.map((each, index) => {
    const path = each.path('ResultPath', 'reference');
    const catcher: CompiledCatcher = {
      errors: readErrors(each, index === all.length - 1),
      next: each.requiredText('Next'),
      place: (raw, error) => (path === null ? raw : path === undefined ? error : placeAt(path, raw, error)),
    };
    each.finish();
    return catcher;
  });
}

function readErrors(fields: Fields, isLast: boolean): string[] {
  const value = fields.raw('ErrorEquals');
  const errors = isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  if (!isArray(value) || errors.length === 0 || errors.length !== value.length)
    fields.problem('ErrorEquals must be a list of error names');
  const takesAll = errors.includes('States.ALL');
  if (takesAll && (errors.length > 1 || !isLast))
    fields.problem('States.ALL must stand alone in ErrorEquals, and in the last entry');
  return errors;
}
