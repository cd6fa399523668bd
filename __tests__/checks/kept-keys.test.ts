/* eslint-disable @typescript-eslint/no-unsafe-call -- a plan is untyped JSON here */
import { judge, samplePlan, sampleStack, type Loose } from './sample';

/** Keys of rotated users in the state of Terraform. https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_access_key */
const arn = (name: string) => `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}`;

/** The notes on a resource, in a stack of the sample with it. */
function notesOn(type: string, values: object, others: Loose = {}): string[] {
  const stack = sampleStack();
  Object.assign(stack.resource, others, { [type]: { kept: values } });
  return judge(stack).notes.filter((note) => note.startsWith(`${type}.kept `));
}

const secret = { aws_secretsmanager_secret: { ci: { name: 'ci-deployer/aws' } } };
const user = { aws_iam_user: { ci: { name: 'ci-deployer', path: '/ci/' } } };

test.each<[name: string, type: string, values: object, says: string, others?: Loose]>([
  ['a key of a rotated user', 'aws_iam_access_key', { user: 'ci-deployer' }, 'user "ci-deployer"'],
  ['a key in another case', 'aws_iam_access_key', { user: 'CI-Deployer' }, 'user "ci-deployer"'],
  ['a key by a reference', 'aws_iam_access_key', { user: '${aws_iam_user.ci.name}' }, 'user "ci-deployer"', user],
  [
    'a value by the name',
    'aws_secretsmanager_secret_version',
    { secret_id: 'ci-deployer/aws', secret_string: 'x' },
    '',
  ],
  [
    'a value by the ARN',
    'aws_secretsmanager_secret_version',
    { secret_id: arn('ci-deployer/aws-AbCdEf'), secret_string: 'x' },
    'secret "ci-deployer/aws"',
  ],
  [
    'a value by a reference',
    'aws_secretsmanager_secret_version',
    { secret_id: '${aws_secretsmanager_secret.ci.id}', secret_string: 'x' },
    'secret "ci-deployer/aws"',
    secret,
  ],
  [
    'a value that is not known',
    'aws_secretsmanager_secret_version',
    { secret_id: 'ci-deployer/aws', secret_string: '${aws_iam_access_key.other.secret}' },
    'secret "ci-deployer/aws"',
  ],
])('a note says that %s is kept in the state', (_, type, values, says, others = {}) => {
  const notes = notesOn(type, values, others);
  expect(notes).toEqual([expect.stringContaining('a rotation and an apply overwrite each other')]);
  expect(notes[0]).toContain(says);
});

test.each<[name: string, type: string, values: object]>([
  ['a key of another user', 'aws_iam_access_key', { user: 'somebody' }],
  ['the value of another secret', 'aws_secretsmanager_secret_version', { secret_id: 'other', secret_string: 'x' }],
  ['a secret without a value', 'aws_secretsmanager_secret_version', { secret_id: 'ci-deployer/aws' }],
  [
    'a secret with a longer name',
    'aws_secretsmanager_secret_version',
    { secret_id: arn('ci-deployer/aws-old-AbCdEf'), secret_string: 'x' },
  ],
])('no note on %s', (_, type, values) => {
  expect(notesOn(type, values)).toEqual([]);
});

test('the note does not change the verdict, and does not print the value', () => {
  const plan = samplePlan();
  const named = { address: 'aws_secretsmanager_secret_version.kept', mode: 'managed', name: 'kept' };
  const after = { secret_id: arn('ci-deployer/aws-AbCdEf'), secret_string: 'hunter2' };
  const change = {
    actions: ['create'],
    before: null,
    after,
    after_unknown: {},
    after_sensitive: { secret_string: true },
  };
  const like = plan.resource_changes[0];
  plan.resource_changes.push({ ...like, ...named, type: 'aws_secretsmanager_secret_version', change });
  const check = judge(plan);
  expect(check.verdict).toBe('pass');
  expect(check.notes.filter((note) => note.startsWith(named.address))).toHaveLength(1);
  expect(JSON.stringify(check)).not.toContain('hunter2');
});
