import { checkModel } from '../../src/checks';
import { whoCanReadTheKeys } from '../../src/checks/rules/who-can-read-the-keys';
import { readModel } from '../../src/inputs';
import { digest, wholeContracts, wholeStack, type Loose } from './sample';

/** Who can read the history of the sample, whose key admits the roles that plan and deploy. */
const allowing = (Action: string | string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } },
});

function readers(edit: (stack: Loose) => void): string[] {
  const stack = wholeStack();
  edit(stack);
  const options = { today: '2026-11-23', coverAll: 'stacks', digest } as const;
  const model = readModel(JSON.stringify(stack), 'input.json');
  return checkModel(model, wholeContracts, options, [whoCanReadTheKeys]).findings.map(({ message }) => message);
}

const role = (name: string) => (stack: Loose) => {
  stack.resource.aws_iam_role.reader = { name, assume_role_policy: trust };
  stack.resource.aws_iam_role_policy.reader = { name: 'p', role: name, policy: allowing('states:GetExecutionHistory') };
};
const history = 'states:GetExecutionHistory on arn:aws:states:eu-central-1:111122223333:execution:keyturn-staging:*';

test('a role that plans or deploys reads it, if it has the action', () => {
  expect(readers(role('keyturn-deploy'))).toEqual([expect.stringContaining(`role "keyturn-deploy" can read the keys`)]);
  expect(readers(role('keyturn-plan'))[0]).toContain(history);
});

test('another role does not: the key does not admit it, independent of its own policies', () => {
  expect(readers(role('oncall'))).toEqual([]);
  const both = (stack: Loose) => {
    role('oncall')(stack);
    stack.resource.aws_iam_role_policy.reader.policy = allowing(['states:GetExecutionHistory', 'kms:Decrypt']);
  };
  expect(readers(both)).toEqual([]);
});

test('a group does not, but its other rights count', () => {
  const group = (stack: Loose) => {
    stack.resource.aws_iam_group_policy = { x: { name: 'p', group: 'ops', policy: allowing('states:*') } };
  };
  expect(readers(group)).toEqual([expect.stringContaining('states:RedriveExecution on')]);
  expect(readers(group)[0]).not.toContain(history);
});

const keyPolicy = (edit: (statements: Loose[]) => unknown) => (stack: Loose) => {
  role('oncall')(stack);
  const key = stack.resource.aws_kms_key.history;
  const document = JSON.parse(key.policy);
  edit(document.Statement);
  key.policy = JSON.stringify(document);
};
const admitted = [expect.stringContaining(`role "oncall" can read the keys`)];

test.each<[string, (statements: Loose[]) => unknown]>([
  ['leaves it to the policies of IAM', (all) => void (all[1].Action = 'kms:*')],
  ['admits everybody', (all) => Reflect.deleteProperty(all[0], 'Condition')],
  ['names a pattern of roles', (all) => void (all[3].Condition.StringEquals['aws:PrincipalArn'] = 'arn:aws:iam::111122223333:role/*')], // prettier-ignore
  ['has an exception', (all) => void (all[3].Condition = { StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/a' } })], // prettier-ignore
  ['names the role', (all) => void (all[3].Condition.StringEquals['aws:PrincipalArn'] = 'arn:aws:iam::111122223333:role/oncall')], // prettier-ignore
])('a role reads it if the key policy %s', (_, edit) => {
  expect(readers(keyPolicy(edit))).toEqual(admitted);
});

test.each<[string, (stack: Loose) => void]>([
  ['a grant of the key', (stack) => (stack.resource.aws_kms_grant = { x: { key_id: '${aws_kms_key.history.id}', grantee_principal: 'a', operations: ['Decrypt'] } })], // prettier-ignore
  ['a key that the input does not show', (stack) => (stack.resource.aws_sfn_state_machine.rotation.encryption_configuration.kms_key_id = 'alias/a')], // prettier-ignore
  ['the key of AWS', (stack) => (stack.resource.aws_sfn_state_machine.rotation.encryption_configuration = { type: 'AWS_OWNED_KEY' })], // prettier-ignore
])('with %s every reader counts', (_, edit) => {
  const both = (stack: Loose) => {
    role('oncall')(stack);
    edit(stack);
  };
  expect(readers(both)).toEqual(admitted);
});
