import fc from '../fast-check';
import { coveredBy, permissionsOf, isInert, shortfall, type PermissionLine } from '../../src/iam';
import { parseIdentityPolicy } from '../../src/iam/policy/document';
import { evaluate } from '../../src/iam/grants/evaluate';
import { matches } from '../../src/iam/pattern/pattern';
import { examples } from '../effort';

/** What the contract of these tests allows. */
const lines: readonly PermissionLine[] = [
  { actions: ['iam:CreateAccessKey', 'iam:ListAccessKeys'], resources: [user('a'), user('b/*')], conditions: [] },
  { actions: ['secretsmanager:UpdateSecret'], resources: [secret('a-??')], conditions: [] },
  {
    actions: ['ses:Send*'],
    resources: ['arn:aws:ses:r:1:identity/x'],
    conditions: [{ operator: 'StringLike', key: 'ses:FromAddress', values: ['*@x'] }],
  },
];

interface Written {
  Effect: 'Allow' | 'Deny';
  Action?: string[];
  NotAction?: string[];
  Resource?: string[];
  NotResource?: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

const action = fc.constantFrom(
  ...['iam:CreateAccessKey', 'IAM:listaccesskeys', 'iam:?istAccessKeys', 'iam:*', 'iam:CreateAccessKey*', '*'],
  ...['secretsmanager:UpdateSecret', 'secretsmanager:*', 'ses:SendEmail', 'ses:Send*', 'ses:*', 's3:GetObject'],
);
const resource = fc.constantFrom(
  ...[user('a'), user('b/c'), user('b/*'), user('b*'), user('?'), user('A'), user('*'), 'arn:aws:iam', '*'],
  ...[secret('a-12'), secret('a-??'), secret('a-???'), secret('a*'), 'arn:aws:ses:r:1:identity/x', 'arn:aws:ses:r:1:*'],
  ...['arn:aws:iam::1:user/${aws:username}', 'arn:aws:iam::?:user/a', 'arn:aws:s3:::x'],
);
const condition = fc.constantFrom<Written['Condition']>(
  undefined,
  undefined,
  { StringLike: { 'ses:FromAddress': ['a@x'] } },
  { StringEquals: { 'SES:fromaddress': ['a@x', 'b@x'] } },
  { StringLikeIfExists: { 'ses:FromAddress': ['*@x'] } },
  { StringLike: { 'ses:FromAddress': ['*'] } },
  { StringEquals: { 'aws:RequestedRegion': ['r'] } },
);
const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const statement: fc.Arbitrary<Written> = fc
  .record({
    effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny'),
    negated: fc.constantFrom('', '', '', '', '', 'Action', 'Resource'),
    actions: some(action),
    resources: some(resource),
    condition,
  })
  .map(({ effect, negated, actions, resources, condition: conditions }) => ({
    Effect: effect,
    ...(negated === 'Action' ? { NotAction: actions } : { Action: actions }),
    ...(negated === 'Resource' ? { NotResource: resources } : { Resource: resources }),
    ...(conditions && { Condition: conditions }),
  }));
const policy = fc.array(statement, { minLength: 1, maxLength: 4 });

/** Whether all that the policy allows lies in the lines, as `grants-inside-contract` judges it. */
function isInside(statements: readonly unknown[], text = textOf(statements)): boolean {
  const { version, statements: read } = parseIdentityPolicy(text);
  return read.every((one) =>
    Array.from(permissionsOf(one, version)).every(
      (pair) => isInert(pair) || lines.some((line) => coveredBy(pair, line)),
    ),
  );
}

const textOf = (statements: readonly unknown[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

describe('the verdict on a policy', () => {
  test('is not made better by a statement more', () => {
    fc.assert(
      fc.property(policy, statement, fc.nat(), (statements, more, at) => {
        const longer = [...statements];
        longer.splice(at % (statements.length + 1), 0, more);
        if (isInside(longer)) expect(isInside(statements)).toBe(true);
      }),
      { numRuns: examples(2000) },
    );
  });

  test('is not changed by the order of anything', () => {
    const turned = (one: Written): unknown =>
      Object.fromEntries(
        Object.entries(one)
          .reverse()
          .map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? [...value].reverse() : value]),
      );
    fc.assert(
      fc.property(policy, (statements) => {
        expect(isInside([...statements].reverse().map(turned))).toBe(isInside(statements));
      }),
      { numRuns: examples(2000) },
    );
  });

  test('is not changed by a statement for each action on each resource, nor by putting them together again', () => {
    const split = (one: Written): Written[] =>
      one.Action === undefined || one.Resource === undefined
        ? [one]
        : one.Action.flatMap((Action) =>
            (one.Resource ?? []).map((Resource) => ({ ...one, Action: [Action], Resource: [Resource] })),
          );
    fc.assert(
      fc.property(policy, (statements) => {
        expect(isInside(statements.flatMap(split))).toBe(isInside(statements));
      }),
      { numRuns: examples(2000) },
    );
  });

  test('is not changed by the case of actions and of condition keys, single values, blanks and escapes', () => {
    const recased = ({ Condition, ...one }: Written): unknown => ({
      ...one,
      ...(one.Action && { Action: single(one.Action.map((text) => text.toUpperCase())) }),
      ...(one.NotAction && { NotAction: single(one.NotAction.map((text) => text.toLowerCase())) }),
      ...(one.Resource && { Resource: single(one.Resource) }),
      ...(Condition && {
        Condition: Object.fromEntries(
          Object.entries(Condition).map(([operator, block]) => [
            operator,
            Object.fromEntries(Object.entries(block).map(([key, values]) => [key.toUpperCase(), single(values)])),
          ]),
        ),
      }),
    });
    fc.assert(
      fc.property(policy, (statements) => {
        const other = { Statement: statements.map(recased), Version: '2012-10-17' };
        const text = JSON.stringify(other, null, '\t').replaceAll('a', '\\u0061');
        expect(isInside([], text)).toBe(isInside(statements));
      }),
      { numRuns: examples(2000) },
    );
  });

  test('is confirmed by an evaluator: of a policy that is inside, no request outside the lines is allowed', () => {
    const actions = ['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:DeleteUser', 'secretsmanager:UpdateSecret'];
    const requested = fc.record({
      action: fc.constantFrom(...actions, 'secretsmanager:GetSecretValue', 'ses:SendEmail', 's3:GetObject'),
      resource: fc.constantFrom(
        ...[user('a'), user('A'), user('b/'), user('b/c'), user('b'), user('c'), user('a/b'), 'arn:aws:s3:::x'],
        ...[secret('a-12'), secret('a-123'), secret('a'), 'arn:aws:ses:r:1:identity/x', 'arn:aws:ses:r:1:identity/y'],
      ),
      context: fc.constantFrom<Record<string, string[]>>(
        {},
        { 'ses:fromaddress': ['a@x'] },
        { 'ses:fromaddress': ['a@y'], 'aws:username': ['c'] },
        { 'aws:requestedregion': ['r'], 'ses:fromaddress': ['b@x'] },
      ),
    });
    let inside = 0;
    fc.assert(
      fc.property(policy, fc.array(requested, { minLength: 20, maxLength: 40 }), (statements, requests) => {
        if (!isInside(statements)) return;
        inside++;
        const document = parseIdentityPolicy(textOf(statements));
        for (const request of requests) {
          if (evaluate([document], request).decision !== 'allowed' || isInert(request)) continue;
          expect(lines.some((line) => allows(line, request))).toBe(true);
        }
      }),
      { numRuns: examples(3000) },
    );
    expect(inside).toBeGreaterThan(examples(100));
  });

  test('comes with a request that is allowed and outside, wherever one is shown', () => {
    let shown = 0;
    fc.assert(
      fc.property(policy, (statements) => {
        const document = parseIdentityPolicy(textOf(statements));
        for (const one of document.statements) {
          for (const pair of permissionsOf({ ...one, conditions: [] }, document.version)) {
            const missing = shortfall(pair, lines);
            if (missing?.kind !== 'outside' || pair.resource.includes('${')) continue;
            shown++;
            const request = { ...missing.call, context: { 'aws:username': ['x'] } };
            expect(lines.some((line) => allows({ ...line, conditions: [] }, request))).toBe(false);
            expect(matches(pair.resource, request.resource)).toBe(true);
          }
        }
      }),
      { numRuns: examples(300) },
    );
    expect(shown).toBeGreaterThan(examples(100));
  });
});

/** By texts alone, without the code that is tested: each line written as one regular expression. */
function allows(
  { actions, resources, conditions }: PermissionLine,
  request: { readonly action: string; readonly resource: string; readonly context: Record<string, readonly string[]> },
): boolean {
  const like = (pattern: string, flags: string): RegExp =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      flags,
    );
  return (
    actions.some((one) => like(one, 'i').test(request.action)) &&
    resources.some((one) => like(one, '').test(request.resource)) &&
    conditions.every(({ key, values }) =>
      (request.context[key.toLowerCase()] ?? []).some((value) => values.some((one) => like(one, '').test(value))),
    )
  );
}

function single(values: readonly string[]): unknown {
  return values.length === 1 ? values[0] : values;
}

function user(name: string): string {
  return `arn:aws:iam::1:user/${name}`;
}

function secret(name: string): string {
  return `arn:aws:secretsmanager:r:1:secret:${name}`;
}
