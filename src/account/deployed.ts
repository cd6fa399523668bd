import { GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
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

export async function deployedMachine(
  { iam, sfn }: Clients,
  stateMachineArn: string,
  RoleName: string,
): Promise<DeployedMachine> {
  const machine = new DescribeStateMachineCommand({ stateMachineArn });
  const { definition = '' } = await asked('states:DescribeStateMachine', sfn.send(machine));
  const { PolicyNames = [] } = await asked('iam:ListRolePolicies', iam.send(new ListRolePoliciesCommand({ RoleName })));
  const rolePolicies = await inParallel(PolicyNames, 2, async (PolicyName) => {
    const policy = new GetRolePolicyCommand({ RoleName, PolicyName });
    const { PolicyDocument = '' } = await asked('iam:GetRolePolicy', iam.send(policy));
    // IAM encodes the document as in a URL. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
    return decodeURIComponent(PolicyDocument);
  });
  return { definition, rolePolicies };
}
