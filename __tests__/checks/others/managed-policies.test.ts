import { draftContract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { spoken, type Loose } from '../sample';
import { allow, contractOf, judgeStranger, stackOf } from './stranger';

const logs = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const entry = (arn: string, expires = '2027-12-31') => ({ arn, reason: 'It writes logs.', owner: 'platform', expires });
const contract = (...managedPolicies: readonly object[]): Loose =>
  contractOf([grant], { subject: { role: 'worker' }, uses: [], managedPolicies });

function withPolicy(arn: string, edit: (resource: Loose) => void = () => undefined): Loose {
  const stack = stackOf([allow(grant.actions, grant.resources)], {
    aws_iam_role_policy_attachment: { logs: { role: 'worker', policy_arn: arn } },
  });
  stack.resource.aws_iam_role_policy_attachments_exclusive.worker.policy_arns = [arn];
  edit(stack.resource);
  return stack;
}

test('a policy of AWS passes if the contract accepts it, and the report prints the assumption', () => {
  const before = judgeStranger(withPolicy(logs), contract());
  expect(spoken(before)).toEqual(['no-managed-policies fail']);
  expect(before.findings[0]?.remedy).toContain(`"managedPolicies" in the contract: { "arn": "${logs}"`);
  const after = judgeStranger(
    withPolicy(logs),
    contract(entry('arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole')),
  );
  expect(spoken(after)).toEqual([]);
  expect(after.premises.join()).toContain(`AWS may change what ${logs} grants to role "worker"`);
});

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
test.each<[string, Loose, Loose]>([
  ['another policy of AWS', withPolicy(admin), contract(entry(logs))],
  [
    'one policy more',
    withPolicy(logs, (r) => {
      r.aws_iam_role_policy_attachment.admin = { role: 'worker', policy_arn: admin };
    }),
    contract(entry(logs)),
  ],
  ['an entry that has expired', withPolicy(logs), contract(entry(logs, '2026-11-22'))],
  ['an entry for another case of the name', withPolicy(logs), contract(entry(logs.replace('Basic', 'basic')))],
  ['the same name in the account', withPolicy(logs.replace('::aws:', '::111122223333:')), contract(entry(logs))],
  ['a TODO', withPolicy(logs), contract({ ...entry(logs), reason: 'TODO' })],
  ['administration, which lets the role change itself', withPolicy(admin), contract(entry(admin))],
  [
    'a resource of the input that takes the ARN of the policy',
    withPolicy(logs, (r) => {
      r.aws_iam_policy = {
        x: { name: 'x', arn: logs, policy: JSON.stringify({ Version: '2012-10-17', Statement: [allow('iam:*')] }) },
      };
    }),
    contract(entry(logs)),
  ],
])('an accepted policy does not let %s pass', (_, stack, own) => {
  expect(judgeStranger(stack, own).verdict).not.toBe('pass');
});

test.each(['arn:aws:iam::111122223333:policy/own', 'arn:aws:iam::aws:policy/*', 'AdministratorAccess'])(
  'a contract cannot accept %s',
  (arn) => {
    expect(() => judgeStranger(withPolicy(logs), contract(entry(arn)))).toThrow('is not the ARN of a policy of AWS');
  },
);

test('a draft has an entry to decide for each policy of AWS', () => {
  const { contract: draft } = draftContract(readModel(JSON.stringify(withPolicy(logs)), 'input.json'), 'worker') ?? {};
  expect(draft).toMatchObject({
    managedPolicies: [
      {
        arn: 'arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        expires: 'TODO: the last day',
      },
    ],
  });
});
