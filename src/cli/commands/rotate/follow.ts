import { setTimeout as sleep } from 'node:timers/promises';
import type { Clients } from '../../../account/sdk/clients';
import { lastStates, statusOf } from '../../../account/executions';
import { AwsFault } from '../../../account/sdk/fault';
import type { Course, End, Step } from '../../../operations/course';
import { timeInWords } from '../../../operations/words';
import { durationInLargestUnit } from '../../../text/duration';
import { printable } from '../../../text/printable';
import type { Io } from '../../io';

interface Followed {
  readonly clients: Clients;
  readonly executionArn: string;
  readonly course: Course;
  readonly graceSeconds: number;
}

/** AWS answers DescribeExecution ten times a second in an account, and GetExecutionHistory twenty times. */
const pauseMs = 2_000;
const longestPauseMs = 30_000;

/** Shows the steps of an execution until it has ended; undefined if the signal comes first: the execution continues then. */
export async function follow(followed: Followed, io: Io, signal: AbortSignal): Promise<End | undefined> {
  const { clients, executionArn, course, graceSeconds } = followed;
  let shown = '';
  let pause = pauseMs;
  try {
    while (!signal.aborted) {
      const [state, states] = await look(clients, executionArn);
      if (state.status !== 'RUNNING') return course.endOf(state, states);
      const last = states.at(-1);
      if (last !== undefined && last.state !== shown) {
        shown = last.state;
        pause = pauseMs;
        io.progress?.('');
        io.stderr(`${lineOf(course.stepOf(last, graceSeconds), last.at)}\n`);
      }
      if (last !== undefined) io.progress?.(leftOf(course.stepOf(last, graceSeconds)));
      await sleep(pause, undefined, { signal });
      pause = Math.min(pause * 1.2, longestPauseMs);
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    io.progress?.('');
  }
}

/** The history may not be readable: the status alone then says how the execution ends. */
async function look(clients: Clients, executionArn: string) {
  const state = await statusOf(clients, executionArn);
  const states = await lastStates(clients, executionArn).catch((error: unknown) => {
    if (error instanceof AwsFault && error.kind === 'denied') return [];
    throw error;
  });
  return [state, states] as const;
}

function lineOf({ state, does, until }: Step, at: number): string {
  const waits = until === undefined ? '' : ` Waits until ${timeInWords(until)}.`;
  return `${new Date(at).toISOString().slice(11, 19)}  ${printable(state)}  ${printable(does ?? '')}${waits}`.trimEnd();
}

/** Returns the rest of a wait, for the last line of a terminal. */
function leftOf({ state, until }: Step): string {
  const left = until === undefined ? 0 : (until - Date.now()) / 1000;
  return `${printable(state)}${left > 0 ? `, ${durationInLargestUnit(left)} left` : ''}; Ctrl-C detaches`;
}
