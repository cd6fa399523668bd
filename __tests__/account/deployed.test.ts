import { IAMClient } from '@aws-sdk/client-iam';
import { SFNClient } from '@aws-sdk/client-sfn';
import { deployedMachine } from '../../src/account/deployed';
import { clientsFor, type Clients } from '../../src/account/sdk/clients';
import { rotate, scenarioOf } from '../../src/simulator';
import { deploymentFrom } from '../../src/terraform';
import { readModel } from '../../src/inputs';
import { sharded, userName } from '../sharded/sharded';

/** The policies of a role in an account: inline ones by name, and managed ones by ARN. */
interface Role {
  readonly inline: Readonly<Record<string, string>>;
  readonly managed: Readonly<Record<string, string>>;
}

/** Clients that answer as IAM does: encoded documents, one attached policy on a page, and more versions than the one in force. */
function account(definition: string, { inline, managed }: Role) {
  const calls: string[] = [];
  const arns = Object.keys(managed);
  const answers: Readonly<Record<string, (input: Readonly<Record<string, string>>) => object>> = {
    DescribeStateMachineCommand: () => ({ definition }),
    ListRolePoliciesCommand: () => ({ PolicyNames: Object.keys(inline) }),
    GetRolePolicyCommand: ({ PolicyName = '' }) => ({ PolicyDocument: encodeURIComponent(inline[PolicyName] ?? '') }),
    ListAttachedRolePoliciesCommand: ({ Marker = '0' }) => ({
      AttachedPolicies: arns.slice(Number(Marker), Number(Marker) + 1).map((PolicyArn) => ({ PolicyArn })),
      ...(Number(Marker) + 1 < arns.length ? { IsTruncated: true, Marker: String(Number(Marker) + 1) } : {}),
    }),
    GetPolicyCommand: () => ({ Policy: { DefaultVersionId: 'v2' } }),
    GetPolicyVersionCommand: ({ PolicyArn = '', VersionId }) => ({
      PolicyVersion: { Document: encodeURIComponent(VersionId === 'v2' ? (managed[PolicyArn] ?? '') : '{}') },
    }),
  };
  const send = (command: { readonly constructor: { readonly name: string }; readonly input: object }) => {
    const { name } = command.constructor;
    calls.push(name.replace(/Command$/, ''));
    return Promise.resolve(answers[name]?.(command.input as Readonly<Record<string, string>>));
  };
  const clients = clientsFor({ region: 'eu-central-1' });
  const iam = Object.assign(new IAMClient({ region: 'eu-central-1' }), { send }) as Clients['iam'];
  const sfn = Object.assign(new SFNClient({ region: 'eu-central-1' }), { send }) as Clients['sfn'];
  return { calls, clients: { ...clients, iam, sfn } };
}

const model = readModel(JSON.stringify(sharded(90, 2).stack), 'cdk.tf.json');
const user = userName(89);
const deployment = deploymentFrom(model, user);
const [mail = '', ...ofUsers] = deployment.rolePolicies;
const role: Role = {
  inline: { own: mail },
  managed: Object.fromEntries(ofUsers.map((policy, index) => [`arn:aws:iam::111122223333:policy/p-${index}`, policy])),
};
const place = { machineArn: deployment.machineArn, executionRole: deployment.roleName };

/** The status of a rotation of the last user with the policies that were read. */
function statusWith(rolePolicies: readonly string[]): string {
  const { ended } = rotate(scenarioOf({ ...deployment, rolePolicies }, { keys: 1, sandbox: false, user }));
  return ended.status;
}

test('with shards, the managed policies of the role are read, and a dry run rotates each user', async () => {
  expect(ofUsers.length).toBeGreaterThan(1);
  const { clients } = account(deployment.definition, role);
  const { rolePolicies } = await deployedMachine(clients, place, true);
  expect([...rolePolicies].sort()).toEqual([...deployment.rolePolicies].sort());
  expect(statusWith(rolePolicies)).toBe('SUCCEEDED');
});

test('without them, the same rotation is denied', () => {
  expect(statusWith([mail])).toBe('FAILED');
});

test('without shards, nothing more is asked than before', async () => {
  const { clients, calls } = account(deployment.definition, role);
  expect((await deployedMachine(clients, place, false)).rolePolicies).toEqual([mail]);
  expect(calls).toEqual(['DescribeStateMachine', 'ListRolePolicies', 'GetRolePolicy']);
});
