/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import type { Check } from '../../src/checks';
import { contractsWith, editPolicy, judge, samplePlan, sampleStack, spoken, type Loose } from './sample';
import { testSome } from '../effort';

/** An exception is for one grant: the hash that its finding printed. */
const wide = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
const withStatement = (statement: object): Loose => {
  const stack = sampleStack();
  editPolicy(stack, (policy) => policy.Statement.push(statement));
  return stack;
};
const hashIn = ({ findings }: Check): string => findings.find(({ grant }) => grant !== undefined)?.grant ?? '';
const hashOf = (statement: object): string => hashIn(judge(withStatement(statement)));
const excepting = (grant: string, expires = '2027-01-31') =>
  contractsWith((contract) => {
    contract.exceptions = [{ grant, reason: 'reports move in January', owner: 'platform', expires }];
  });

test('a finding prints the hash of its grant', () => {
  expect(hashOf(wide)).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('an exception accepts the grant that it names, and is shown', () => {
  const check = judge(withStatement(wide), excepting(hashOf(wide)));
  expect(check.verdict).toBe('pass');
  expect(check.findings).toEqual([
    expect.objectContaining({
      rule: 'grants-inside-contract',
      verdict: 'note',
      message: expect.stringMatching(/exceptions\[0\] .*reports move in January; platform.* accepts until 2027-01-31/),
    }),
  ]);
});

test('an exception holds on its last day, and not after it', () => {
  const hash = hashOf(wide);
  expect(spoken(judge(withStatement(wide), excepting(hash, '2026-11-23')))).toEqual([]);
  const over = judge(withStatement(wide), excepting(hash, '2026-11-22'));
  expect(spoken(over)).toEqual(['grants-inside-contract fail']);
  expect(over.findings[0]?.message).toContain('accepted it until 2026-11-22 and has expired');
});

const same: [string, object][] = [
  ['in another case of its action', { ...wide, Action: 'S3:getobject' }],
  ['with lists of one', { ...wide, Action: ['s3:GetObject'], Resource: [wide.Resource] }],
  ['with a name', { ...wide, Sid: 'Reports' }],
];

testSome(same)('the same grant, %s, has the same hash', (_, statement) => {
  expect(hashOf(statement)).toBe(hashOf(wide));
});

const others: [string, object][] = [
  ['a wider action', { ...wide, Action: 's3:Get*' }],
  ['a wider resource', { ...wide, Resource: 'arn:aws:s3:::report*' }],
  ['a resource in another case', { ...wide, Resource: 'arn:aws:s3:::Reports/*' }],
  ['a condition more', { ...wide, Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }],
  ['everything but', { Effect: 'Allow', NotAction: 's3:PutObject', Resource: wide.Resource }],
];

testSome(others)('%s is another grant, and no exception', (_, statement) => {
  expect(hashOf(statement)).not.toBe(hashOf(wide));
  expect(spoken(judge(withStatement(statement), excepting(hashOf(wide))))).toContain('grants-inside-contract fail');
});

const onOnly = (Resource: string) => ({ ...wide, Resource });
const collisions: [string, object, object][] = [
  ['a variable', onOnly('arn:aws:s3:::b/$${aws:username}'), onOnly('arn:aws:s3:::b/*')],
  ['another variable', onOnly('arn:aws:s3:::b/$${aws:userid}'), onOnly('arn:aws:s3:::b/$${aws:username}')],
  ['an escaped wildcard', onOnly('arn:aws:s3:::b/$${*}'), onOnly('arn:aws:s3:::b/*')],
  ['a short ARN with a wildcard', onOnly('arn:aws:s?s'), onOnly('arn:aws:s*')],
];

testSome(collisions)('an exception for %s does not accept what is wider', (_, narrow, wider) => {
  expect(hashOf(wider)).not.toBe(hashOf(narrow));
  expect(spoken(judge(withStatement(wider), excepting(hashOf(narrow))))).toContain('grants-inside-contract fail');
});

test('an exception for a bucket does not accept all that is in it', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/keyturn-staging-execution';
  const bucketWith = (Resource: string): Loose => {
    const stack = sampleStack();
    const statement = { Effect: 'Allow', Action: 's3:*', Principal: { AWS: roleArn }, Resource };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    stack.resource.aws_s3_bucket_policy = { p: { bucket: 'b', policy } };
    return stack;
  };
  const hash = hashIn(judge(bucketWith('arn:aws:s3:::b')));
  expect(spoken(judge(bucketWith('arn:aws:s3:::b'), excepting(hash)))).toEqual([]);
  expect(spoken(judge(bucketWith('*'), excepting(hash)))).toEqual(['resource-policies fail']);
});

test('the order of conditions and of their values makes no difference, what is demanded does', () => {
  const conditions = { StringEquals: { 'aws:a': ['x', 'y'], 'aws:b': 'z' } };
  const turned = { StringEquals: { 'AWS:b': ['z'], 'aws:A': ['y', 'x'] } };
  const looser = { StringEquals: { 'aws:a': ['x', 'y', 'z'], 'aws:b': 'z' } };
  expect(hashOf({ ...wide, Condition: turned })).toBe(hashOf({ ...wide, Condition: conditions }));
  expect(hashOf({ ...wide, Condition: looser })).not.toBe(hashOf({ ...wide, Condition: conditions }));
});

test('the hash of a sensitive grant is not printed: it would tell whether a guess is right', () => {
  const plan = samplePlan();
  const { change } = plan.resource_changes.find((one: Loose) => one.address === 'aws_iam_role_policy.execution');
  change.after.policy = JSON.stringify({ Version: '2012-10-17', Statement: wide });
  change.after_sensitive = { policy: true };
  const about = judge(plan).findings.filter(({ rule }) => rule === 'grants-inside-contract');
  expect(about).toEqual([expect.objectContaining({ verdict: 'fail' })]);
  expect(JSON.stringify(about)).not.toContain('sha256');
});

test('the table of permissions says what an exception accepts', () => {
  const rows = (contracts?: ReturnType<typeof excepting>) =>
    judge(withStatement(wide), contracts)
      .permissions.filter(({ action }) => action === 's3:GetObject')
      .map(({ verdict }) => verdict);
  expect(rows()).toEqual(['outside']);
  expect(rows(excepting(hashOf(wide)))).toEqual(['accepted']);
  expect(rows(excepting(hashOf(wide), '2026-11-22'))).toEqual(['outside']);
});
