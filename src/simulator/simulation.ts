import {
  begin,
  expiryOf,
  giveUp,
  proceed,
  retryCount,
  settle,
  stop,
  type Answer,
  type Execution,
  type Machine,
} from './asl';
import { actionOf, perform, type Role, type World } from './aws';
import type { CallMoment, Fault } from './fault';
import { admit } from './names';
import { seedFrom } from './random';
import { happeningsOf, type Happening, type TraceEntry } from './trace';
import type { Json } from '../json';

/** Durations in virtual milliseconds. */
export interface Pace {
  /** The duration of a transition between two states. */
  readonly transitionMs: number;
  /** The duration from a call to its effect, and again from its effect to its answer. */
  readonly callMs: number;
}

const defaultPace: Pace = { transitionMs: 25, callMs: 100 };

/** Observes from outside: called after every step with everything that is visible. */
export type Observer = (world: World, time: number, executions: readonly Execution[]) => void;

export interface SimulationOptions {
  readonly machine: Machine;
  readonly role: Role;
  readonly world: World;
  readonly pace?: Partial<Pace>;
  readonly faults?: (call: CallMoment) => Fault | undefined;
  readonly onMoment?: Observer;
}

/** A call in progress: the time of its effect, and, after that, its answer. */
interface Flight {
  readonly moment: CallMoment;
  readonly fault: Fault | undefined;
  readonly effectAt: number;
  readonly answer: Answer | 'never' | undefined;
}

interface RunningExecution {
  /** The time at which an operator stops the execution. */
  readonly abortAt: number;
  execution: Execution;
  flight: Flight | undefined;
}

/**
 * Several executions of one machine in one world, in virtual time: each step runs the next event in time, of any execution. All waiting is
 * arithmetic; nothing here reads a real clock.
 */
export class Simulation {
  readonly trace: TraceEntry[] = [];
  world: World;
  private readonly runs: RunningExecution[] = [];
  private readonly pace: Pace;
  private calls = 0;

  constructor(private readonly options: SimulationOptions) {
    this.world = options.world;
    this.pace = { ...defaultPace, ...options.pace };
  }

  get executions(): readonly Execution[] {
    return this.runs.map(({ execution }) => execution);
  }

  /**
   * Adds an execution that starts at a time, and that an operator stops at another if it still runs then (milliseconds since 1970). A call in
   * progress has no effect if its execution is stopped before. If an execution of the same name and input still runs, nothing starts. Throws
   * InputError for an input that is too large, ServiceError for a name that StartExecution refuses.
   */
  start(name: string, input: Json, at: number, abortAt = Infinity): void {
    if (admit(name, input, at, this.formerOf(name, at)) === 'runs already') return;
    const seed = seedFrom(this.world.seed, name);
    const execution = begin(this.options.machine, { name, input, at, seed });
    this.runs.push({ abortAt, execution, flight: undefined });
    this.note(execution, at, { kind: 'started', input });
  }

  /** The latest execution of that name, in its state at a time. */
  private formerOf(name: string, at: number): Execution | undefined {
    const has = ({ execution }: RunningExecution) => execution.name === name;
    if (!this.runs.some(has)) return undefined;
    while ((this.next()?.at ?? Infinity) <= at) this.step();
    return this.runs.filter(has).at(-1)?.execution;
  }

  /** Runs the next event; returns false if all executions have ended. */
  step(): boolean {
    const next = this.next();
    if (!next) return false;
    this.advance(next.run, next.at);
    this.options.onMoment?.(this.world, next.at, this.executions);
    return true;
  }

  private next(): { run: RunningExecution; at: number } | undefined {
    let next: { run: RunningExecution; at: number } | undefined;
    for (const run of this.runs) {
      const at = this.nextMoment(run);
      if (at !== undefined && (next === undefined || at < next.at)) next = { run, at };
    }
    return next;
  }

  private nextMoment(run: RunningExecution): number | undefined {
    const at = this.undisturbed(run);
    return at === undefined ? undefined : Math.min(at, run.abortAt, expiryOf(this.options.machine, run.execution));
  }

