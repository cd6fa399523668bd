import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, Aspects, type TerraformStack } from 'cdktf';
import { PolicyCheck, Rotation, RotationStack, type PolicyCheckOptions } from '../../src/library/cdktf';
import { contracts, example, settings, stackWith } from './stacks';

const problems = (stack: TerraformStack, options: PolicyCheckOptions = {}): string[] =>
  new PolicyCheck(stack, { cwd: example, contracts, ...options }).validate();

const role = (stack: TerraformStack, id = 'other') =>
  new IamRole(stack, id, {
    name: id,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    }),
  });

test('passes a rotation that its contracts allow, next to roles without contracts', () => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  role(stack);
  expect(problems(stack)).toEqual([]);
  expect(new PolicyCheck(stack, { cwd: example }).validate()).toEqual([]);
});

test('judges every role if it is asked to', () => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  role(stack);
  expect(problems(stack, { allRoles: true })).toEqual([
    expect.stringMatching(/^covered: aws_iam_role\.other: the role "other" is not the subject of a contract/),
  ]);
});

test('needs a contract for every role of every rotation', () => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  expect(problems(stack, { contracts: contracts[0] ?? '' })).toEqual([
    expect.stringMatching(/^covered: aws_iam_role\.keys_schedule_role_\w+: /),
  ]);
  const own = new RotationStack(new App({ stackTraces: false }), settings);
  expect(problems(own, { contracts: contracts[0] ?? '' })).toEqual([
    expect.stringMatching(/^covered: aws_iam_role\.schedule: /),
  ]);
  expect(problems(own)).toEqual([]);
});

test('refuses an option that it does not have', () => {
  const misspelt = { contract: 'policies/other.json' } as PolicyCheckOptions;
  expect(() => problems(stackWith(), misspelt)).toThrow('contract: unknown option; did you mean "contracts"?');
});

test('judges the stack with its overrides, and reads it once', () => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  stack.addOverride('resource.aws_iam_role_policy_attachment.admin', {
    role: 'keyturn-production-execution',
    policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  const toTerraform = jest.spyOn(stack, 'toTerraform');
  expect(problems(stack).join('\n')).toContain('AdministratorAccess');
  expect(toTerraform).toHaveBeenCalledTimes(1);
});

test('prevents the synthesis, after the aspects', () => {
  const stack = stackWith();
  new Rotation(stack, 'keys', settings);
  stack.node.addValidation(new PolicyCheck(stack, { cwd: example }));
  Aspects.of(stack).add({
    visit(construct) {
      if (construct instanceof IamRole) construct.managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    },
  });
  const app = stack.node.root as App;
  expect(() => app.synth()).toThrow(/\[platform\] .*AdministratorAccess/);
});

describe('the place of a rotation', () => {
  const placed = (provider: ConstructorParameters<typeof AwsProvider>[2]) => {
    const stack = stackWith(provider);
    new Rotation(stack, 'keys', settings);
    return problems(stack);
  };

  test('is undecided if the provider accepts every account', () => {
    expect(placed({ region: 'eu-central-1' })).toContain(
      'Rotation "platform/keys", provider "aws": undecided: the provider accepts every account; write allowedAccountIds: ["111122223333"]',
    );
  });

  test('is undecided if the provider names no region', () => {
    expect(placed({ allowedAccountIds: ['111122223333'] })).toContain(
      'Rotation "platform/keys", provider "aws": undecided: the provider names no region; write region: "eu-central-1"',
    );
  });

  test('is wrong if the provider has another account or region', () => {
    const lines = placed({ region: 'eu-west-1', allowedAccountIds: ['444455556666'] });
    expect(lines).toContain(
      'Rotation "platform/keys", provider "aws": the settings are for account 111122223333, and the provider accepts only 444455556666',
    );
    expect(lines).toContain(
      'Rotation "platform/keys", provider "aws": the settings are for region eu-central-1, and the provider works in eu-west-1',
    );
  });

  test('is that of the provider that the rotation has', () => {
    const stack = stackWith({ region: 'us-east-1', allowedAccountIds: ['111122223333'] });
    const provider = new AwsProvider(stack, 'frankfurt', {
      alias: 'frankfurt',
      region: 'eu-central-1',
      allowedAccountIds: ['111122223333'],
    });
    new Rotation(stack, 'keys', { ...settings, provider });
    expect(problems(stack)).toEqual([]);
  });
});

test('says how to continue without contracts', () => {
  const stack = stackWith();
  expect(() => new PolicyCheck(stack, { cwd: __dirname }).validate()).toThrow(
    'policies: no contract in this folder; write one, or name the contracts',
  );
});
