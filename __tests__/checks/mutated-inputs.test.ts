import fc from '../fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkModel, type Check } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { InputError } from '../../src/input-error';
import { digest, sampleContracts, sampleStack, type Loose } from './sample';
import { examples } from '../effort';

const fixtures = join(__dirname, '..', 'fixtures', 'sample');
const stack = readFileSync(join(fixtures, 'stack.json'), 'utf8');
const plan = readFileSync(join(fixtures, 'plan.json'), 'utf8');
const documents: Loose = sampleStack().resource;
const policy = documents.aws_iam_role_policy.execution.policy as string;

/** A state as it would be after the sample was applied. */
const state = JSON.stringify({
  format_version: '1.0',
  terraform_version: '1.11.4',
  values: { root_module: JSON.parse(plan).planned_values.root_module },
});

/** What the account holds after that. */
const exported = JSON.stringify({
  UserDetailList: [],
  GroupDetailList: [],
  Policies: [],
  RoleDetailList: (['execution', 'schedule'] as const).map((name) => ({
    Path: '/',
    RoleName: `keyturn-staging-${name}`,
    RoleId: `AROA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::111122223333:role/keyturn-staging-${name}`,
    CreateDate: '2026-01-01T00:00:00Z',
    AssumeRolePolicyDocument: JSON.parse(documents.aws_iam_role[name].assume_role_policy as string),
    InstanceProfileList: [],
    RolePolicyList: [
      {
        PolicyName: `keyturn-staging-${name}`,
        PolicyDocument: JSON.parse(documents.aws_iam_role_policy[name].policy as string),
      },
    ],
    AttachedManagedPolicies: [],
    Tags: [],
  })),
});

/** A bare document is judged by one contract, for the role that it names. */
function judge(text: string, contracts = sampleContracts): Check | undefined {
  try {
    return checkModel(readModel(text, 'input.json'), contracts, {
      today: '2026-11-23',
      coverAll: 'always',
      digest,
      given: { account: '111122223333', region: 'eu-central-1', environment: 'staging' },
    });
  } catch (error) {
    // A refusal is one line for each problem, and exit 2; anything else would be a stack trace.
    if (!(error instanceof InputError)) throw error;
    expect(error.lines.every((line) => line !== '' && !line.includes('\n'))).toBe(true);
    return undefined;
  }
}

const wildcard = fc.constantFrom('*', '?', 'iam:*', '"*"', '"Action":"*",', '"Resource":"*",');
const piece = fc.oneof(
  wildcard,
  fc.constantFrom(
    '',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '${',
    '%{',
    '\\u002a',
    '\u0000',
    '\ufeff',
    'null',
    '1e999',
  ),
  fc.string({ maxLength: 3 }),
);

describe.each([
  ['stack', stack, sampleContracts],
  ['plan', plan, sampleContracts],
  ['state', state, sampleContracts],
  ['export', exported, sampleContracts],
  ['policy document', policy, sampleContracts.slice(0, 1)],
])('a %s with any piece of its text replaced', (_, original, contracts) => {
  const mutation = fc
    .tuple(fc.nat(original.length - 1), fc.integer({ min: 0, max: 4 }), piece)
    .map(([at, length, text]) => original.slice(0, at) + text + original.slice(at + length));

  test('is judged as it is', () => {
    expect(judge(original, contracts)?.findings.filter(({ rule }) => rule === 'rule-crashed')).toEqual([]);
  });

  test('is judged or refused in one line, and no rule breaks down', () => {
    fc.assert(
      fc.property(mutation, (text) => {
        const check = judge(text, contracts);
        expect(check?.findings.filter(({ rule }) => rule === 'rule-crashed') ?? []).toEqual([]);
      }),
      { numRuns: examples(100), seed: 20261123 },
    );
  });

  test('does not pass with more permissions than the contract has', () => {
    fc.assert(
      fc.property(mutation, (text) => {
        const check = judge(text, contracts);
        if (check?.verdict !== 'pass') return;
        expect(check.roles.length).toBeGreaterThan(0);
        expect(check.permissions.filter(({ verdict }) => verdict === 'outside')).toEqual([]);
      }),
      { numRuns: examples(100), seed: 31122026 },
    );
  });

  test('and cut short is refused', () => {
    fc.assert(
      fc.property(fc.nat(original.length - 2), (end) => {
        expect(judge(original.slice(0, end), contracts)).toBeUndefined();
      }),
      { numRuns: examples(100), seed: 1 },
    );
  });
});
