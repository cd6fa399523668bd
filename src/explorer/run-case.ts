import type { Machine, World } from '../simulator';
import { explore, initialStateOf, type Counterexample } from './search/explore';
import { violationsOfNextRun } from './invariants/next-run';
import { worldKey } from './search/state-key';
import { invariantsOf } from './invariants/invariants';
import { limitOf, outOfScopeIn, type LimitName } from './invariants/limits';
import type { ExplorationCase } from './cases';
import { invariantOf, keyOf, type InvariantName, type Violation } from './invariants/kinds';
import { searchContext, type SearchContext } from './search/context';
import { Memory } from './model/memory';
import type { Speed } from './model/progress';
import { scenarioIdOf } from './replay/scenario-id';
import { subjectUnder, type Subject } from './model/subject';

/** A violation with the scenario that shows it; either a documented limit or a broken invariant. */
export interface ReportedViolation {
  readonly violation: Violation;
  readonly invariant: InvariantName;
  readonly limit: LimitName | undefined;
  readonly faults: number;
  readonly eventCount: number;
  readonly executions: number;
  /** The argument of `keyturn explore --replay`. */
  readonly scenarioId: string;
}

/** The result of one case; plain data, so that it can be sent from one thread to another. */
export interface CaseResult {
  readonly subject: string;
  readonly set: ExplorationCase['set'];
  readonly states: number;
  readonly executions: number;
  readonly merged: number;
  /** The keys of the worlds in which everything had ended. */
  readonly ends: readonly string[];
  readonly found: readonly ReportedViolation[];
}

/** Explores one case, and starts one more run from every world in which it ends. */
export function runCase(each: ExplorationCase, usual: Subject): CaseResult {
  const subject = subjectUnder(each.circumstance, usual);
  // Two executions have many states, which should not stay in memory.
  const memory = (of: Subject) => (each.executions > 1 ? new Memory(of.speed) : memoryOf(of));
  const context = searchContext(subject, each.interpretation, memory(subject));
  const start = initialStateOf(each, subject);
  const { states, executions, merged, counterexamples, ends } = explore(start, context, invariantsOf(subject));
  const found = counterexamples.map((counterexample) => foundIn(each, subject, counterexample));
  // The next run is one of the schedule, which names no key.
  const next = subject.named === undefined ? context : searchContext(usual, each.interpretation, memory(usual));
  for (const { world, events, faults } of ends) {
    for (const violation of violationsOfNextRunOnce(world, next))
      found.push(foundIn(each, subject, { violation, events, faults, start: world }, 'next-run'));
  }
  return {
    subject: subject.name,
    set: each.set,
    states,
    executions,
    merged,
    ends: ends.map(({ world }) => worldKey(world, subject)),
    found: shortest(found),
  };
}

const memories = new WeakMap<Machine, Map<Speed, Memory>>();

/** The progress that cases of one execution share: most of what it does is the same in every world and under every interpretation. */
function memoryOf({ machine, speed }: Subject): Memory {
  const ofMachine = memories.get(machine) ?? new Map<Speed, Memory>();
  memories.set(machine, ofMachine);
  const memory = ofMachine.get(speed) ?? new Memory(speed);
  ofMachine.set(speed, memory);
  return memory;
}

const nextRuns = new WeakMap<Subject, Map<string, readonly Violation[]>>();

/** Starts the next run from each world once, because many cases leave the same worlds behind. */
function violationsOfNextRunOnce(left: World, context: SearchContext): readonly Violation[] {
  const { subject, interpretation } = context;
  const known = nextRuns.get(subject) ?? new Map<string, readonly Violation[]>();
  nextRuns.set(subject, known);
  const key = JSON.stringify([interpretation, worldKey(left, subject)]);
  const broken = known.get(key) ?? violationsOfNextRun(left, context);
  known.set(key, broken);
  return broken;
}

function foundIn(
  each: ExplorationCase,
  subject: Subject,
  counterexample: Counterexample<Violation>,
  then?: 'next-run',
): ReportedViolation {
  const { violation, events, faults, start } = counterexample;
  const executions = then === 'next-run' ? 1 : each.executions;
  const invariant = invariantOf(violation);
  return {
    violation,
    invariant: executions > 1 && invariant !== '5 no secret leaks' ? '6 two runs cannot collide' : invariant,
    limit: limitOf(violation, { subject, executions, faults, outOfScope: outOfScopeIn({ ...each, events }), start }),
    faults,
    eventCount: events.length,
    executions: each.executions,
    scenarioId: scenarioIdOf({
      subject: subject.name,
      initialWorld: each.initialWorld,
      interpretation: each.interpretation,
      executions: each.executions,
      circumstance: each.circumstance,
      events,
      then,
    }),
  };
}

/** Selects one scenario for each violation: the one with the fewest faults, then executions, then events. */
export function shortest(all: readonly ReportedViolation[]): ReportedViolation[] {
  const best = new Map<string, ReportedViolation>();
  for (const each of all) {
    const key = `${each.invariant}|${keyOf(each.violation)}|${each.limit ?? ''}`;
    const former = best.get(key);
    if (former === undefined || lengthOf(each) < lengthOf(former)) best.set(key, each);
  }
  return [...best.values()].sort((a, b) =>
    a.invariant < b.invariant ? -1 : a.invariant > b.invariant ? 1 : lengthOf(a) - lengthOf(b),
  );
}

const lengthOf = ({ faults, eventCount, executions }: ReportedViolation) =>
  faults * 1_000_000 + executions * 10_000 + eventCount;
