import type { Json } from '../json';
import type { Execution } from './asl';
import { declared } from './aws';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const longestName = 80;
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/**
 * Milliseconds for which a closed execution and its name are kept: 90 days.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const keptMs = 90 * 24 * 3600 * 1000;

/**
 * Whether an execution of a Standard workflow can start under this name; `former` is the latest execution with it. If that one still runs
 * with the same input, StartExecution answers with it and starts nothing new. Throws ServiceError if StartExecution refuses.
 */
export function admit(name: string, input: Json, at: number, former: Execution | undefined): 'new' | 'runs already' {
  if (name.length === 0 || name.length > longestName || forbidden.test(name))
    throw declared('InvalidName', 400, `Invalid Name: '${name}'`);
  if (former === undefined) return 'new';
  const { phase } = former;
  if (phase.kind === 'ended' && at >= phase.at + keptMs) return 'new';
  if (phase.kind !== 'ended' && JSON.stringify(input) === JSON.stringify(former.input)) return 'runs already';
  throw declared('ExecutionAlreadyExists', 400, `Execution Already Exists: '${name}'`);
}
