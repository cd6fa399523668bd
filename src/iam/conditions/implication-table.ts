import { foldAscii } from '../../text/ascii';
import { arnFields, arnMatches, epochOf, numberOf } from './compare';
import { networkWithin } from './ip';
import type { Comparison } from '../policy/operators';
import { contains, matches } from '../pattern/pattern';
import { widenVariables } from './variables';

/** Whether the outer value admits everything that the inner value admits, under the two comparisons that the table names. */
type Within = (outer: string, inner: string) => boolean;

const exactly: Within = (outer, inner) => outer === inner && !inner.includes('${');
const ignoringCase: Within = (outer, inner) => foldAscii(outer) === foldAscii(inner) && !inner.includes('${');

/** The value of a comparison with wildcards, if it contains none and is a plain text. */
const plain =
  (within: Within): Within =>
  (outer, inner) =>
    !/[*?]/.test(inner) && within(outer, inner);

const pattern: Within = (outer, inner) => contains(outer, widened(inner));
const textInPattern: Within = (outer, inner) => !inner.includes('${') && matches(outer, inner);
const textInArn: Within = (outer, inner) => !inner.includes('${') && arnMatches(outer, inner);

const arn: Within = (outer, inner) => {
  const [wide, narrow] = [arnFields(outer), arnFields(widened(inner))];
  return wide.length === narrow.length && wide.every((field, index) => contains(field, narrow[index] ?? ''));
};

/** A variable can have any value, including a text that means something else in a document of 2008. */
function widened(value: string): string {
  return widenVariables(value, '2012-10-17');
}

type Read = (text: string) => number | undefined;
type Relation = (inner: number, outer: number) => boolean;

const compared =
  (read: Read, relation: Relation): Within =>
  (outer, inner) => {
    const [limit, value] = [read(outer), read(inner)];
    return limit !== undefined && value !== undefined && relation(value, limit);
  };

const below: Relation = (inner, outer) => inner < outer;
const upTo: Relation = (inner, outer) => inner <= outer;
const above: Relation = (inner, outer) => inner > outer;
const from: Relation = (inner, outer) => inner >= outer;
const same: Relation = (inner, outer) => inner === outer;

const arns = { ArnEquals: arn, ArnLike: arn, StringEquals: textInArn, StringLike: plain(textInArn) };

/**
 * The comparisons that admit no more than another one, and the condition on their values: `stricter[outer]?.[inner]`. A pair that is not listed is
 * not known to be stricter. Negated comparisons are read through their opposites.
 */
export const stricter: Partial<Record<Comparison, Partial<Record<Comparison, Within>>>> = {
  StringEquals: {
    StringEquals: exactly,
    StringLike: plain(exactly),
    ArnEquals: plain(exactly),
    ArnLike: plain(exactly),
  },
  StringEqualsIgnoreCase: {
    StringEqualsIgnoreCase: ignoringCase,
    StringEquals: ignoringCase,
    StringLike: plain(ignoringCase),
  },
  StringLike: { StringLike: pattern, StringEquals: textInPattern, ArnEquals: pattern, ArnLike: pattern },
  ArnEquals: arns,
  ArnLike: arns,
  Bool: { Bool: ignoringCase },
  Null: { Null: ignoringCase },
  BinaryEquals: { BinaryEquals: exactly },
  IpAddress: { IpAddress: networkWithin },
  NumericEquals: { NumericEquals: compared(numberOf, same) },
  NumericLessThan: {
    NumericLessThan: compared(numberOf, upTo),
    NumericLessThanEquals: compared(numberOf, below),
    NumericEquals: compared(numberOf, below),
  },
  NumericLessThanEquals: {
    NumericLessThan: compared(numberOf, upTo),
    NumericLessThanEquals: compared(numberOf, upTo),
    NumericEquals: compared(numberOf, upTo),
  },
  NumericGreaterThan: {
    NumericGreaterThan: compared(numberOf, from),
    NumericGreaterThanEquals: compared(numberOf, above),
    NumericEquals: compared(numberOf, above),
  },
  NumericGreaterThanEquals: {
    NumericGreaterThan: compared(numberOf, from),
    NumericGreaterThanEquals: compared(numberOf, from),
    NumericEquals: compared(numberOf, from),
  },
  DateEquals: { DateEquals: compared(epochOf, same) },
  DateLessThan: {
    DateLessThan: compared(epochOf, upTo),
    DateLessThanEquals: compared(epochOf, below),
    DateEquals: compared(epochOf, below),
  },
  DateLessThanEquals: {
    DateLessThan: compared(epochOf, upTo),
    DateLessThanEquals: compared(epochOf, upTo),
    DateEquals: compared(epochOf, upTo),
  },
  DateGreaterThan: {
    DateGreaterThan: compared(epochOf, from),
    DateGreaterThanEquals: compared(epochOf, above),
    DateEquals: compared(epochOf, above),
  },
  DateGreaterThanEquals: {
    DateGreaterThan: compared(epochOf, from),
    DateGreaterThanEquals: compared(epochOf, from),
    DateEquals: compared(epochOf, from),
  },
};
