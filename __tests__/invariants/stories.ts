import {
  defaultStart,
  load,
  Simulation,
  type CallMoment,
  type Ended,
  type Fault,
  type World,
} from '../../src/simulator';
import type { Strategy } from '../../src/workflow';
import type { StateMachineDefinition } from '../../src/asl';
import { faultsAt } from '../../src/explorer/model/faults';
import { faultsFrom } from '../simulator/faults';
import { brokenByOne, brokenByTwo, healed, type Promise, type Story } from './promises';
import { input, rolePolicy, worldOf, type Beginning } from './worlds';

interface Subject {
  readonly strategy: Strategy;
  readonly definition: StateMachineDefinition;
}

interface Telling {
  readonly before: World;
  readonly startAt?: number;
  readonly faults?: (call: CallMoment) => Fault | undefined;
  /** Seconds after the start at which each run begins. */
  readonly starts?: readonly number[];
}

/** Compiling a definition costs more than running it, so each is compiled once. */
const loaded = new WeakMap<StateMachineDefinition, ReturnType<typeof load>>();

function loadedOnce(definition: StateMachineDefinition, world: World): ReturnType<typeof load> {
  const known = loaded.get(definition) ?? load({ definition, rolePolicies: [rolePolicy] }, world);
  loaded.set(definition, known);
  return known;
}

export function tell({ strategy, definition }: Subject, telling: Telling): Story {
  const { before, startAt = defaultStart, faults, starts = [0] } = telling;
  const moments: { world: World; time: number }[] = [];
  const simulation = new Simulation({
    ...loadedOnce(definition, before),
    world: before,
    ...(faults === undefined ? {} : { faults }),
    onMoment: (world, time) => void moments.push({ world, time }),
  });
  starts.forEach((seconds, index) => simulation.start(`run-${index + 1}`, input, startAt + seconds * 1000));
  while (simulation.step());
  const ended = simulation.executions.map(endOf);
  return { strategy, before, startedAt: startAt, ended, trace: simulation.trace, after: simulation.world, moments };
}

function endOf({ name, startedAt, phase }: Simulation['executions'][number]): Ended {
  if (phase.kind !== 'ended') throw new Error(`${name} has not ended`);
  const { result, at: endedAt } = phase;
  const isSuccess = result.status === 'SUCCEEDED';
  return {
    name,
    startedAt,
    endedAt,
    status: result.status,
    output: isSuccess ? result.output : undefined,
    error: isSuccess ? undefined : result.error,
    cause: isSuccess ? undefined : result.cause,
  };
}

export interface Broken {
  readonly promise: Promise;
  readonly where: string;
  readonly ended: readonly Ended[];
}

/** How long an operator may take to start the next run. */
const later = 26 * 3_600_000;

function judge(subject: Subject, story: Story, where: string): Broken[] {
  const broken = brokenByOne(story).map((promise) => ({ promise, where, ended: story.ended }));
  const end = Math.max(...story.ended.map(({ endedAt }) => endedAt));
  const next = tell(subject, { before: story.after, startAt: end + later });
  const isMendable =
    story.before.secrets.length > 0 && !story.before.secrets.some(({ pendingDeletion }) => pendingDeletion);
  if (isMendable && !healed(next))
    broken.push({ promise: '4 the next run heals', where: `${where}, then the next run`, ended: next.ended });
  return broken;
}

/** Every single fault, at every call of the run without faults, from one beginning. Lazily: everyone who looks for one stops at it. */
export function* singleFaults(subject: Subject, beginning: Beginning): Generator<Broken[]> {
  for (const repeatedToken of ['succeeds', 'fails'] as const) {
    const before = worldOf(beginning, { readings: { repeatedToken } });
    const smooth = tell(subject, { before });
    yield judge(subject, smooth, `${beginning.name}, no fault`);
    const actions = smooth.trace.flatMap((entry) => (entry.kind === 'called' ? [entry.action] : []));
    for (const [index, action] of actions.entries()) {
      // What a used token means is asked only after a fault of UpdateSecret.
      if (repeatedToken === 'fails' && action !== 'secretsmanager:UpdateSecret') continue;
      for (const fault of faultsAt(action, true)) {
        const story = tell(subject, { before, faults: faultsFrom(index, fault) });
        yield judge(subject, story, `${beginning.name}, call ${index} (${action}) ${fault.words}`);
      }
    }
  }
}

/** Two runs for one user, started this many seconds apart. */
const offsets = [
  0, 0.15, 1, 6, 16, 30, 120, 500, 800, 815, 819.5, 820.2, 822, 830, 836, 845, 860, 900, 2000, 40_000, 87_300,
];

/** Two runs, started at every offset, from one beginning. */
export function* twoRuns(subject: Subject, beginning: Beginning): Generator<Broken[]> {
  for (const listSeconds of [0, 14]) {
    for (const offset of offsets) {
      const before = worldOf(beginning, { lags: { listSeconds } });
      const story = tell(subject, { before, starts: [0, offset] });
      const where = `${beginning.name}, two runs ${offset} s apart, lists lag ${listSeconds} s`;
      yield brokenByTwo(story).map((promise) => ({ promise, where, ended: story.ended }));
    }
  }
}
