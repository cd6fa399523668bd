import { InputError } from '../../input-error';
import type { Json } from '../../json';
import { isLargerThan, isSurelyWithin, isTooDeep } from './data-size';
import { Dice } from '../random';
import { dataLimitBytes, historyLimitEvents, runtimeError, StatesError } from './errors';
import { contextOf, type Answer, type Execution, type ExecutionResult } from './execution';
import type { Machine } from './machine';
import { delayOf, isNamed } from './recovery';
import type { Scope } from './scope';
import type { CompiledState, StateOutcome } from './states/state';

/**
 * The interpreter as a stepper: it takes an execution and an event, and returns the next execution. It reads no clock, calls no service and
 * keeps no state: the caller passes in `now` and the answers of services.
 */

interface Start {
  readonly name: string;
  readonly input: Json;
  readonly at: number;
  readonly seed: number;
}

/** Returns an execution that is about to enter its first state. Throws InputError for an input beyond AWS's limit. */
export function begin(machine: Machine, { name, input, at, seed }: Start): Execution {
  if (isLargerThan(input, dataLimitBytes)) throw InputError.of(`execution input: more than ${dataLimitBytes} bytes`);
  if (isTooDeep(input)) throw InputError.of('execution input: nested too deep');
  const phase = { kind: 'ready', since: at } as const;
  const attempts: number[] = [];
  return {
    name,
    input,
    startedAt: at,
    seed,
    events: 1,
    state: machine.startAt,
    data: input,
    enteredAt: at,
    enteredEvent: 1,
    attempts,
    phase,
  };
}

/** The next execution when a `ready` execution enters its state, or a `waiting` or `retrying` one has waited long enough. */
export function proceed(machine: Machine, execution: Execution, now: number): Execution {
  switch (execution.phase.kind) {
    case 'ready': {
      const enteredEvent = execution.events + 1;
      const { name, input, startedAt, seed, state, data, attempts, phase } = execution;
      const entered = {
        name,
        input,
        startedAt,
        seed,
        events: enteredEvent,
        state,
        data,
        enteredAt: now,
        enteredEvent,
        attempts,
        phase,
      };
      return perform(machine, entered, now);
    }
    case 'retrying':
      return perform(machine, execution, now);
    case 'waiting':
      return leave(execution, execution.phase.output, execution.phase.next, now);
    default:
      throw new Error(`an execution that is ${execution.phase.kind} cannot proceed by itself`);
  }
}

/** The next execution when the service has answered a `calling` execution. */
export function settle(machine: Machine, execution: Execution, answer: Answer, now: number): Execution {
  const answered = { ...execution, events: execution.events + 1 };
  if (!answer.ok) return fail(machine, answered, answer.error, answer.cause, now);
  const state = stateOf(machine, execution);
  return attempt(machine, answered, now, (scope) => {
    checkData(execution.state, answer.result);
    return state.settle?.(scope, answer.result) ?? { kind: 'leave', output: answer.result, next: undefined };
  });
}

/** The next execution when a `calling` execution has waited for an answer until its deadline. */
export function giveUp(machine: Machine, execution: Execution, now: number): Execution {
  return fail(machine, { ...execution, events: execution.events + 1 }, 'States.Timeout', '', now);
}

/** Ends an execution that took too long as a whole, or that an operator stopped. */
export function stop(execution: Execution, status: 'TIMED_OUT' | 'ABORTED', now: number): Execution {
  return end(
    execution,
    { status, error: status === 'TIMED_OUT' ? 'States.Timeout' : undefined, cause: undefined },
    now,
  );
}

function stateOf(machine: Machine, execution: Execution): CompiledState {
  const state = machine.states.get(execution.state);
  if (!state) throw new Error(`no state ${execution.state}`);
  return state;
}

function perform(machine: Machine, execution: Execution, now: number): Execution {
  const state = stateOf(machine, execution);
  return attempt(machine, execution, now, (scope) => state.enter(scope, now));
}

/** Evaluates the request of a state; an error during the evaluation goes to the state's retriers and catchers. */
function attempt(machine: Machine, execution: Execution, now: number, run: (scope: Scope) => StateOutcome): Execution {
  const dice = new Dice(execution.seed);
  const scope: Scope = { input: execution.data, context: () => contextOf(machine, execution), dice };
  try {
    const outcome = run(scope);
    return follow(withSeed(execution, dice), outcome, now);
  } catch (problem) {
    if (!(problem instanceof StatesError)) throw problem;
    const place = `An error occurred while executing the state '${execution.state}' (entered at the event id #${execution.enteredEvent}).`;
    return fail(machine, withSeed(execution, dice), problem.error, `${place} ${problem.detail}`, now);
  }
}

