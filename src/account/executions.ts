import { ListExecutionsCommand, type ExecutionListItem } from '@aws-sdk/client-sfn';
import type { ExecutionFacts } from '../operations/facts';
import type { Clients } from './clients';
import { asked } from './fault';

/** The largest page of ListExecutions. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const pageSize = 1000;

/** The executions of a machine that started after a time, newest first, and all that still run. */
export async function executionsOf(clients: Clients, machineArn: string, since: number): Promise<ExecutionFacts[]> {
  const recent = await listed(clients, machineArn, since);
  const running = await listed(clients, machineArn, 0, 'RUNNING');
  const all = new Map([...running, ...recent].map((each) => [each.arn, each]));
  return [...all.values()].sort((one, other) => other.startedAt - one.startedAt);
}

/** AWS lists the newest first, so the list ends at the first page that reaches `since`. */
async function listed(
  { sfn }: Clients,
  stateMachineArn: string,
  since: number,
  statusFilter?: 'RUNNING',
): Promise<ExecutionFacts[]> {
  const found: ExecutionFacts[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: pageSize, nextToken });
    const page = await asked('states:ListExecutions', sfn.send(command));
    const facts = (page.executions ?? []).map(factsOf);
    found.push(...facts.filter(({ startedAt }) => startedAt >= since));
    nextToken = facts.some(({ startedAt }) => startedAt < since) ? undefined : page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return found;
}

function factsOf({
  name = '',
  executionArn = '',
  status = 'RUNNING',
  startDate,
  stopDate,
}: ExecutionListItem): ExecutionFacts {
  return {
    name,
    arn: executionArn,
    status,
    startedAt: startDate?.getTime() ?? 0,
    stoppedAt: stopDate?.getTime(),
  };
}
