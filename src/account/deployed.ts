import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  paginateListAttachedRolePolicies,
} from '@aws-sdk/client-iam';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Place } from '../operations/place';
import type { Clients } from './sdk/clients';
import { asked } from './sdk/fault';
import { inParallel } from './sdk/in-parallel';

/** The parts of an execution: the definition of the machine, and the policies of its role. */
interface DeployedMachine {
  /** JSON text. */
  readonly definition: string;
  /** JSON texts. */
  readonly rolePolicies: readonly string[];
}

/** @param hasShards whether the role has its rights on users in customer managed policies, too */
export async function deployedMachine(
  clients: Clients,
  { machineArn: stateMachineArn, executionRole }: Pick<Place, 'machineArn' | 'executionRole'>,
  hasShards: boolean,
): Promise<DeployedMachine> {
  const machine = new DescribeStateMachineCommand({ stateMachineArn });
  const { definition = '' } = await asked('states:DescribeStateMachine', clients.sfn.send(machine));
  const inline = await inlinePolicies(clients, executionRole);
  const managed = hasShards ? await managedPolicies(clients, executionRole) : [];
  return { definition, rolePolicies: [...inline, ...managed] };
}

/** Calls at the same time: an account has few of these calls a second. */
const atOnce = 2;

async function inlinePolicies({ iam }: Clients, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await asked('iam:ListRolePolicies', iam.send(new ListRolePoliciesCommand({ RoleName })));
  return inParallel(PolicyNames, atOnce, async (PolicyName) => {
    const policy = new GetRolePolicyCommand({ RoleName, PolicyName });
    const { PolicyDocument = '' } = await asked('iam:GetRolePolicy', iam.send(policy));
    return decoded(PolicyDocument);
  });
}

/** The versions in force of the policies that are attached to a role. */
async function managedPolicies({ iam }: Clients, RoleName: string): Promise<string[]> {
  const arns = await asked('iam:ListAttachedRolePolicies', attachedTo({ iam }, RoleName));
  return inParallel(arns, atOnce, async (PolicyArn) => {
    const { Policy } = await asked('iam:GetPolicy', iam.send(new GetPolicyCommand({ PolicyArn })));
    const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const { PolicyVersion } = await asked('iam:GetPolicyVersion', iam.send(version));
    return decoded(PolicyVersion?.Document ?? '');
  });
}

async function attachedTo({ iam }: Pick<Clients, 'iam'>, RoleName: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client: iam }, { RoleName }))
    arns.push(...AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []));
  return arns;
}

/** IAM encodes a document as in a URL. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
function decoded(document: string): string {
  return decodeURIComponent(document);
}
