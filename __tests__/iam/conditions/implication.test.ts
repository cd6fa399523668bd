import * as fc from '../../fast-check';
import { conditionHolds } from '../../../src/iam/conditions/holds';
import { conditionsMeet } from '../../../src/iam/conditions/implication';
import type { Condition } from '../../../src/iam/policy/document';
import { examples } from '../../effort';

const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyturn';

describe('a demanded condition', () => {
  test.each<[string, Condition, Condition, boolean]>([
    ['is met by itself', is('StringEquals', 'k', 'v'), is('StringEquals', 'k', 'v'), true],
    ['is met with its key in another case', is('StringEquals', 'aws:K', 'v'), is('StringEquals', 'AWS:k', 'v'), true],
    ['is not met on another key', is('StringEquals', 'k', 'v'), is('StringEquals', 'l', 'v'), false],
    ['is not met with one value too many', is('StringEquals', 'k', 'v'), is('StringEquals', 'k', 'v', 'w'), false],
    ['is met with fewer values', is('StringEquals', 'k', 'v', 'w'), is('StringEquals', 'k', 'w'), true],
    ['is not met without values', is('StringEquals', 'k', 'v'), is('StringEquals', 'k'), false],
    ['is not met with IfExists', is('StringEquals', 'k', 'v'), is('StringEqualsIfExists', 'k', 'v'), false],
    ['is not met where case is ignored', is('StringEquals', 'k', 'v'), is('StringEqualsIgnoreCase', 'k', 'v'), false],
    ['may ignore case', is('StringEqualsIgnoreCase', 'k', 'v'), is('StringEquals', 'k', 'V'), true],
    ['is met by an equality in a pattern', is('StringLike', 'k', 'v*'), is('StringEquals', 'k', 'value'), true],
    ['is met by a pattern in a pattern', is('StringLike', 'k', 'v*'), is('StringLike', 'k', 'va*'), true],
    ['is not met by a pattern that is wider', is('StringLike', 'k', 'va*'), is('StringLike', 'k', 'v*'), false],
    ['is not met by a pattern for an equality', is('StringEquals', 'k', 'v*'), is('StringLike', 'k', 'v*'), false],
    ['is met by a pattern without wildcards', is('StringEquals', 'k', 'v'), is('StringLike', 'k', 'v'), true],
    ['is not met by a variable', is('StringEquals', 'k', '${a:b}'), is('StringEquals', 'k', '${a:b}'), false],
    ['is met by a variable in a wide pattern', is('StringLike', 'k', 'x*'), is('StringLike', 'k', 'x${a:b}'), true],
    ['is not met by a variable that escapes', is('StringLike', 'k', '$*'), is('StringLike', 'k', '${a:b}'), false],
    ['on an ARN is met by its equality', is('ArnLike', 'k', `${arn}*`), is('ArnEquals', 'k', arn), true],
    ['on an ARN is met by a plain equality', is('ArnLike', 'k', `${arn}*`), is('StringEquals', 'k', arn), true],
    [
      'on an ARN is not met by a text pattern',
      is('ArnLike', 'k', 'arn:*:*:*:*:*'),
      is('StringLike', 'k', 'arn*'),
      false,
    ],
    ['on an ARN is judged field by field', is('ArnLike', 'k', 'arn:aws:*:*:*:*'), is('ArnLike', 'k', `${arn}?`), true],
    [
      'for all values is met by the same',
      is('ForAllValues:StringLike', 'k', '*'),
      is('ForAllValues:StringEquals', 'k', 'v'),
      true,
    ],
    ['for all values is not met for one', is('ForAllValues:StringLike', 'k', '*'), is('StringLike', 'k', 'v'), false],
    ['for one is not met for all values', is('StringLike', 'k', '*'), is('ForAllValues:StringLike', 'k', 'v'), false],
    ['on presence is met by the same', is('Null', 'k', 'false'), is('Null', 'k', 'False'), true],
    ['on presence is not met by absence', is('Null', 'k', 'false'), is('Null', 'k', 'true'), false],
    [
      'that excludes is met by excluding more',
      is('StringNotEquals', 'k', 'v'),
      is('StringNotLike', 'k', 'v*', 'w'),
      true,
    ],
    [
      'that excludes is not met by excluding less',
      is('StringNotLike', 'k', 'v*'),
      is('StringNotEquals', 'k', 'v'),
      false,
    ],
    ['that excludes is not met by a variable', is('StringNotLike', 'k', 'a'), is('StringNotLike', 'k', '${x}*'), false],
    ['that excludes is not met by an equality', is('StringNotEquals', 'k', 'v'), is('StringEquals', 'k', 'w'), false],
    [
      'on a number is met by a lower limit',
      is('NumericLessThan', 'k', '9'),
      is('NumericLessThanEquals', 'k', '8.5'),
      true,
    ],
    [
      'on a number is not met by an equal limit',
      is('NumericLessThan', 'k', '9'),
      is('NumericLessThanEquals', 'k', '9'),
      false,
    ],
    [
      'on a network is met by a smaller one',
      is('IpAddress', 'k', '10.0.0.0/8'),
      is('IpAddress', 'k', '10.1.0.0/16'),
      true,
    ],
    [
      'on a network is not met by a larger one',
      is('IpAddress', 'k', '10.1.0.0/16'),
      is('IpAddress', 'k', '10.0.0.0/8'),
      false,
    ],
    ['on a network is not met by nonsense', is('IpAddress', 'k', '10.1.0.0/16'), is('IpAddress', 'k', 'here'), false],
    ['with an unknown operator is not met', is('StringIs', 'k', 'v'), is('StringIs', 'k', 'v'), false],
  ])('%s', (_name, demanded, granted, expected) => {
    expect(conditionsMeet([demanded], [granted])).toBe(expected);
  });

  test('is met next to further ones', () => {
    const [one, other] = [is('StringEquals', 'k', 'v'), is('Bool', 'l', 'true')];
    expect(conditionsMeet([one], [other, one])).toBe(true);
    expect(conditionsMeet([one, other], [one])).toBe(false);
    expect(conditionsMeet([], [])).toBe(true);
  });
});

