import { InputError } from '../input-error';
import type { Json } from '../json';
import type { StateMachineDefinition } from '../asl';
import { compileMachine, type Execution, type Machine, type ExecutionResult } from './asl';
import { isSimulated, roleOf, type Role, type World } from './aws';
import { Simulation, type SimulationOptions } from './simulation';
import type { TraceEntry } from './trace';

/** What is deployed: a definition and the identity policies of the role it runs under. */
export interface Deployed {
  readonly definition: StateMachineDefinition | string;
  /** JSON texts. */
  readonly rolePolicies: readonly string[];
  readonly machineName?: string;
  readonly roleName?: string;
}

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

/** How one execution ended: `output` if it succeeded, `error` and `cause` if not. */
export interface Ended {
  readonly name: string;
  readonly status: ExecutionResult['status'];
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RunsResult {
  readonly executions: readonly Ended[];
  readonly trace: readonly TraceEntry[];
  /** As it is when the last execution has ended. */
  readonly world: World;
}

export const defaultStart = Date.UTC(2026, 0, 5, 3, 0, 0);

/** Compiles what is deployed; throws InputError for what cannot be simulated. */
export function load(deployed: Deployed, world: World): { machine: Machine; role: Role } {
  const { definition, rolePolicies, machineName = 'rotation', roleName = 'rotation-execution' } = deployed;
  const { partition, region, accountId } = world.account;
  const role = roleOf(world.account, roleName, rolePolicies);
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const arn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${machineName}`;
  return { machine: compileMachine(text, { name: machineName, arn, roleArn: role.arn, isSimulated }), role };
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

/** How an execution ended that has. */
export function endingOf({ name, startedAt, phase }: Execution): Ended {
  if (phase.kind !== 'ended') throw new Error(`${name} has not ended`);
  const { result } = phase;
  const times = { startedAt, endedAt: phase.at };
  if (result.status === 'SUCCEEDED') return { name, ...result, error: undefined, cause: undefined, ...times };
  return { name, ...result, output: undefined, ...times };
}

/** Runs one execution to its end. */
export function runExecution(options: RunOptions & { readonly input: Json }): Ended & Omit<RunsResult, 'executions'> {
  const { executions, trace, world } = runExecutions(options, [{ input: options.input }]);
  const [ended] = executions;
  if (!ended) throw InputError.of('no execution was started');
  return { ...ended, trace, world };
}
