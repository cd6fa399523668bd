import type { InvariantName } from '../../src/explorer';
import { buildWorkflow, strategies } from '../../src/workflow';
import { oneOfEach, runsAll } from '../effort';
import { workflowOptions } from '../workflow/options';
import { mutants } from './mutants';
import { breaking, caseOf, firstBreaking, subjectFor, subjectWith } from './support';

describe('a broken workflow is found by the promise that it breaks', () => {
  it.each(oneOfEach(mutants, () => 'any'))('$breaks: $name ($strategy)', ({ breaks, strategy, change }) => {
    const definition = change(buildWorkflow(workflowOptions({ strategy })));
    expect(firstBreaking(subjectWith(definition), breaks)).toMatchObject({ invariant: breaks, limit: undefined });
  });

  it('has two broken workflows at least for every promise that a workflow can break', () => {
    const counts = new Map<InvariantName, number>();
    for (const { breaks } of mutants) counts.set(breaks, (counts.get(breaks) ?? 0) + 1);
    expect(counts.size).toBe(7);
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(2);
  });
});

const variants = [
  ...strategies.map((strategy) => ({ strategy })),
  { strategy: 'overlap', twoKeys: 'replace-older' },
] as const;

/** `npm test` looks at one world of the slice. */
const cases = runsAll ? undefined : [caseOf('A-it')];

describe('the workflow itself, in a slice of what `keyturn explore` goes through: every fault from ten worlds, and from one where all is slow, every pair from the usual one, two executions without faults from three', () => {
  it.each(oneOfEach(variants, () => 'any'))('breaks nothing: %j', (variant) => {
    expect(breaking(subjectFor(variant), cases)).toEqual([]);
  });
});
