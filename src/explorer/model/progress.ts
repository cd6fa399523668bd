import { expiryOf, giveUp, proceed, settle, stop, type Answer, type Execution, type Machine } from '../../simulator';

/** From one state to the next; usually far below a second, more while Step Functions throttles. */
const transitionMs = 2000;

/**
 * When the next call of an execution can begin, and how long it may last, in milliseconds. Waits are exact, transitions take up to their
 * margin, and an answer comes at any time between the call's effect and its timeout.
 */
export interface CallTiming {
  /** After the effect of the call before (or the start of the execution) at the earliest. */
  readonly afterEffect: number;
  /** After that call began, at the earliest; more than nothing where the execution waited for its timeout. */
  readonly afterCall: number;
  /** After that call began, at the latest. */
  readonly within: number;
  readonly timeout: number;
}

/** When what follows a call that nobody noticed can begin, counted as that call was. */
export function after(first: CallTiming, then: CallTiming): CallTiming {
  const least = then.afterCall > 0 ? then.afterCall : then.afterEffect;
  return {
    afterEffect: first.afterEffect + least,
    afterCall: first.afterCall > 0 ? first.afterCall + least : 0,
    within: first.within + then.within,
    timeout: then.timeout,
  };
}

/** An execution that is about to call or has ended, and when. */
export interface Progress {
  readonly execution: Execution;
  readonly timing: CallTiming;
}

/**
 * The times that an execution has of its own, by which it may time out as a whole: everything takes no time but waits and timeouts, or
 * everything takes as long as the definition lets it.
 */
export type Speed = 'fast' | 'slow';

interface PacedMachine {
  readonly machine: Machine;
  readonly speed: Speed;
}

/** What an execution gets for its call: an answer, or none until the timeout. */
export type CallOutcome = Answer | 'no answer';

/** Far more steps than a rotation has between two calls. */
const mostSteps = 10_000;

/** Resumes an execution with the outcome of its call, up to its next call or its end. */
export function resume({ machine, speed }: PacedMachine, execution: Execution, outcome: CallOutcome): Progress {
  const { phase } = execution;
  if (phase.kind !== 'calling') throw new Error(`${execution.name} is not calling`);
  const timeout = phase.call.timeoutSeconds * 1000;
  const latest = speed === 'slow' ? slowly(machine, execution, timeout) : undefined;
  if (outcome === 'no answer') {
    const since = { afterEffect: 0, afterCall: timeout, within: timeout };
    return untilCall(machine, speed, giveUp(machine, execution, latest ?? phase.deadline), since);
  }
  const answered = settle(machine, execution, outcome, latest ?? phase.since);
  return untilCall(machine, speed, answered, { afterEffect: 0, afterCall: 0, within: timeout });
}

/** Runs an execution that has just begun up to its first call or its end. */
export function startRun({ machine, speed }: PacedMachine, execution: Execution): Progress {
  return untilCall(machine, speed, execution, { afterEffect: 0, afterCall: 0, within: 0 });
}

function untilCall(machine: Machine, speed: Speed, begun: Execution, since: Omit<CallTiming, 'timeout'>): Progress {
  let execution = begun;
  let least = 0;
  let most = 0;
  for (let step = 0; step < mostSteps; step++) {
    execution = inTime(machine, execution);
    const { phase } = execution;
    switch (phase.kind) {
      case 'calling':
      case 'ended': {
        const timeout = phase.kind === 'calling' ? phase.call.timeoutSeconds * 1000 : 0;
        const { afterEffect, afterCall, within } = since;
        // Times counted from a timeout are also counted from the effect, which was not later.
        const timing = {
          afterEffect: afterEffect + least,
          afterCall: afterCall > 0 ? afterCall + least : 0,
          within: within + most,
          timeout,
        };
        return { execution, timing };
      }
      case 'ready':
        most += transitionMs;
        execution = proceed(machine, execution, phase.since + (speed === 'slow' ? transitionMs : 0));
        break;
      case 'waiting':
        least += phase.until - phase.since;
        most += phase.until - phase.since;
        execution = proceed(machine, execution, phase.until);
        break;
      case 'retrying': {
        const { shortest, longest } = pauseOf(machine, execution);
        least += shortest;
        most += longest + transitionMs;
        execution = proceed(machine, execution, phase.until);
      }
    }
  }
  throw new Error(`${begun.name} goes round in circles from the state ${begun.state}`);
}

/** An execution times out as a whole by times of its own: those of the fastest way there, or of the slowest. */
function inTime(machine: Machine, execution: Execution): Execution {
  const { phase } = execution;
  const now = 'until' in phase ? phase.until : 'since' in phase ? phase.since : phase.at;
  const expiry = expiryOf(machine, execution);
  return now < expiry ? execution : stop(execution, 'TIMED_OUT', expiry);
}

/** When a visit to a state is over at the latest: every attempt lasts until its timeout, and every pause between two is the longest. */
function slowly(machine: Machine, { state, enteredAt }: Execution, timeout: number): number {
  const retriers = machine.states.get(state)?.retriers ?? [];
  const attempts = retriers.reduce((sum, { maxAttempts }) => sum + maxAttempts, 1);
  const pauses = retriers.reduce((sum, retrier) => sum + pausesOf(retrier), 0);
  return enteredAt + attempts * (timeout + transitionMs) + pauses;
}

type MachineRetrier = NonNullable<ReturnType<Machine['states']['get']>>['retriers'][number];

/** All pauses of a retrier together, in milliseconds. */
function pausesOf({ intervalSeconds, backoffRate, maxAttempts, maxDelaySeconds }: MachineRetrier): number {
  let sum = 0;
  let pause = intervalSeconds;
  for (let attempt = 0; attempt < maxAttempts && sum < Number.MAX_SAFE_INTEGER; attempt++) {
    sum += Math.min(pause, maxDelaySeconds) * 1000;
    pause *= backoffRate;
  }
  return sum;
}

/** How long an execution may pause before it tries again: with full jitter, anything up to the delay. */
function pauseOf(machine: Machine, execution: Execution): { shortest: number; longest: number } {
  const { phase } = execution;
  if (phase.kind !== 'retrying') return { shortest: 0, longest: 0 };
  const retriers = machine.states.get(execution.state)?.retriers ?? [];
  const jittery = retriers.filter(({ jitter }, index) => jitter && (execution.attempts[index] ?? 0) > 0);
  const passed = phase.until - phase.since;
  if (jittery.length === 0) return { shortest: passed, longest: passed };
  const delays = jittery.map(({ intervalSeconds, backoffRate, maxDelaySeconds }) => {
    const attempts = Math.max(...execution.attempts) - 1;
    return Math.min(intervalSeconds * backoffRate ** attempts, maxDelaySeconds);
  });
  return { shortest: 0, longest: Math.max(passed, ...delays.map((seconds) => Math.ceil(seconds * 1000))) };
}
