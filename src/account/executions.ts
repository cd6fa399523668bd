import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  type ExecutionListItem,
} from '@aws-sdk/client-sfn';
import type { EnteredState, ExecutionFacts, ExecutionState } from '../operations/facts';
import type { Visit } from '../operations/running';
import type { Clients } from './sdk/clients';
import { asked } from './sdk/fault';

/** The largest page of ListExecutions and GetExecutionHistory. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const pageSize = 1000;

/** The executions of a machine that started after a time, newest first, and all that still run. */
export async function executionsOf(clients: Clients, machineArn: string, since: number): Promise<ExecutionFacts[]> {
  const recent = await listed(clients, machineArn, since);
  const running = await listed(clients, machineArn, 0, 'RUNNING');
  const all = new Map([...running, ...recent].map((each) => [each.arn, each]));
  return [...all.values()].sort((one, other) => other.startedAt - one.startedAt);
}

/** The executions that run now. */
export function runningExecutions(clients: Clients, machineArn: string): Promise<ExecutionFacts[]> {
  return listed(clients, machineArn, 0, 'RUNNING');
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

/**
 * Starts an execution. Its name makes a repetition harmless: the same name and input return the execution that runs already.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution({ sfn }: Clients, machineArn: string, name: string, input: string): Promise<void> {
  const command = new StartExecutionCommand({ stateMachineArn: machineArn, name, input });
  await asked('states:StartExecution', sfn.send(command));
}

export async function stopExecution({ sfn }: Clients, executionArn: string, cause: string): Promise<void> {
  await asked('states:StopExecution', sfn.send(new StopExecutionCommand({ executionArn, cause })));
}

/** The status of an execution, and its error if AWS shows that without the data of the execution. */
export async function statusOf({ sfn }: Clients, executionArn: string): Promise<ExecutionState> {
  const command = new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' });
  const { status = 'RUNNING', error, cause } = await asked('states:DescribeExecution', sfn.send(command));
  return { status, error, cause };
}

/** The states that an execution was in first, with the times; without the data of the execution. */
export async function firstVisits({ sfn }: Clients, executionArn: string): Promise<readonly Visit[]> {
  const command = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false, maxResults: pageSize });
  const { events = [] } = await asked('states:GetExecutionHistory', sfn.send(command));
  return events.flatMap(({ stateEnteredEventDetails: entered, timestamp }, index) => {
    if (entered?.name === undefined) return [];
    const left = events.slice(index).find(({ stateExitedEventDetails: exited }) => exited?.name === entered.name);
    return [{ state: entered.name, from: timestamp?.getTime() ?? 0, to: left?.timestamp?.getTime() }];
  });
}

/** The states that an execution entered last, oldest first; without the data of the execution. */
export async function lastStates({ sfn }: Clients, executionArn: string): Promise<readonly EnteredState[]> {
  const command = new GetExecutionHistoryCommand({
    executionArn,
    includeExecutionData: false,
    reverseOrder: true,
    maxResults: 100,
  });
  const { events = [] } = await asked('states:GetExecutionHistory', sfn.send(command));
  return [...events]
    .sort((one, other) => (one.id ?? 0) - (other.id ?? 0))
    .flatMap(({ stateEnteredEventDetails: entered, timestamp }) =>
      entered?.name === undefined ? [] : [{ state: entered.name, at: timestamp?.getTime() ?? 0 }],
    );
}
