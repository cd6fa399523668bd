/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { InputError } from '../../src/input-error';
import { spoken, type Loose } from '../checks/sample';
import { contractsWith, judge, sampleExport } from './sample';

const execution = (edit?: Parameters<typeof contractsWith>[0]) => contractsWith(edit).slice(0, 1);
const schedule = () => contractsWith().slice(1);

function document(edit: (statements: Loose, document: Loose) => unknown = () => undefined): Loose {
  const policy = sampleExport().RoleDetailList[0].RolePolicyList[0].PolicyDocument;
  edit(policy.Statement, policy);
  return policy;
}

const start = 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-staging';
const starts = (resource: string) => ({
  Statement: { Effect: 'Allow', Action: 'states:StartExecution', Resource: resource },
});

describe('an honest policy document', () => {
  test.each<readonly [string, unknown]>([
    ['unchanged on the role', document()],
    ['of 2008', document((_, policy: Loose) => (policy.Version = '2008-10-17'))],
    ['without a version', document((_, policy: Loose) => delete policy.Version)],
    ['with its statements the other way round', document((statements: Loose[]) => statements.reverse())],
    ['with a Deny next to it', document((s: Loose[]) => s.push({ Effect: 'Deny', Action: 's3:*', Resource: '*' }))],
    ['of another account', JSON.parse(JSON.stringify(document()).replaceAll('111122223333', '999988887777'))],
    ['of another region', JSON.parse(JSON.stringify(document()).replaceAll('eu-central-1', 'us-east-1'))],
    ['in escapes of JSON', JSON.stringify(document()).replaceAll('111122223333', '\\u003111122223333')],
  ])('%s: passes', (_, policy) => {
    const check = judge(policy, execution());
    expect({ verdict: check.verdict, spoken: spoken(check) }).toEqual({ verdict: 'pass', spoken: [] });
  });

  test('lists its assumptions', () => {
    const check = judge(document(), execution());
    expect(check.kind).toBe('policy');
    expect(check.premises.join(' ')).toContain('The document is the only policy of the role that the contract names');
  });

  test('is judged by its grants alone', () => {
    const judged = judge(document(), execution()).rules.filter(({ outcome }) => outcome !== 'not-applicable');
    const ids = judged.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['grants-inside-contract', 'covered', 'whole-input']));
    for (const id of ['trust', 'closed-role', 'only-named-uses', 'no-managed-policies', 'known-types'])
      expect(ids).not.toContain(id);
  });

  test('that grants less than the contract is noted', () => {
    const check = judge(
      document((statements: Loose[]) => statements.pop()),
      execution(),
    );
    expect(check.verdict).toBe('pass');
    expect(check.findings.map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual(['contract-used note']);
  });
});

