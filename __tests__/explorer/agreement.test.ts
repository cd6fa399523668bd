import { explore, initialStateOf } from '../../src/explorer/search/explore';
import { invariantsOf } from '../../src/explorer/invariants/invariants';
import { worldKey } from '../../src/explorer/search/state-key';
import { searchContext } from '../../src/explorer/search/context';
import { defaultInterpretation, worldOf } from '../../src/explorer/model/initial-worlds';
import { faultKinds } from '../../src/explorer/model/faults';
import { faultsFrom } from '../simulator/faults';
import { Simulation, defaultStart, type CallMoment, type Fault, type World } from '../../src/simulator';
import { strategies } from '../../src/workflow';
import { oneOfEach } from '../effort';
import { initialWorldCalled, caseOf, subjectFor } from './support';
import type { ExplorationCase, Subject } from '../../src/explorer';

/**
 * The simulator runs one execution after the other, with times of its own; the explorer goes through sets of times. Whatever the one
 * comes to must be among what the other comes to.
 */
function simulated(
  subject: Subject,
  before: World,
  options: { faults?: (call: CallMoment) => Fault | undefined; starts?: readonly number[]; lag?: number },
): { ends: string; calls: number } {
  const lags = { ...before.account.lags, listSeconds: options.lag ?? 0 };
  const world = { ...before, account: { ...before.account, lags } };
  const { machine, role, input } = subject;
  const simulation = new Simulation({ machine, role, world, ...(options.faults ? { faults: options.faults } : {}) });
  (options.starts ?? [0]).forEach((seconds, index) =>
    simulation.start(`run-${index + 1}`, input, defaultStart + 1000 + seconds * 1000),
  );
  while (simulation.step());
  const calls = simulation.trace.filter(({ kind }) => kind === 'called').length;
  return { ends: worldKey(simulation.world, subject), calls };
}

/** The worlds that a case ends in, in whichever order keys are listed: the simulator has an order of its own. */
function explored(subject: Subject, each: ExplorationCase): ReadonlySet<string> {
  const ends = (['oldest first', 'newest first'] as const).flatMap((listed) => {
    const interpretation = { ...each.interpretation, listed };
    return explore(
      initialStateOf({ ...each, interpretation }, subject),
      searchContext(subject, interpretation),
      invariantsOf(subject),
    ).ends;
  });
  return new Set(ends.map(({ world }) => worldKey(world, subject)));
}

const cases = strategies.flatMap((strategy) =>
  ['0-empty', 'A-it', 'IA-newer', 'A-missing'].map((id) => ({ strategy, id })),
);

describe('what the simulator comes to, the explorer comes to as well', () => {
  it.each(oneOfEach(cases, () => 'any'))('with every single fault ($strategy, $id)', ({ strategy, id }) => {
    const subject = subjectFor({ strategy });
    const before = worldOf(initialWorldCalled(id), subject.account, subject, defaultInterpretation);
    const known = explored(subject, caseOf(id));
    const { calls } = simulated(subject, before, {});
    const found = new Set<string>();
    for (let index = 0; index < calls; index++) {
      for (const fault of faultKinds) {
        found.add(simulated(subject, before, { faults: faultsFrom(index, fault) }).ends);
      }
    }
    expect(found.size).toBeGreaterThan(1);
    expect([...found].filter((end) => !known.has(end))).toEqual([]);
  });

  it.each(oneOfEach(cases, () => 'any'))('with two executions at any offset ($strategy, $id)', ({ strategy, id }) => {
    const subject = subjectFor({ strategy });
    const before = worldOf(initialWorldCalled(id), subject.account, subject, defaultInterpretation);
    const known = explored(subject, caseOf(id, { executions: 2, faults: 0 }));
    const offsets = [0, 0.1, 0.3, 1, 5, 14, 16, 31, 700, 815, 819, 822, 830, 836, 845, 900, 2000, 86_420, 87_300];
    for (const lag of [0, 14.9]) {
      for (const offset of offsets) {
        const { ends: end } = simulated(subject, before, { starts: [0, offset], lag });
        expect([offset, lag, known.has(end)]).toEqual([offset, lag, true]);
      }
    }
  });
});
