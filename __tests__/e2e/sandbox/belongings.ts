import {
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
  paginateListRoles,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import {
  DeleteScheduleGroupCommand,
  ListTagsForResourceCommand as ListScheduleTagsCommand,
  paginateListScheduleGroups,
} from '@aws-sdk/client-scheduler';
import { DeleteSecretCommand, paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import {
  DeleteStateMachineCommand,
  ListTagsForResourceCommand as ListMachineTagsCommand,
  paginateListExecutions,
  paginateListStateMachines,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Clients } from '../account';

/** What the names of all that the suite makes begin with, and the path of its users. */
export const prefix = 'keyturn-sandbox-';
export const userPath = '/keyturn-sandbox/';

/** The tag on all that the suite makes. Whatever has the name and not the tag is somebody else's. */
export const tag = { Key: 'Purpose', Value: 'keyturn-sandbox' } as const;

/** Something in the account that has a name as the suite gives them. */
interface Belonging {
  readonly kind: string;
  readonly name: string;
  /** Does it have the suite's tag? */
  readonly isOurs: boolean;
  readonly remove: () => Promise<unknown>;
}

/** All that is in the account under the suite's names, in the order in which it can be removed. */
export async function belongingsIn(clients: Clients): Promise<readonly Belonging[]> {
  const found: Belonging[] = [];
  for (const find of [scheduleGroups, machines, roles, users, secrets]) found.push(...(await find(clients)));
  return found;
}

interface AnyTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const hasTag = (tags: readonly AnyTag[] = []) => tags.some(({ Key, Value }) => Key === tag.Key && Value === tag.Value);

const isNamed = (name: string) => name.startsWith(prefix);

/** With a group go its schedules. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group-delete.html */
async function scheduleGroups({ scheduler: client }: Clients): Promise<Belonging[]> {
  const found: Belonging[] = [];
  for await (const { ScheduleGroups = [] } of paginateListScheduleGroups({ client }, { NamePrefix: prefix }))
    for (const { Name: name = '', Arn: ResourceArn, State } of ScheduleGroups) {
      if (!isNamed(name) || State === 'DELETING') continue;
      const { Tags } = await client.send(new ListScheduleTagsCommand({ ResourceArn }));
      const remove = () => client.send(new DeleteScheduleGroupCommand({ Name: name }));
      found.push({ kind: 'schedule group', name, isOurs: hasTag(Tags), remove });
    }
  return found;
}

async function machines({ sfn: client }: Clients): Promise<Belonging[]> {
  const found: Belonging[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
    for (const { name = '', stateMachineArn = '' } of stateMachines) {
      if (!isNamed(name)) continue;
      const { tags = [] } = await client.send(new ListMachineTagsCommand({ resourceArn: stateMachineArn }));
      const isOurs = hasTag(tags.map(({ key, value }) => ({ Key: key, Value: value })));
      found.push({ kind: 'state machine', name, isOurs, remove: () => removeMachine(client, stateMachineArn) });
    }
  return found;
}

/** A machine goes only when its executions have ended. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
async function removeMachine(client: Clients['sfn'], stateMachineArn: string): Promise<void> {
  for await (const { executions = [] } of paginateListExecutions(
    { client },
    { stateMachineArn, statusFilter: 'RUNNING' },
  ))
    for (const { executionArn } of executions) await client.send(new StopExecutionCommand({ executionArn }));
  await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
}

async function roles({ iam: client }: Clients): Promise<Belonging[]> {
  const found: Belonging[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {}))
    for (const { RoleName = '' } of Roles.filter(({ RoleName: name = '' }) => isNamed(name))) {
      const { Tags } = await client.send(new ListRoleTagsCommand({ RoleName }));
      found.push({ kind: 'role', name: RoleName, isOurs: hasTag(Tags), remove: () => removeRole(client, RoleName) });
    }
  return found;
}

async function removeRole(client: Clients['iam'], RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await client.send(new DeleteRoleCommand({ RoleName }));
}

async function users({ iam: client }: Clients): Promise<Belonging[]> {
  const found: Belonging[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, {}))
    for (const { UserName = '', Path } of Users) {
      if (!isNamed(UserName) && Path !== userPath) continue;
      const { Tags } = await client.send(new ListUserTagsCommand({ UserName }));
      const isOurs = hasTag(Tags) && isNamed(UserName) && Path === userPath;
      found.push({ kind: 'user', name: UserName, isOurs, remove: () => removeUser(client, UserName) });
    }
  return found;
}

async function removeUser(client: Clients['iam'], UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata)
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  await client.send(new DeleteUserCommand({ UserName }));
}

async function secrets({ secrets: client }: Clients): Promise<Belonging[]> {
  const found: Belonging[] = [];
  const query = { Filters: [{ Key: 'name' as const, Values: [prefix] }] };
  for await (const { SecretList = [] } of paginateListSecrets({ client }, query))
    for (const { Name: name = '', Tags } of SecretList) {
      if (!isNamed(name)) continue;
      const forGood = new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true });
      found.push({ kind: 'secret', name, isOurs: hasTag(Tags), remove: () => client.send(forGood) });
    }
  return found;
}
