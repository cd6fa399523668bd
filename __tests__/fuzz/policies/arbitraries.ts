import fc from '../../fast-check';
import type { WrittenCondition, WrittenLine, WrittenPolicy, WrittenStatement } from './evaluator';

const account = '111122223333';
const user = (name: string): string => `arn:aws:iam::${account}:user/${name}`;
const secret = (name: string): string => `arn:aws:secretsmanager:eu-central-1:${account}:secret:${name}`;
const identity = (name: string): string => `arn:aws:ses:eu-central-1:${account}:identity/${name}`;
const object = (name: string): string => `arn:aws:s3:::${name}`;

/** For each service some actions and resources, narrow ones and wide ones, so that they lie in one another often. */
const services = [
  {
    actions: ['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:DeleteAccessKey', 'iam:*AccessKey', 'iam:*AccessKey?', 'iam:List*'],
    resources: ['a', 'b', 'ab', 'A', 'ci/a', 'ci/*', 'a*', '?', 'a?', '*b', 'a*b', '**', 'a?*'].map(user),
  },
  {
    actions: ['secretsmanager:UpdateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:*Secret*', 'secretsmanager:UpdateSecretVersion?tage'],
    resources: ['a/aws-??????', 'b/aws-??????', 'a/aws-abcdef', 'a/aws-*', 'a*', 'a/aws-?????', '?/aws-??????'].map(secret),
  },
  {
    actions: ['ses:SendEmail', 'ses:SendRawEmail', 'ses:Send*', 'ses:Send*Email'],
    resources: ['example.com', '*.example.com', 'example.*', 'a@example.com', '*@example.com'].map(identity),
  },
  {
    actions: ['s3:GetObject', 's3:GetObject*', 's3:Get*', 's3:PutObject', 's3:?etObject'],
    resources: ['bucket/*', 'bucket/a/*', 'bucket/a', 'bucket*', 'bucket/?', 'bucket'].map(object),
  },
] as const; // prettier-ignore

/** Condition keys by what their values are, with values that lie next to one another. */
const keys = [
  { key: 'ses:FromAddress', comparisons: ['String'], values: ['a@x', 'b@x', 'A@x', '*@x', '?@x', '*', 'a*'] },
  { key: 'ses:Recipients', comparisons: ['String'], values: ['a@x', 'b@x', '*@x', 'a@*'], isMany: true },
  { key: 'aws:PrincipalTag/team', comparisons: ['String'], values: ['a', 'A', 'b', 'a?', '*', '${aws:username}', '${*}'] },
  { key: 'aws:SourceIp', comparisons: ['Ip'], values: ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '10.1.2.3/32', '0.0.0.0/0'] },
  { key: 's3:max-keys', comparisons: ['Numeric'], values: ['1', '9', '10', '10.0', '11', '100', '-1'] },
  { key: 'aws:CurrentTime', comparisons: ['Date'], values: ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '1767225600', '2027-01-01T00:00:00Z'] },
  { key: 'aws:SecureTransport', comparisons: ['Bool'], values: ['true', 'false', 'TRUE'] },
  { key: 'aws:SourceArn', comparisons: ['Arn', 'String'], values: ['arn:aws:states:r:1:stateMachine:a', 'arn:aws:states:r:1:stateMachine:*', 'arn:aws:states:*:1:stateMachine:a', 'arn:aws:*:r:1:*', 'arn:aws:states:r:?:stateMachine:a:b'] },
] as const; // prettier-ignore

const operators = {
  String: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  Ip: ['IpAddress', 'NotIpAddress'],
  Numeric: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((one) => `Numeric${one}`),
  Date: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((one) => `Date${one}`),
  Bool: ['Bool'],
  Arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
} as const; // prettier-ignore

const manyValuedKeys: ReadonlySet<string> = new Set(
  keys.filter((one) => 'isMany' in one).map(({ key }) => key.toLowerCase()),
);

