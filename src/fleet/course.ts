import { InputError } from '../input-error';
import { rotate, scenarioOf, type TraceEntry } from '../simulator';
import type { Deployment, Schedule } from '../terraform';

/** The course of one rotation that succeeds. Times are milliseconds since its start. */
export interface Course {
  /** The calls, each with its IAM action, such as `iam:ListAccessKeys`. */
  readonly calls: readonly { readonly action: string; readonly at: number }[];
  /** The times at which the execution enters a state. */
  readonly transitions: readonly number[];
  readonly duration: number;
  /** The time of CreateAccessKey; undefined if the execution creates no key. */
  readonly createsAt: number | undefined;
  /** The deletion of an earlier key; undefined if no rotation deletes one. */
  readonly deletes: Deletion | undefined;
}

interface Deletion {
  readonly at: number;
  /** 1 if a rotation deletes the key of the rotation before it, 2 if the key of the one before that. */
  readonly lag: 1 | 2;
}

/** Reads the course of a user's rotations from one that runs in the embedded AWS. Throws InputError for what is not simulated, and if it fails. */
export function courseOf(deployment: Deployment, { userName }: Schedule): Course {
  const first = traceOf(deployment, userName, 1);
  const deleted = timeOf(first.trace, 'iam:DeleteAccessKey', first.startAt);
  return {
    calls: first.trace.flatMap((entry) =>
      entry.kind === 'called' ? [{ action: entry.action, at: entry.time - first.startAt }] : [],
    ),
    transitions: first.trace.flatMap((entry) => (entry.kind === 'entered' ? [entry.time - first.startAt] : [])),
    duration: first.duration,
    createsAt: timeOf(first.trace, 'iam:CreateAccessKey', first.startAt),
    deletes: deleted === undefined ? deletionOfSpare(deployment, userName) : { at: deleted, lag: 1 },
  };
}

/** A rotation that keeps the previous key deletes the key before that one. */
function deletionOfSpare(deployment: Deployment, userName: string): Deletion | undefined {
  const { trace, startAt } = traceOf(deployment, userName, 2);
  const at = timeOf(trace, 'iam:DeleteAccessKey', startAt);
  return at === undefined ? undefined : { at, lag: 2 };
}

function traceOf(deployment: Deployment, user: string, keys: 1 | 2) {
  const scenario = scenarioOf(deployment, { user, keys });
  const { startAt } = scenario;
  const { trace, ended } = rotate(scenario);
  if (ended.status !== 'SUCCEEDED') {
    const call = `keyturn simulate ${deployment.stackName} --user ${user}`;
    throw InputError.of(
      `${deployment.stackName}: the rotation of ${user} ends with ${ended.status} in the simulation; "${call}" shows why`,
    );
  }
  return { trace, startAt, duration: ended.endedAt - startAt };
}

/** The time of the last call of an action. */
function timeOf(trace: readonly TraceEntry[], action: string, startAt: number): number | undefined {
  const last = trace.findLast((entry) => entry.kind === 'called' && entry.action === action);
  return last === undefined ? undefined : last.time - startAt;
}
