import { explore, initialStateOf } from '../../../src/explorer/search/explore';
import { invariantsOf } from '../../../src/explorer/invariants/invariants';
import { keyOf } from '../../../src/explorer/invariants/kinds';
import { searchContext, type SearchContext } from '../../../src/explorer/search/context';
import { worldKey } from '../../../src/explorer/search/state-key';
import type { ExplorationCase, Subject } from '../../../src/explorer';
import { subjectUnder } from '../../../src/explorer/model/subject';
import { buildWorkflow, strategies } from '../../../src/workflow';
import { runsAll, slowTest } from '../../effort';
import { workflowOptions } from '../../workflow/options';
import { mutants } from '../mutants';
import { caseOf, subjectFor, subjectWith } from '../support';

function search(each: ExplorationCase, usual: Subject, abstraction: Pick<SearchContext, 'abstraction'>) {
  const subject = subjectUnder(each.circumstance, usual);
  const context = { ...searchContext(subject, each.interpretation), ...abstraction };
  const { states, counterexamples, ends } = explore(initialStateOf(each, subject), context, invariantsOf(subject));
  return {
    states,
    violations: counterexamples.map(({ violation, faults }) => `${keyOf(violation)} ${faults}`).sort(),
    ends: ends.map(({ world }) => worldKey(world, subject)).sort(),
  };
}

/** Compares with the full search, in which a state stands for its own times only. Returns the number of states that are saved. */
function expectEqual(each: ExplorationCase, subject: Subject): number {
  const full = search(each, subject, { abstraction: (zone) => zone });
  const usual = search(each, subject, {});
  expect({ ...usual, states: 0 }).toEqual({ ...full, states: 0 });
  return full.states - usual.states;
}

const two = { executions: 2, faults: 0 } as const;

const cases: readonly ExplorationCase[] = [
  caseOf('0-empty', two),
  caseOf('A-it', { faults: 1 }),
  ...(runsAll
    ? [
        caseOf('AA-newer', two),
        caseOf('A-it', two),
        caseOf('IA-newer', two),
        caseOf('A-missing', { executions: 2, faults: 1 }),
        caseOf('A-it', { ...two, circumstance: 'longer-lags' }),
        caseOf('0-empty', { executions: 2, faults: 1 }),
      ]
    : []),
];

test.each(
  cases.map((each, index) => ({ each, strategy: strategies[index % strategies.length], id: each.initialWorld.id })),
)(
  'states that stand for more times than their own lead to the same violations and worlds: $strategy from $id',
  ({ strategy, each }) => {
    expect(expectEqual(each, subjectFor(strategy === undefined ? {} : { strategy }))).toBeGreaterThanOrEqual(0);
  },
);

slowTest('and of broken workflows, to the same violations', () => {
  for (const { strategy, change } of mutants) {
    const subject = subjectWith(change(buildWorkflow(workflowOptions({ strategy }))));
    for (const each of [caseOf('A-it'), caseOf('0-empty', two)]) expectEqual(each, subject);
  }
});
