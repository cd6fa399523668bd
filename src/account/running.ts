import type { KeyFacts } from '../operations/facts';
import type { Place } from '../operations/place';
import { candidatesFor, runningByTime, showsUser, type Running, type Trace } from '../operations/running';
import type { Clients } from './sdk/clients';
import { firstVisits, runningExecutions } from './executions';
import { AwsFault, unless } from './sdk/fault';
import { inParallel } from './sdk/in-parallel';

/** AWS answers GetExecutionHistory twenty times a second. */
const atOnce = 4;

/**
 * Finds the execution that rotates a user now. The name of an execution that a schedule started may show no user. Its input would, but the data of an
 * execution is never read: the times of its states tell as much, unless two executions created a key at the same time.
 */
export async function runningFor(
  clients: Clients,
  { environment, machineArn }: Place,
  userName: string,
  keys: readonly KeyFacts[],
): Promise<Running> {
  const running = await runningExecutions(clients, machineArn);
  const newestKeyAt = keys.at(-1)?.createdAt;
  const candidates = candidatesFor(environment, userName, running, newestKeyAt);
  const [first] = candidates;
  if (first === undefined) return { kind: 'none' };
  if (showsUser(environment, userName, first)) return { kind: 'found', execution: first, by: 'name' };
  const traces = await inParallel(candidates, atOnce, async (execution): Promise<Trace> => {
    const visits = await unless(['denied'], firstVisits(clients, execution.arn));
    return { execution, visits: visits instanceof AwsFault ? undefined : visits };
  });
  return runningByTime(traces, newestKeyAt);
}