/** A request has several values only for a key that is made for them. */
export const hasManyValues = (key: string): boolean => manyValuedKeys.has(key.toLowerCase());

const some = <Item>(items: readonly Item[], most = 3): fc.Arbitrary<Item[]> =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength: most });

const set = (isMany: boolean): fc.Arbitrary<string> =>
  isMany
    ? fc.constantFrom('ForAllValues:', 'ForAnyValue:')
    : fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:');

const condition = fc.constantFrom(...keys).chain(({ key, comparisons, values, ...rest }) =>
  fc.record({
    key: fc.constant(key),
    operator: fc
      .tuple(set('isMany' in rest), fc.constantFrom(...comparisons.flatMap((one) => [...operators[one]])))
      .map((parts) => parts.join('')),
    values: some<string>(values),
  }),
);

/** A contract's texts have no variables. */
const demanded: fc.Arbitrary<WrittenCondition> = fc
  .record({ condition, mayBeAbsent: fc.boolean() })
  .filter(({ condition: { values } }) => !values.some((value) => value.includes('${')))
  .map(({ condition: one, mayBeAbsent }) => (one.operator.startsWith('ForAllValues') ? { ...one, mayBeAbsent } : one));

const noneOrSome = <Item>(item: fc.Arbitrary<Item>, most: number): fc.Arbitrary<Item[]> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Item[]>([]) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: most }) },
  );

export const lines: fc.Arbitrary<WrittenLine[]> = fc.array(
  fc
    .constantFrom(...services)
    .chain(({ actions, resources }) =>
      fc.record({ actions: some<string>(actions), resources: some(resources), conditions: noneOrSome(demanded, 2) }),
    ),
  { minLength: 1, maxLength: 3 },
);

/** A statement as it is made: its conditions are a list until it is written. */
interface Made {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly negated: '' | 'Action' | 'Resource';
  readonly conditions: readonly Omit<WrittenCondition, 'mayBeAbsent'>[];
}

/** Narrower than a pattern, or the pattern. */
const within = (pattern: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('*', '*', 'a', '', 'ab', '?', 'x*'), fc.constantFrom('?', '?', 'x', '*'))
    .map(([many, one]) => pattern.replaceAll(/[*?]/g, (wildcard) => (wildcard === '*' ? many : one)));
const recased = (text: string): fc.Arbitrary<string> =>
  fc.constantFrom(text, text, text, text.toLowerCase(), text.toUpperCase());

/** A condition that demands the same in other words, or nearly so. */
const like = ({ key, operator, values }: WrittenCondition): fc.Arbitrary<Made['conditions'][number]> => {
  const [, before = '', family = '', comparison = ''] =
    /^(For\w+:)?(String|Numeric|Date|Arn)?(.+)$/.exec(operator) ?? [];
  const others = family === '' ? [operator] : operators[family as 'String'].map((one) => before + one);
  return fc.record({
    key: recased(key),
    operator: fc.oneof(
      { weight: 4, arbitrary: fc.constant(operator) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(...others, `${before}StringEquals`, `${before}StringLike`, `${before}ArnLike`),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          `${operator}IfExists`,
          // A limit that is one of the values, or just is not.
          comparison.endsWith('Than') ? `${operator}Equals` : operator.replace(/ThanEquals$/, 'Than'),
          ...['', 'ForAnyValue:', 'ForAllValues:'].map((one) => one + family + comparison),
        ),
      },
    ),
    values: fc.oneof(
      { weight: 3, arbitrary: some(values) },
      {
        weight: 1,
        arbitrary: fc.tuple(some(values), fc.constantFrom('*', 'a', '10', '')).map(([kept, more]) => [...kept, more]),
      },
      { weight: 1, arbitrary: some(values).chain((kept) => fc.tuple(...kept.map(within))) },
    ),
  });
};

