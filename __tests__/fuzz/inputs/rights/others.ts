/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-dynamic-delete -- plans, exports and contracts are untyped JSON here, and are taken apart anywhere */
import fc from '../../../fast-check';
import type { Loose } from '../../../checks/sample';
import { account, roleArn, roleName, type Edit } from '../subject';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const aws = 'registry.terraform.io/hashicorp/aws';

const onMade = (says: string, edit: (made: Loose) => void): Edit => ({
  says,
  apply: ({ later }) => {
    later.push(edit);
    return true;
  },
});

const changed = (plan: Loose, address: string): Loose =>
  plan.resource_changes.find((one: Loose) => one.address === address);
const configured = (plan: Loose): Loose => plan.configuration.root_module.resources;

/** Makes an attribute of a planned resource unknown, with what it refers to. */
function makeUnknown(plan: Loose, address: string, attribute: string, references: readonly string[]): void {
  const one = changed(plan, address);
  if (one === undefined) return;
  delete one.change.after[attribute];
  one.change.after_unknown[attribute] = true;
  const own = configured(plan).find((each: Loose) => each.address === address);
  if (own !== undefined)
    own.expressions = { ...own.expressions, [attribute]: references.length === 0 ? {} : { references } };
}

const unknownReferences = fc.constantFrom<readonly string[]>(
  [],
  ['var.x'],
  ['local.x'],
  ['data.aws_iam_policy_document.x.json', 'data.aws_iam_policy_document.x'],
  ['module.x.y', 'module.x'],
  ['each.value'],
);

/** A resource more in a plan. */
function addPlanned(
  plan: Loose,
  type: string,
  { after, unknown = {}, expressions = {} }: { after: Loose; unknown?: Loose; expressions?: Loose },
): void {
  const address = `${type}.fuzz`;
  const common = { address, mode: 'managed', type, name: 'fuzz', provider_name: aws };
  plan.resource_changes.push({
    ...common,
    change: {
      actions: ['create'],
      before: null,
      after,
      after_unknown: { id: true, ...unknown },
      before_sensitive: false,
      after_sensitive: {},
    },
  });
  configured(plan).push({ address, mode: 'managed', type, name: 'fuzz', provider_config_key: 'aws', expressions });
}

const foreign = { name: 'x', full_name: 'registry.terraform.io/example/x' };

/** Edits of a plan that no edit of its stack makes. */
export const planRights: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.constantFrom<[string, string]>(['aws_iam_role_policy.execution', 'policy'], ['aws_iam_role.execution', 'assume_role_policy'], ['aws_sfn_state_machine.rotation', 'definition'], ['aws_iam_role_policy_attachments_exclusive.execution', 'policy_arns']), unknownReferences)
    .map(([[address, attribute], references]): Edit => ({
      says: `${attribute} of ${address} is unknown, from ${references.join() || 'nothing'}`,
      apply: ({ input, later }) => {
        const [type = '', name = ''] = address.split('.');
        if (input.resource?.[type]?.[name] === undefined) return false;
        later.push((plan) => makeUnknown(plan, address, attribute, references));
        return true;
      },
    })),
  fc.tuple(fc.constantFrom('aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_iam_instance_profile', 'aws_lambda_function', 'aws_iam_role', 'aws_iam_user_policy', 'aws_iam_user_policy_attachment'), unknownReferences).map(([type, references]) => {
    const name = type === 'aws_iam_role' ? 'assume_role_policy' : type.includes('_user_') ? 'user' : 'role';
    const after: Loose = type.endsWith('_policy') ? { name: 'x', policy: JSON.stringify(everything) } : type.endsWith('attachment') ? { policy_arn: administrator } : { name: 'x' };
    return onMade(`a ${type} with an unknown ${name}, from ${references.join() || 'nothing'}`, (plan) => addPlanned(plan, type, { after, unknown: { [name]: true }, expressions: { [name]: references.length === 0 ? {} : { references } } }));
  }),
  fc.constantFrom('', 'module.m:').map((prefix) => onMade(`a foreign provider ${prefix}`, (plan) => {
    plan.configuration.provider_config[`${prefix}x`] = { ...foreign, ...(prefix === '' ? {} : { module_address: 'module.m' }) };
  })),
  fc.constantFrom('~> 4.0', '>= 7.0.0', '5.x').map((version) => onMade(`version ${version} of the AWS provider`, (plan) => {
    plan.configuration.provider_config.aws.version_constraint = version;
  })),
  fc.constantFrom('local-exec', 'remote-exec', 'file').map((type) => onMade(`a provisioner ${type}`, (plan) => {
    configured(plan)[0].provisioners = [{ type }];
  })),
  fc.constantFrom<[string, Loose]>(['complete', false], ['errored', true], ['unheard_of', {}], ['action_invocations', [{ address: 'action.aws_lambda_invoke.x', type: 'aws_lambda_invoke', name: 'x' }]], ['deferred_changes', [{ reason: 'x', resource_change: {} }]], ['deferred_action_invocations', [{}]]).map(([name, value]) => onMade(`${name} is ${JSON.stringify(value)}`, (plan) => {
    plan[name] = value;
  })),
  fc.constantFrom('aws_ecs_task_execution', 'external', 'aws_lambda_invocation').map((type) => onMade(`a data source ${type}`, (plan) => {
    configured(plan).push({ address: `data.${type}.x`, mode: 'data', type, name: 'x', provider_config_key: 'aws', expressions: {} });
  })),
  fc.constantFrom('aws_iam_role.execution', 'aws_iam_role_policy.execution').map((address): Edit => ({
    says: `${address} changes in an unknown way`,
    apply: ({ input, later }) => {
      const [type = '', name = ''] = address.split('.');
      if (input.resource?.[type]?.[name] === undefined) return false;
      later.push((plan) => {
        const one = changed(plan, address);
        if (one !== undefined) one.change.actions = ['invent'];
      });
      return true;
    },
  })),
); // prettier-ignore

