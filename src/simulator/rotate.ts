import { type Ended, endingOf } from './run';
import type { Scenario } from './scenario';
import { Simulation } from './simulation';
import type { TraceEntry } from './trace';
import type { World } from './aws';

/** One rotation from its start to its end. */
export interface Rotation {
  readonly ended: Ended;
  readonly trace: readonly TraceEntry[];
  readonly world: World;
}

/** Runs the rotation of a scenario. */
export function rotate({ machine, role, world, input, startAt }: Scenario): Rotation {
  const simulation = new Simulation({ machine, role, world });
  simulation.start('simulated', input, startAt);
  while (simulation.step());
  const [ended] = simulation.executions.map(endingOf);
  if (!ended) throw new Error('the execution was not started');
  return { ended, trace: simulation.trace, world: simulation.world };
}
