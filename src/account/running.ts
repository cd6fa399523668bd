import type { ExecutionFacts, KeyFacts } from '../operations/facts';
import type { Place } from '../operations/place';
import { candidatesFor, showsUser, userIn, type Running } from '../operations/running';
import type { Clients } from './sdk/clients';
import { inputOf, runningExecutions } from './executions';
import { AwsFault, unless } from './sdk/fault';
import { inParallel } from './sdk/in-parallel';

/** AWS answers DescribeExecution ten times a second. */
const atOnce = 4;

/**
 * Finds the execution that rotates a user now. The name of an execution that a schedule started shows no user, so its input is read, which holds names
 * and nothing else.
 */
export async function runningFor(
  clients: Clients,
  { environment, machineArn }: Place,
  userName: string,
  keys: readonly KeyFacts[],
): Promise<Running> {
  const running = await runningExecutions(clients, machineArn);
  const candidates = candidatesFor(environment, userName, running, keys.at(-1)?.createdAt);
  const [first] = candidates;
  if (first === undefined) return { kind: 'none' };
  if (showsUser(environment, userName, first)) return { kind: 'found', execution: first };
  return withInput(clients, userName, candidates);
}

async function withInput(clients: Clients, userName: string, candidates: readonly ExecutionFacts[]): Promise<Running> {
  const inputs = await inParallel(candidates, atOnce, async (execution) => ({
    execution,
    input: await unless(['denied'], inputOf(clients, execution.arn)),
  }));
  const own = inputs.find(({ input }) => !(input instanceof AwsFault) && userIn(input) === userName);
  if (own !== undefined) return { kind: 'found', execution: own.execution };
  const unread = inputs.flatMap(({ execution, input }) => (input instanceof AwsFault ? [execution] : []));
  return unread.length === 0 ? { kind: 'none' } : { kind: 'unknown', candidates: unread };
}
