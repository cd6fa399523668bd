import { expiryOf, giveUp, proceed, settle, stop, type Answer, type Execution, type Machine } from '../../simulator';

/** The duration of a transition: usually far below a second, more while Step Functions throttles. */
const transitionMs = 2000;

/**
 * The earliest and latest begin of an execution's next call, and its longest duration, in milliseconds. Waits are exact, transitions take up
 * to their margin, and an answer comes at any time between the call's effect and its timeout.
 */
export interface CallTiming {
  /** The shortest time after the effect of the previous call, or after the start of the execution. */
  readonly afterEffect: number;
  /** The shortest time after the previous call began; more than zero if the execution waited for its timeout. */
  readonly afterCall: number;
  /** The longest time after the previous call began. */
  readonly within: number;
  readonly timeout: number;
}

/** The timing of the next call after a call that no other execution noticed, relative to the same moments as that call. */
export function after(first: CallTiming, then: CallTiming): CallTiming {
  const least = then.afterCall > 0 ? then.afterCall : then.afterEffect;
  return {
    afterEffect: first.afterEffect + least,
    afterCall: first.afterCall > 0 ? first.afterCall + least : 0,
    within: first.within + then.within,
    timeout: then.timeout,
  };
}

/** An execution that is about to make a call or has ended, with its timing. */
export interface Progress {
  readonly execution: Execution;
  readonly timing: CallTiming;
}

/**
 * The pace of an execution's own times, which decide whether it times out as a whole: only waits and timeouts take time, or everything takes
 * as long as the definition allows.
 */
export type Speed = 'fast' | 'slow';

interface PacedMachine {
  readonly machine: Machine;
  readonly speed: Speed;
}

/** The outcome of a call for the execution: an answer, or none until the timeout. */
export type CallOutcome = Answer | 'no answer';

/** A bound far above the number of steps of a rotation between two calls. */
const mostSteps = 10_000;

/** Resumes an execution with the outcome of its call, up to its next call or its end. */
export function resume({ machine, speed }: PacedMachine, execution: Execution, outcome: CallOutcome): Progress {
  const { phase } = execution;
  if (phase.kind !== 'calling') throw new Error(`${execution.name} is not calling`);
  const timeout = phase.call.timeoutSeconds * 1000;
  const latest = speed === 'slow' ? slowly(machine, execution, timeout) : undefined;
  if (outcome === 'no answer') {
    const since = { afterEffect: 0, afterCall: timeout, within: timeout };
    return untilCall({ machine, speed }, execution, giveUp(machine, execution, latest ?? phase.deadline), since);
  }
  const answered = settle(machine, execution, outcome, latest ?? phase.since);
  return untilCall({ machine, speed }, execution, answered, { afterEffect: 0, afterCall: 0, within: timeout });
}

/** Runs an execution that has just begun up to its first call or its end. */
export function startRun({ machine, speed }: PacedMachine, execution: Execution): Progress {
  return untilCall({ machine, speed }, execution, execution, { afterEffect: 0, afterCall: 0, within: 0 });
}

/**
 * Runs an execution up to its next call or its end. The random pause before another attempt draws from the seed; the numbers that are drawn
 * later do not depend on it, so that an execution whose attempt failed becomes equal to one without the failure.
 * @param before the execution before the outcome of its last call
 */
function untilCall(
  { machine, speed }: PacedMachine,
  before: Execution,
  begun: Execution,
  since: Omit<CallTiming, 'timeout'>,
): Progress {
  let execution = begun;
  let { seed } = before;
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
        // A time after a timeout is also a time after the effect, because the effect was not later.
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
        execution = proceed(machine, { ...execution, seed }, phase.until);
        continue;
      }
    }
    seed = execution.seed;
  }
  throw new Error(`${begun.name} goes round in circles from the state ${begun.state}`);
}

/** Times out an execution as a whole by its own times: those of the fastest path, or of the slowest. */
function inTime(machine: Machine, execution: Execution): Execution {
  const { phase } = execution;
  const now = 'until' in phase ? phase.until : 'since' in phase ? phase.since : phase.at;
  const expiry = expiryOf(machine, execution);
  return now < expiry ? execution : stop(execution, 'TIMED_OUT', expiry);
}

/** The latest end of a visit to a state: every attempt lasts until its timeout, and every pause between two attempts is the longest. */
function slowly(machine: Machine, { state, enteredAt }: Execution, timeout: number): number {
  const retriers = machine.states.get(state)?.retriers ?? [];
  const attempts = retriers.reduce((sum, { maxAttempts }) => sum + maxAttempts, 1);
  const pauses = retriers.reduce((sum, retrier) => sum + pausesOf(retrier), 0);
  return enteredAt + attempts * (timeout + transitionMs) + pauses;
}

type MachineRetrier = NonNullable<ReturnType<Machine['states']['get']>>['retriers'][number];

/** The sum of all pauses of a retrier, in milliseconds. */
function pausesOf({ intervalSeconds, backoffRate, maxAttempts, maxDelaySeconds }: MachineRetrier): number {
  let sum = 0;
  let pause = intervalSeconds;
  for (let attempt = 0; attempt < maxAttempts && sum < Number.MAX_SAFE_INTEGER; attempt++) {
    sum += Math.min(pause, maxDelaySeconds) * 1000;
    pause *= backoffRate;
  }
  return sum;
}

/** The pause of an execution before its next attempt: with full jitter, any time up to the delay. */
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