const inExport = (says: string, edit: (account: Loose, role: Loose) => unknown): Edit => ({
  says: `export: ${says}`,
  apply: ({ input }) => {
    // Another edit may have taken a list away.
    if (input.UserDetailList === undefined || input.GroupDetailList === undefined) return false;
    return (
      edit(
        input,
        input.RoleDetailList.find((one: Loose) => one.RoleName === roleName),
      ) !== false
    );
  },
});
const users = fc.nat(3);

/** Edits of an export of IAM that give a right. */
export const exportRights: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom(administrator, 'arn:aws:iam::aws:policy/ReadOnlyAccess', `arn:aws:iam::${account}:policy/read-logs`, `arn:aws:iam::${account}:policy/unseen`).map((PolicyArn) => inExport(`attached ${PolicyArn}`, (_, role) => {
    role.AttachedManagedPolicies.push({ PolicyName: PolicyArn.split('/').pop(), PolicyArn });
  })),
  fc.constantFrom('Allow', 'wide').map((how) => inExport(`a second inline policy ${how}`, (_, role) => {
    role.RolePolicyList.push({ PolicyName: how, PolicyDocument: how === 'wide' ? everything : { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::x/*' } } });
  })),
  fc.constant(inExport('an instance profile', (_, role) => {
    role.InstanceProfileList.push({ Path: '/', InstanceProfileName: 'x', InstanceProfileId: 'x', Arn: `arn:aws:iam::${account}:instance-profile/x`, CreateDate: '2026-01-01T00:00:00Z', Roles: [] });
  })),
  users.map((at) => inExport(`user ${at} is an administrator`, ({ UserDetailList: all }) => {
    all[at].AttachedManagedPolicies.push({ PolicyName: 'AdministratorAccess', PolicyArn: administrator });
  })),
  fc.tuple(users, fc.constantFrom('*', 'iam:PutUserPolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy', 'states:UpdateStateMachine', 'iam:CreateAccessKey')).map(([at, Action]) => inExport(`user ${at} may ${Action}`, ({ UserDetailList: all }) => {
    all[at].UserPolicyList = [...(all[at].UserPolicyList ?? []), { PolicyName: 'x', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }];
  })),
  users.map((at) => inExport(`user ${at} joins administrators`, ({ UserDetailList: all, GroupDetailList: groups }) => {
    groups.push({ Path: '/', GroupName: `admins${groups.length}`, GroupId: 'x', Arn: `arn:aws:iam::${account}:group/admins`, CreateDate: '2026-01-01T00:00:00Z', GroupPolicyList: [], AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: administrator }] });
    all[at].GroupList = [...(all[at].GroupList ?? []), groups.at(-1).GroupName];
  })),
  fc.constantFrom('assume', 'trust').map((how) => inExport(`another role that trusts ours (${how})`, ({ RoleDetailList: all }) => {
    const other: Loose = structuredClone(all[0]);
    all.push({ ...other, RoleName: 'fuzz', RoleId: 'AROAFUZZ', Arn: `arn:aws:iam::${account}:role/fuzz`, RolePolicyList: [], AttachedManagedPolicies: [], AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: how === 'assume' ? roleArn : '*' }, Action: 'sts:AssumeRole' }] } });
  })),
  fc.constantFrom('Policies', 'UserDetailList', 'GroupDetailList').map((name) => inExport(`no ${name}`, (input) => {
    delete input[name];
  })),
  fc.constant(inExport('more that was not exported', (input) => {
    input.IsTruncated = true;
    input.Marker = 'x';
  })),
); // prettier-ignore

const inContract = (says: string, edit: (contract: Loose) => unknown): Edit => ({
  says: `contract: ${says}`,
  apply: ({ contracts }) => contracts[0] !== undefined && edit(contracts[0]) !== false,
});

/** Edits of the contract for the machine that leave something open, or refuse what the input has. */
export const contractRights: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom('TODO', 'todo', 'ToDo: ask', 'FIXME', 'fixme').map((word) => inContract(`a ${word}`, (contract) => {
    contract.description = `What a rotation may do. ${word}`;
  })),
  fc.constantFrom('*', '**', '*.*', 'aws_*', '*_*').map((address) => inContract(`ignored ${address}`, (contract) => {
    contract.ignored = [...(contract.ignored ?? []), { address, reason: 'x', owner: 'x', expires: '2027-01-01' }];
  })),
  fc.constantFrom('*', '**').map((address) => inContract(`uses ${address}`, (contract) => {
    contract.uses.push({ address });
  })),
  fc.nat(3).map((at) => inContract(`without pair ${at}`, (contract) => {
    if (contract.pairs === undefined || contract.pairs.length < 2) return false;
    contract.pairs.splice(at % contract.pairs.length, 1);
    return true;
  })),
  fc.constant(inContract('without pairs', (contract) => {
    delete contract.pairs;
  })),
  fc.constant(inContract('pairs with swapped secrets', (contract) => {
    if (contract.pairs === undefined || contract.pairs.length < 2) return false;
    const [first, second] = contract.pairs;
    [first.secretName, second.secretName] = [second.secretName, first.secretName];
    return true;
  })),
  fc.tuple(fc.nat(2), fc.nat(3)).map(([line, at]) => inContract(`without resource ${at} of line ${line}`, (contract) => {
    const resources = contract.identity[line]?.resources;
    if (resources === undefined) return false;
    resources.splice(at % resources.length, 1);
    if (resources.length === 0) contract.identity.splice(line, 1);
    return true;
  })),
  fc.constantFrom('aws:SourceArn', 'aws:SourceAccount').map((key) => inContract(`trust of another ${key}`, (contract) => {
    const [trust] = Array.isArray(contract.trust) ? contract.trust : [contract.trust];
    if (trust.conditions?.[key] === undefined) return false;
    trust.conditions[key] = 'arn:aws:states:eu-central-1:111122223333:stateMachine:other';
    return true;
  })),
); // prettier-ignore

const reading = fc.constantFrom<[string, string]>(
  ['secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-central-1:${account}:secret:backup-agent/aws-abcdef`],
  ['secretsmanager:GetSecretValue', '*'], ['secretsmanager:*', '*'], ['states:GetExecutionHistory', `arn:aws:states:eu-central-1:${account}:execution:keyturn-staging:*`],
  ['states:Get*', '*'], ['states:RedriveExecution', '*'],
); // prettier-ignore

/** A user who is accepted by name, or for less, and can do everything. */
export const acceptedRights: fc.Arbitrary<Edit> = fc
  .tuple(fc.constantFrom('ci-deployer', 'backup-agent', 'legacy-ftp'), fc.constantFrom('by name', 'for less', 'by another policy'))
  .map(([user, how]): Edit => ({
    says: `user ${user} is accepted ${how}, and can do everything`,
    apply: ({ input, contracts: [contract] }) => {
      if (contract === undefined || contract.acceptedUsers !== undefined || Array.isArray(input.resource)) return false;
      const rights = {
        'by name': undefined,
        'for less': [{ actions: ['iam:PutRolePolicy'], resources: [`arn:aws:iam::${account}:role/x`] }],
        'by another policy': [{ managedPolicy: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      }[how];
      contract.acceptedUsers = [{ name: user, reason: 'It deploys.', ...(rights && { rights }) }];
      const body = { name: 'all', user, policy: JSON.stringify(everything) };
      input.resource.aws_iam_user_policy = { ...input.resource.aws_iam_user_policy, all: body };
      return true;
    },
  })); // prettier-ignore

/** With a contract that names all readers: somebody else can read the keys. */
export const readerRights: fc.Arbitrary<Edit> = fc.tuple(reading, fc.constantFrom('aws_iam_user_policy', 'aws_iam_group_policy')).map(([[Action, Resource], type]): Edit => ({
  says: `nobody is named as a reader, and a ${type} allows ${Action} on ${Resource}`,
  apply: (subject) => {
    const [contract] = subject.contracts;
    if (contract === undefined || Array.isArray(subject.input.resource)) return false;
    contract.readers = [];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
    const body = { name: 'reads', policy, ...(type === 'aws_iam_user_policy' ? { user: 'fuzz-reader' } : { group: 'fuzz-readers' }) };
    subject.input.resource[type] = { ...subject.input.resource[type], reads: body };
    return true;
  },
})); // prettier-ignore
