import { buildWorkflow, strategies } from '../../src/workflow';
import { oneOfEach, runsAll } from '../effort';
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

const usual = oneOfEach(beginnings, ({ keys }) => `${keys.length}`);

/** Every usual beginning with one strategy, and one with the others. */
const beginningsFor = (strategy: string) => (runsAll || strategy === strategies[0] ? usual : usual.slice(-1));

function allOf(stories: Iterable<Broken[]>): Broken[] {
  return [...stories].flat();
}

describe.each(oneOfEach(variants, ({ strategy }) => strategy))('$name', (subject) => {
  it.each(beginningsFor(subject.strategy))(
    'keeps its promises under every single fault, beginning with $name',
    (beginning) => {
      expect(allOf(singleFaults(subject, beginning))).toEqual([]);
    },
  );

  it.each(beginningsFor(subject.strategy))('keeps them when two runs meet, beginning with $name', (beginning) => {
    expect(allOf(twoRuns(subject, beginning))).toEqual([]);
  });
});
