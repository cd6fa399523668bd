import { InputError } from '../../src/input-error';
import type { Json } from '../../src/json';
import {
  defaultStart,
  endingOf,
  load,
  Simulation,
  type Deployed,
  type Ended,
  type TraceEntry,
  type World,
} from '../../src/simulator';
import type { SimulationOptions } from '../../src/simulator/simulation';

export interface RunOptions extends Deployed, Omit<SimulationOptions, 'machine' | 'role'> {
  /** Virtual time of the start, in milliseconds since 1970. */
  readonly startAt?: number;
}

export interface ExecutionStart {
  readonly input: Json;
  /** Seconds after the start of the run. */
  readonly startAtSeconds?: number;
  /** Seconds after the start of the run at which an operator stops the execution, if it still runs. */
  readonly abortAtSeconds?: number;
  readonly name?: string;
}

interface RunsResult {
  readonly executions: readonly Ended[];
  readonly trace: readonly TraceEntry[];
  /** As it is when the last execution has ended. */
  readonly world: World;
}

/** Runs executions to their ends, interleaved in one world by virtual time. */
export function runExecutions(options: RunOptions, starts: readonly ExecutionStart[]): RunsResult {
  const { startAt = defaultStart } = options;
  const simulation = new Simulation({ ...options, ...load(options, options.world) });
  starts.forEach(({ input, startAtSeconds = 0, abortAtSeconds = Infinity, name }, index) => {
    const at = (seconds: number) => startAt + seconds * 1000;
    simulation.start(name ?? `execution-${index + 1}`, input, at(startAtSeconds), at(abortAtSeconds));
  });
  while (simulation.step());
  const executions = simulation.executions.map(endingOf);
  return { executions, trace: simulation.trace, world: simulation.world };
}

/** Runs one execution to its end. */
export function runExecution(options: RunOptions & { readonly input: Json }): Ended & Omit<RunsResult, 'executions'> {
  const { executions, trace, world } = runExecutions(options, [{ input: options.input }]);
  const [ended] = executions;
  if (!ended) throw InputError.of('no execution was started');
  return { ...ended, trace, world };
}
