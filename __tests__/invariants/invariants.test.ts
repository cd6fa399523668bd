import { buildWorkflow, strategies } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { singleFaults, twoRuns, type Broken } from './stories';
import { beginnings } from './worlds';

const variants = [
  ...strategies.map((strategy) => ({ name: strategy, strategy, options: workflowOptions({ strategy }) })),
  {
    name: 'overlap that replaces the older of two active keys',
    strategy: 'overlap' as const,
    options: workflowOptions({ strategy: 'overlap', twoKeys: 'replace-older' }),
  },
].map(({ name, strategy, options }) => ({ name, strategy, definition: buildWorkflow(options) }));

function allOf(stories: Iterable<Broken[]>): Broken[] {
  return [...stories].flat();
}

describe.each(variants)('$name', (subject) => {
  it.each(beginnings)('keeps its promises under every single fault, beginning with $name', (beginning) => {
    expect(allOf(singleFaults(subject, beginning))).toEqual([]);
  });

  it.each(beginnings)('keeps them when two runs meet, beginning with $name', (beginning) => {
    expect(allOf(twoRuns(subject, beginning))).toEqual([]);
  });
});
