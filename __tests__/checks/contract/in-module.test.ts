import { readContract, type Contract } from '../../../src/checks';
import { inGivenModule } from '../../../src/checks/contract/parameters';

function inModule(contract: Contract, module: string): Contract {
  const [moved] = inGivenModule([contract], { module });
  return moved ?? contract;
}

const contractOf = (subject: object, more: object = {}) =>
  readContract(
    JSON.stringify({ version: 1, name: 'a', description: 'An example of a contract.', subject, ...more }),
    'a.json',
  );

const decided = { reason: 'An example.', owner: 'team', expires: '2027-01-31' };

test('puts every address of a contract into the module, and no name', () => {
  const identity = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }];
  const trust = { service: 'lambda.amazonaws.com', action: 'sts:AssumeRole', conditions: {} };
  const contract = contractOf(
    { address: 'aws_iam_role.a' },
    {
      identity,
      trust,
      uses: [{ address: 'aws_lambda_function.*' }, { machine: 'a' }],
      ignored: [{ address: 'aws_iam_role.b', ...decided }],
      resourcePolicies: [{ address: 'aws_kms_key.a', actions: ['kms:Decrypt'] }],
    },
  );
  const moved = inModule(contract, 'module.a');
  expect(moved.subject).toEqual({ kind: 'address', address: 'module.a.aws_iam_role.a' });
  expect(moved.uses.map((use) => ('pattern' in use ? use.pattern : 'name'))).toEqual([
    'module.a.aws_lambda_function.*',
    'name',
  ]);
  expect(moved.ignored[0]?.address).toBe('module.a.aws_iam_role.b');
  expect(moved.resourcePolicies[0]?.on.pattern).toBe('module.a.aws_kms_key.a');
  expect(moved.identity).toEqual(contract.identity);
});

test('leaves a role that is named by its name', () => {
  const contract = contractOf(
    { role: 'a' },
    { trust: { service: 'lambda.amazonaws.com', action: 'sts:AssumeRole', conditions: {} }, identity: [], uses: [] },
  );
  expect(inModule(contract, 'module.a').subject).toEqual(contract.subject);
});