/** Copies the execution only if the seed changed: few states draw a random number, and a copy at every step costs time. */
function withSeed(execution: Execution, { seed }: Dice): Execution {
  return seed === execution.seed ? execution : { ...execution, seed };
}

function follow(execution: Execution, outcome: StateOutcome, now: number): Execution {
  switch (outcome.kind) {
    case 'leave':
      checkData(execution.state, outcome.output);
      return leave(execution, outcome.output, outcome.next, now);
    case 'wait': {
      const { until, output, next } = outcome;
      checkData(execution.state, output);
      return { ...execution, phase: { kind: 'waiting', since: now, until, output, next } };
    }
    case 'call': {
      checkData(execution.state, outcome.call.parameters);
      const deadline = now + outcome.call.timeoutSeconds * 1000;
      // The history gets one event for the scheduled call and one for the started call.
      return {
        ...execution,
        events: execution.events + 2,
        phase: { kind: 'calling', call: outcome.call, since: now, deadline },
      };
    }
    case 'fail':
      return end(execution, { status: 'FAILED', error: outcome.error, cause: outcome.cause }, now);
  }
}

/** No retries so far. */
const attempts: readonly number[] = [];

function leave(execution: Execution, output: Json, next: string | undefined, now: number): Execution {
  const events = execution.events + 1;
  if (next === undefined) return end({ ...execution, events }, { status: 'SUCCEEDED', output }, now);
  if (events >= historyLimitEvents) return tooLong({ ...execution, events }, now);
  // Lists the members, because every step of every execution runs this, and it is twice as fast as a spread.
  const { name, input, startedAt, seed, enteredAt, enteredEvent } = execution;
  const phase = { kind: 'ready', since: now } as const;
  return { name, input, startedAt, seed, events, state: next, data: output, enteredAt, enteredEvent, attempts, phase };
}

/** Tries first the retriers, then the catchers; without a match the execution fails. */
function fail(machine: Machine, execution: Execution, error: string, cause: string, now: number): Execution {
  if (execution.events >= historyLimitEvents) return tooLong(execution, now);
  const { retriers, catchers } = stateOf(machine, execution);
  const index = retriers.findIndex(({ errors }) => isNamed(errors, error));
  const retrier = retriers[index];
  const used = execution.attempts[index] ?? 0;
  if (retrier && used < retrier.maxAttempts) {
    const dice = new Dice(execution.seed);
    const until = now + delayOf(retrier, used, dice);
    const attempts = retriers.map((_, each) => (execution.attempts[each] ?? 0) + (each === index ? 1 : 0));
    return { ...execution, seed: dice.seed, attempts, phase: { kind: 'retrying', since: now, until, error, cause } };
  }
  const catcher = catchers.find(({ errors }) => isNamed(errors, error));
  if (!catcher) return end(execution, { status: 'FAILED', error, cause }, now);
  return attemptCatch(
    execution,
    () => catcher.place(execution.data, { Error: error, Cause: cause }),
    catcher.next,
    now,
  );
}

/** Catches an error; an error during that ends the execution. */
function attemptCatch(execution: Execution, place: () => Json, next: string, now: number): Execution {
  try {
    const data = place();
    checkData(execution.state, data);
    return {
      ...execution,
      events: execution.events + 1,
      state: next,
      data,
      attempts: [],
      phase: { kind: 'ready', since: now },
    };
  } catch (problem) {
    if (!(problem instanceof StatesError)) throw problem;
    return end(execution, { status: 'FAILED', error: problem.error, cause: problem.detail }, now);
  }
}

function end(execution: Execution, result: ExecutionResult, now: number): Execution {
  return { ...execution, events: execution.events + 1, phase: { kind: 'ended', at: now, result } };
}

function tooLong(execution: Execution, now: number): Execution {
  const cause = `The execution reached the maximum number of history events (${historyLimitEvents}).`;
  return end(execution, { status: 'FAILED', error: 'States.Runtime', cause }, now);
}

/** Throws StatesError for data that a state cannot pass on. */
function checkData(state: string, data: Json): void {
  if (isSurelyWithin(data, dataLimitBytes)) return;
  if (isTooDeep(data)) throw runtimeError(`The data of the state '${state}' are nested too deep.`);
  if (!isLargerThan(data, dataLimitBytes)) return;
  const detail = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  throw new StatesError('States.DataLimitExceeded', detail);
}
