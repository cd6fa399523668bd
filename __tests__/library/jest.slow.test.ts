import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Aspects, Testing } from 'cdktf';
import { Rotation } from '../../src/library/cdktf';
import '../../src/library/jest';
import { contracts, example, settings, stackWith } from './stacks';

const options = { cwd: example };

function stack() {
  const made = stackWith();
  new Rotation(made, 'keys', settings);
  return made;
}

test('a stack, its text and its object meet a contract', () => {
  expect(stack()).toMeetContract('policies/execution-role.json', options);
  expect(Testing.synth(stack())).toMeetContract(contracts, options);
  expect(stack().toTerraform()).toMeetContract(contracts, { ...options, allRoles: true });
});

test('a stack with other rights does not, and the message has the reasons', () => {
  const wider = stack();
  wider.addOverride('resource.aws_iam_role_policy_attachment.admin', {
    role: 'keyturn-production-execution',
    policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  expect(wider).not.toMeetContract('policies/execution-role.json', options);
  expect(() => expect(wider).toMeetContract('policies/execution-role.json', options)).toThrow(
    /^expected the stack to meet policies\/execution-role\.json:\n {2}.*AdministratorAccess/,
  );
  expect(() => expect(stack()).not.toMeetContract(contracts, options)).toThrow('but it does');
});

test('aspects are applied as at a synthesis', () => {
  const changed = stack();
  Aspects.of(changed).add({
    visit(construct) {
      if (construct instanceof IamRole) construct.managedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    },
  });
  expect(changed).not.toMeetContract('policies/execution-role.json', options);
});

test('needs something that is a stack', () => {
  expect(() => expect(7).toMeetContract('policies/execution-role.json', options)).toThrow(
    'toMeetContract: needs a stack, what Testing.synth returns, or Terraform JSON as an object',
  );
});
