import { buildWorkflow, strategies } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { singleFaults, twoRuns, type Broken } from './stories';
import { beginnings } from './worlds';

const variants = strategies.map((strategy) => ({
  strategy,
  definition: buildWorkflow(workflowOptions({ strategy })),
}));

function allOf(stories: Iterable<Broken[]>): Broken[] {
  return [...stories].flat();
}

describe.each(variants)('$strategy', (subject) => {
  it.each(beginnings)('keeps its promises under every single fault, beginning with $name', (beginning) => {
    expect(allOf(singleFaults(subject, beginning))).toEqual([]);
  });

  it.each(beginnings)('keeps them when two runs meet, beginning with $name', (beginning) => {
    expect(allOf(twoRuns(subject, beginning))).toEqual([]);
  });
});
