import { foldAscii } from '../../text/ascii';
import { inNetwork } from './ip';
import type { Comparison } from '../policy/operators';
import { matches } from '../pattern/pattern';

type Compare = (wanted: string, given: string) => boolean;

const order: Record<string, (difference: number) => boolean> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThan: (difference) => difference > 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

const textual: Partial<Record<Comparison, Compare>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => foldAscii(wanted) === foldAscii(given),
  StringLike: matches,
  BinaryEquals: (wanted, given) => wanted === given,
  Bool: (wanted, given) => booleanOf(wanted) === given.toLowerCase(),
  IpAddress: inNetwork,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
};

/**
 * Whether a value of the request matches one value of a condition, for the comparisons that are not negated.
 * @throws RangeError if the condition's value is not a number, date, Boolean or network, as its operator requires.
 */
export function compare(comparison: Comparison, wanted: string, given: string): boolean {
  const text = textual[comparison];
  if (text !== undefined) return text(wanted, given);
  const [, kind, relation] = /^(Numeric|Date)(.+)$/.exec(comparison) ?? [];
  const holds = order[relation ?? ''];
  if (holds === undefined) throw new RangeError(`${comparison} cannot be compared directly`);
  const read = kind === 'Date' ? epochOf : numberOf;
  const limit = read(wanted);
  if (limit === undefined) throw new RangeError(`${comparison} cannot compare with "${wanted}"`);
  const value = read(given);
  return value !== undefined && holds(value - limit);
}

/** Compares field by field: a wildcard stays within its field, and the sixth field has the rest. */
export function arnMatches(pattern: string, arn: string): boolean {
  const wanted = arnFields(pattern);
  const given = arnFields(arn);
  return wanted.length === given.length && wanted.every((field, index) => matches(field, given[index] ?? ''));
}

/** At most six fields. */
export function arnFields(arn: string): string[] {
  const fields = arn.split(':');
  return fields.length <= 6 ? fields : [...fields.slice(0, 5), fields.slice(5).join(':')];
}

function booleanOf(wanted: string): string {
  const folded = wanted.toLowerCase();
  if (folded === 'true' || folded === 'false') return folded;
  throw new RangeError(`Bool cannot compare with "${wanted}"`);
}

/** A decimal number; undefined for any other text. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

/**
 * Milliseconds since 1970, from seconds since 1970 or from an ISO 8601 date in the form of the W3C note: year, month, day, and a time with a zone.
 */
export function epochOf(text: string): number | undefined {
  if (/^[0-9]+$/.test(text) && text.length > 4) return Number(text) * 1000;
  const isDate = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/.test(text);
  const time = isDate ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