test('a grant whose conditions meet the demanded ones lets no request through that those would stop', () => {
  const comparison = fc.constantFrom(
    ...[
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan'],
    ...['NumericGreaterThanEquals', 'ArnLike', 'ArnNotEquals', 'Null'],
  );
  const values = (name: string): fc.Arbitrary<string[]> => fc.array(valueFor(name), { minLength: 0, maxLength: 3 });
  const condition = fc
    .tuple(fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'), comparison, fc.constantFrom('', '', 'IfExists'))
    .chain(([set, name, suffix]) =>
      values(name).map((list) => ({
        operator: name === 'Null' ? name : `${set}${name}${suffix}`,
        key: 'k',
        values: list,
      })),
    );
  const given = fc.array(fc.constantFrom('a', 'A', 'b', 'ab', '1', '2', '3', 'a:a:a:a:a:a', 'a:b:a:a:a:b'), {
    maxLength: 2,
  });
  let met = 0;
  fc.assert(
    fc.property(
      condition,
      condition,
      fc.array(given, { minLength: 4, maxLength: 8 }),
      (demanded, granted, requests) => {
        if (!conditionsMeet([demanded], [granted])) return;
        met++;
        for (const k of requests) {
          const holds = (one: Condition): boolean => conditionHolds(one, { k }, '2012-10-17');
          expect(holds(granted) && !holds(demanded)).toBe(false);
        }
      },
    ),
    { numRuns: examples(20_000) },
  );
  expect(met).toBeGreaterThan(examples(100));
});

function valueFor(comparison: string): fc.Arbitrary<string> {
  if (comparison === 'Null') return fc.constantFrom('true', 'false');
  if (comparison.startsWith('Numeric')) return fc.constantFrom('1', '2', '3');
  if (comparison.startsWith('Arn')) return fc.constantFrom('a:a:a:a:a:a', 'a:?:a:a:a:*', 'a:*:a:a:a:a', '*:b:a:a:a:b');
  return fc.constantFrom('a', 'A', 'b', 'a*', '?', '*', '*b', '1', 'a:a:a:a:a:a', 'a:*');
}

function is(operator: string, key: string, ...values: string[]): Condition {
  return { operator, key, values };
}