describe('a hostile policy document', () => {
  const outside = 'grants-inside-contract fail';
  const unread = 'grants-inside-contract undecided';
  test.each<readonly [string, unknown, string, string]>([
    ['everything', document((s: Loose) => s.push({ Effect: 'Allow', Action: '*', Resource: '*' })), 'fail', outside],
    ['an action more', document((s: Loose) => s[0].Action.push('iam:AttachUserPolicy')), 'fail', outside],
    ['an action in other letters', document((s: Loose) => s[0].Action.push('IAM:attachuserpolicy')), 'fail', outside],
    ['a user more', document((s: Loose) => s[0].Resource.push('arn:aws:iam::111122223333:user/root')), 'fail', outside],
    [
      'users of all accounts',
      document((s: Loose) => s[0].Resource.push('arn:aws:iam::*:user/backup-agent')),
      'fail',
      outside,
    ],
    [
      'a secret with *',
      document((s: Loose) => (s[1].Resource = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:*')),
      'fail',
      outside,
    ],
    ['no conditions', document((s: Loose) => delete s[2].Condition), 'fail', outside],
    [
      'a condition that also holds where it is absent',
      document(
        (s: Loose) => (s[2].Condition = { StringEqualsIfExists: { 'ses:FromAddress': 'key-rotation@example.com' } }),
      ),
      'fail',
      outside,
    ],
    [
      'NotAction',
      document((s: Loose) => s.push({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })),
      'fail',
      outside,
    ],
    [
      'NotResource',
      document((s: Loose) => s.push({ Effect: 'Allow', Action: 'iam:ListAccessKeys', NotResource: 'x' })),
      'fail',
      outside,
    ],
    [
      'two accounts',
      document((s: Loose) => s[0].Resource.push('arn:aws:iam::999988887777:user/backup-agent')),
      'undecided',
      'covered undecided',
    ],
    [
      'two regions',
      document((s: Loose) => s[2].Resource.push('arn:aws:ses:us-east-1:111122223333:identity/example.com')),
      'undecided',
      'covered undecided',
    ],
    [
      'no account to be seen',
      { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      'undecided',
      'covered undecided',
    ],
    ['no statements', { Version: '2012-10-17', Statement: [] }, 'undecided', 'covered undecided'],
    ['a statement that is null', document((s: Loose) => s.push(null)), 'undecided', unread],
    ['an unknown element', document((s: Loose) => (s[0].Resources = '*')), 'undecided', unread],
    ['an unknown version', document((_, policy: Loose) => (policy.Version = '2031-01-01')), 'undecided', unread],
    [
      'a look-alike letter',
      document((s: Loose) => (s[1].Action = 'secretsmanager:UpdateSecre\u0442')),
      'undecided',
      unread,
    ],
    ['a principal in one statement', document((s: Loose) => (s[0].Principal = '*')), 'undecided', unread],
    ['an Id', document((_, policy: Loose) => (policy.Id = 'x')), 'undecided', unread],
    ['a template', document((s: Loose) => (s[0].Resource = '${aws_iam_user.x.arn}')), 'fail', outside],
    [
      'a repeated key',
      JSON.stringify(document()).replace('"Effect":', '"Effect":"Deny","Effect":'),
      'undecided',
      'whole-input undecided',
    ],
    [
      'a repeated Statement',
      JSON.stringify(document()).replace(
        '"Statement":',
        '"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}],"Statement":',
      ),
      'undecided',
      'whole-input undecided',
    ],
  ])('%s: is found', (_, policy, verdict, says) => {
    const check = judge(policy, execution());
    expect(spoken(check)).toContain(says);
    expect(check.verdict).toBe(verdict);
  });

  test('reports the line and column of a repeated key', () => {
    const text = '{\n  "Statement": {\n    "Effect": "Allow", "Action": "*", "Action": "s3:x", "Resource": "*" }\n}';
    const messages = judge(text, execution(), { given: { account: '111122223333', region: 'eu-central-1' } }).findings;
    expect(messages.map(({ message }) => message).join('\n')).toContain(
      'line 3, column 39: The key "Action" is repeated',
    );
  });

  test('points into the document', () => {
    const policy = document((s: Loose) => s.push({ Effect: 'Allow', Action: '*', Resource: '*' }));
    expect(judge(policy, execution()).findings[0]?.place).toMatchObject({
      input: 'input.json',
      pointer: '',
      statement: 3,
    });
  });
});

describe('what a document does not show', () => {
  test.each<readonly [string, unknown, Parameters<typeof judge>[2], string, string]>([
    ['the environment, where the document names it', starts(start), {}, 'pass', ''],
    [
      'another environment that is given',
      starts(start),
      { given: { environment: 'production' } },
      'fail',
      'Remove states:StartExecution',
    ],
    [
      'the environment, of a wildcard',
      starts(start.replace('staging', '*')),
      {},
      'undecided',
      '--environment ENVIRONMENT',
    ],
    [
      'the environment, of a wildcard, given',
      starts(start.replace('staging', '*')),
      { given: { environment: 'staging' } },
      'fail',
      'Remove states:StartExecution',
    ],
    ['all of it, of *', starts('*'), {}, 'undecided', '--region REGION'],
    [
      'all of it, given',
      starts('*'),
      { given: { account: '111122223333', region: 'eu-central-1', environment: 'staging' } },
      'fail',
      'Remove states:StartExecution',
    ],
    [
      'the account, given otherwise',
      starts(start),
      { given: { account: '999988887777', environment: 'staging' } },
      'fail',
      'Remove states:StartExecution',
    ],
    [
      'the region, given otherwise',
      starts(start),
      { given: { region: 'us-east-1', environment: 'staging' } },
      'fail',
      'Remove states:StartExecution',
    ],
  ])('%s', (_, policy, options, verdict, says) => {
    const check = judge(policy, schedule(), options);
    expect(check.verdict).toBe(verdict);
    expect(check.findings.map(({ remedy }) => remedy).join('\n')).toContain(says);
  });

  test.each<[string, (statements: Loose) => unknown]>([
    ['an effect in small letters', (s) => (s[0].Effect = 'allow')],
    ['a statement without a resource', (s) => delete s[0].Resource],
  ])('%s: the document is JSON already, and has to be corrected', (_, change) => {
    const { verdict, findings } = judge(document(change), execution());
    expect(verdict).toBe('undecided');
    expect(findings.map(({ remedy }) => remedy)).toContain(
      'Correct the document, or give it unedited, as AWS returns it.',
    );
  });

  test('an environment that the contract is not meant for', () => {
    const contracts = execution((contract: Loose) => (contract.environments = ['production']));
    expect(judge(document(), contracts, { given: { environment: 'staging' } }).verdict).toBe('undecided');
    expect(judge(document(), contracts, { given: { environment: 'production' } }).verdict).toBe('pass');
  });
});

test.each([0, 2])('a document with %d contracts is refused: it does not say whose it is', (count) => {
  const contracts = contractsWith().slice(0, count);
  const line =
    'input.json: is a bare policy document, which does not name its role; give one contract for it: --contract FILE';
  expect(() => judge(document(), contracts)).toThrow(InputError.of(line));
});