/** A statement that grants what a line allows, or nearly so. */
const granting = ({ actions, resources, conditions = [] }: WrittenLine): fc.Arbitrary<Made> =>
  fc.record({
    effect: fc.constant<'Allow'>('Allow'),
    actions: some(actions).chain((kept) => fc.tuple(...kept.map((one) => recased(one)))),
    resources: some(resources).chain((kept) => fc.tuple(...kept.map(within))),
    negated: fc.constant<''>(''),
    conditions: fc.tuple(...conditions.map(like)),
  });

const anything: fc.Arbitrary<Made> = fc.record({
  effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny', 'Deny'),
  actions: some(['*', 'iam:*', 's3:Get*', ...services.flatMap(({ actions }) => [...actions])]),
  resources: some<string>([
    ...['*', 'arn:aws:iam', 'arn:aws:s3:::*', 'arn:*', 'arn:aws:iam::?:user/a', user('${aws:username}'), user('${*}')],
    ...[user('${aws:username, \'a\'}'), ...services.flatMap(({ resources }) => resources)],
  ]),
  negated: fc.constantFrom<Made['negated']>('', '', 'Action', 'Resource'),
  conditions: noneOrSome(condition, 1),
}); // prettier-ignore

/** What makes a statement wider, or only different. */
const widened = (made: Made): fc.Arbitrary<Made> =>
  fc.oneof(
    fc.nat(9).map((at) => ({ ...made, conditions: made.conditions.filter((_, index) => index !== at % made.conditions.length) })),
    fc.constantFrom(...services.flatMap(({ actions }) => [...actions])).map((one) => ({ ...made, actions: [...made.actions, one] })),
    fc.constantFrom(...services.flatMap(({ resources }) => resources)).map((one) => ({ ...made, resources: [...made.resources, one] })),
    fc.constantFrom<Made['negated']>('Action', 'Resource').map((negated) => ({ ...made, negated })),
    fc.tuple(fc.nat(99), fc.constantFrom('*', '?', 'a', '')).map(([at, by]) => {
      const [first = '', ...rest] = made.resources;
      const place = first.length - 1 - (at % 8);
      return { ...made, resources: [first.slice(0, place) + by + first.slice(place + 1), ...rest] };
    }),
    condition.map((more) => ({ ...made, conditions: [...made.conditions, more] })),
  ); // prettier-ignore

const written = ({ effect, actions, resources, negated, conditions }: Made): WrittenStatement => {
  const blocks: Record<string, Record<string, readonly string[]>> = {};
  for (const { key, operator, values } of conditions) blocks[operator] = { ...blocks[operator], [key]: values };
  return {
    Effect: effect,
    [negated === 'Action' ? 'NotAction' : 'Action']: actions,
    [negated === 'Resource' ? 'NotResource' : 'Resource']: resources,
    ...(conditions.length === 0 ? {} : { Condition: blocks }),
  };
};

/** A policy for a contract: most of its statements grant what the contract allows, some a little more, a few anything. */
export const policyFor = (
  ofContract: readonly WrittenLine[],
): fc.Arbitrary<{ before: WrittenPolicy; after: WrittenPolicy }> =>
  fc
    .record({
      version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined),
      statements: fc.array(fc.constantFrom(...ofContract).chain(granting), { minLength: 1, maxLength: 3 }),
    })
    .chain(({ version, statements }) => {
      const [first, ...rest] = statements;
      const policy = (of: readonly Made[]): WrittenPolicy => ({
        ...(version === undefined ? {} : { Version: version }),
        Statement: of.map(written),
      });
      const edited =
        first === undefined
          ? fc.constant(statements)
          : fc.oneof(
              { weight: 2, arbitrary: fc.constant(statements) },
              { weight: 4, arbitrary: widened(first).map((one) => [one, ...rest]) },
              { weight: 1, arbitrary: anything.map((one) => [...statements, one]) },
            );
      return edited.map((after) => ({ before: policy(statements), after: policy(after) }));
    });