  /** The time at which the execution continues if it is neither stopped nor timed out as a whole. */
  private undisturbed({ execution, flight }: RunningExecution): number | undefined {
    const { phase } = execution;
    switch (phase.kind) {
      case 'ready':
        return phase.since + (phase.since === execution.startedAt ? 0 : this.pace.transitionMs);
      case 'waiting':
      case 'retrying':
        return phase.until;
      case 'calling': {
        if (!flight || flight.answer === 'never') return phase.deadline;
        return Math.min(flight.answer ? flight.effectAt + this.pace.callMs : flight.effectAt, phase.deadline);
      }
      case 'ended':
        return undefined;
    }
  }

  private advance(run: RunningExecution, now: number): void {
    const { machine } = this.options;
    const { execution, flight } = run;
    if (now >= expiryOf(machine, execution)) this.move(run, stop(execution, 'TIMED_OUT', now), now);
    else if (now >= run.abortAt) this.move(run, stop(execution, 'ABORTED', now), now);
    else if (execution.phase.kind !== 'calling') this.move(run, proceed(machine, execution, now), now);
    else if (now >= execution.phase.deadline || !flight) this.timeOut(run, now);
    else if (flight.answer === undefined || flight.answer === 'never') run.flight = this.takeEffect(run, flight, now);
    else this.deliver(run, flight, flight.answer, now);
  }

  private takeEffect({ execution }: RunningExecution, flight: Flight, now: number): Flight {
    const { fault } = flight;
    const failure =
      fault && 'error' in fault ? ({ ok: false, error: fault.error, cause: fault.cause } as const) : undefined;
    if (fault?.kind === 'fail-before') return { ...flight, answer: failure };
    if (fault?.kind === 'timeout' && !fault.takesEffect) return { ...flight, answer: 'never' };
    if (execution.phase.kind !== 'calling') return flight;
    const { call } = execution.phase;
    if (fault?.kind === 'repeat') this.world = perform(this.world, this.options.role, call, now).world;
    const { world, answer } = perform(this.world, this.options.role, call, now);
    this.world = world;
    return { ...flight, answer: fault?.kind === 'timeout' ? 'never' : (failure ?? answer) };
  }

  private deliver(run: RunningExecution, { moment }: Flight, answer: Answer, now: number): void {
    this.noteCall(run.execution, moment, answer, now);
    this.move(run, settle(this.options.machine, run.execution, answer, now), now, answer.ok ? undefined : answer.error);
  }

  private timeOut(run: RunningExecution, now: number): void {
    const error = 'States.Timeout';
    if (run.flight) this.noteCall(run.execution, run.flight.moment, { ok: false, error, cause: '' }, now);
    this.move(run, giveUp(this.options.machine, run.execution, now), now, error);
  }

  private move(run: RunningExecution, after: Execution, now: number, error?: string): void {
    const typeOf = (state: string) => this.options.machine.states.get(state)?.type ?? '';
    for (const happening of happeningsOf(run.execution, after, typeOf, error)) this.note(after, now, happening);
    run.execution = after;
    run.flight = after.phase.kind === 'calling' ? this.takeOff(after, now) : undefined;
  }

  private takeOff(execution: Execution, now: number): Flight | undefined {
    if (execution.phase.kind !== 'calling') return undefined;
    const moment: CallMoment = {
      execution: execution.name,
      state: execution.state,
      action: actionOf(execution.phase.call),
      attempt: retryCount(execution) + 1,
      time: now,
      index: this.calls++,
    };
    return { moment, fault: this.options.faults?.(moment), effectAt: now + this.pace.callMs, answer: undefined };
  }

  private noteCall(execution: Execution, { state, action, attempt }: CallMoment, answer: Answer, now: number): void {
    if (execution.phase.kind !== 'calling') return;
    const { call } = execution.phase;
    this.note(execution, now, { kind: 'called', state, action, call, attempt, answer, world: this.world });
  }

  private note({ name }: Execution, time: number, happening: Happening): void {
    this.trace.push({ time, execution: name, ...happening });
  }
}
