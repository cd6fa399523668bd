import type { Json } from '../json';
import type { StateMachineDefinition } from '../asl';
import { compileMachine, type Execution, type Machine, type ExecutionResult } from './asl';
import { isSimulated, roleOf, type Role, type World } from './aws';

/** The deployment: a definition and the identity policies of its role. */
export interface Deployed {
  readonly definition: StateMachineDefinition | string;
  /** JSON texts. */
  readonly rolePolicies: readonly string[];
  readonly machineName?: string;
  readonly roleName?: string;
}

/** The end of one execution: `output` if it succeeded, `error` and `cause` if not. */
export interface Ended {
  readonly name: string;
  readonly status: ExecutionResult['status'];
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
}

export const defaultStart = Date.UTC(2026, 0, 5, 3, 0, 0);

/** Compiles a deployment; throws InputError for everything that cannot be simulated. */
export function load(deployed: Deployed, world: World): { machine: Machine; role: Role } {
  const { definition, rolePolicies, machineName = 'rotation', roleName = 'rotation-execution' } = deployed;
  const { partition, region, accountId } = world.account;
  const role = roleOf(world.account, roleName, rolePolicies);
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const arn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${machineName}`;
  return { machine: compileMachine(text, { name: machineName, arn, roleArn: role.arn, isSimulated }), role };
}

/** The end of an execution that has ended. */
export function endingOf({ name, startedAt, phase }: Execution): Ended {
  if (phase.kind !== 'ended') throw new Error(`${name} has not ended`);
  const { result } = phase;
  const times = { startedAt, endedAt: phase.at };
  if (result.status === 'SUCCEEDED') return { name, ...result, error: undefined, cause: undefined, ...times };
  return { name, ...result, output: undefined, ...times };
}
