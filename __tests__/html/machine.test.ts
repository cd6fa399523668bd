import fc from '../fast-check';
import type { JsonObject } from '../../src/json';
import { render, type Block } from '../../src/html';
import { bookOf } from '../../src/html/charts/machine/book';
import { drawingOf } from '../../src/html/charts/machine/boxes';
import { chaptersOf } from '../../src/html/charts/machine/chapters';
import { withGroups } from '../../src/html/charts/machine/groups';
import { laidOut, type Layout } from '../../src/html/charts/machine/layout';
import { drawnStates } from '../../src/html/charts/machine/states';
import { buildWorkflow, strategies } from '../../src/workflow';
import { examples } from '../effort';
import { hostileText } from '../report/reports';
import { rotationPath } from '../../src/cli/commands/check/rotation-path';
import { readModel } from '../../src/inputs';
import { wholeStack } from '../checks/sample';
import { workflowOptions } from '../workflow/options';
import { readPage } from './parsed';

const definitionOf = (strategy: (typeof strategies)[number]): JsonObject =>
  buildWorkflow(workflowOptions({ strategy })) as unknown as JsonObject;

const titlesOf = (definition: JsonObject): string[] =>
  chaptersOf(withGroups(drawnStates(definition)), 'CheckInput', () => false).map(({ title }) => title);

const page = (...blocks: readonly Block[]): string =>
  render({ title: ['A page'], verdict: 'pass', lead: [], sections: [{ title: ['Pictures'], blocks }] });

test.each([
  [
    'delete-first',
    [
      'Check the input',
      'Look at the keys',
      'Create the new key',
      'Store it in the secret',
      'Tell the owners',
      'Report a failure',
    ],
  ],
  [
    'overlap',
    [
      'Check the input',
      'Look at the keys',
      'Create the new key',
      'Store it in the secret',
      'Tell the owners',
      'Delete the previous key',
      'Report a failure',
    ],
  ],
] as const)('the chapters of %s are its calls in their order', (strategy, titles) => {
  expect(titlesOf(definitionOf(strategy))).toEqual(titles);
});

test('a machine that rotates nothing has chapters by size, and each state is in one', () => {
  const names = Array.from({ length: 40 }, (_, index) => `S${index}`);
  const states = Object.fromEntries(
    names.map((name, index) => [name, { Type: 'Pass', ...(index < 39 ? { Next: `S${index + 1}` } : { End: true }) }]),
  );
  const chapters = chaptersOf(withGroups(drawnStates({ StartAt: 'S0', States: states })), 'S0', () => false);
  expect(chapters.map(({ title }) => title)).toEqual(['S0 to S13', 'S14 to S27', 'S28 to S39']);
  expect(chapters.flatMap((chapter) => chapter.states.map(({ name }) => name))).toEqual(names);
});

/** Boxes that overlap, labels that are wider than their boxes, and places outside of the picture. */
function faultsIn({ boxes, width, height }: Layout): string[] {
  return boxes.flatMap((one, index) => [
    ...boxes.slice(index + 1).flatMap((other) => {
      const isApart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      return isApart ? [] : [`${one.name} is on ${other.name}`];
    }),
    ...(one.x < 0 || one.y < 0 || one.x + one.width > width || one.y + one.height > height
      ? [`${one.name} is outside`]
      : []),
  ]);
}

test.each(strategies)('each state of %s is in one chapter, and the boxes of a picture do not overlap', (strategy) => {
  const definition = definitionOf(strategy);
  const states = withGroups(drawnStates(definition));
  const chapters = chaptersOf(states, 'CheckInput', () => false);
  const names = chapters.flatMap((chapter) => chapter.states.flatMap(({ members }) => members));
  expect([...names].sort()).toEqual(Object.keys(definition['States'] as object).sort());
  const layouts = chapters.map((chapter) => laidOut(drawingOf(bookOf(chapters, 'CheckInput'), chapter)));
  expect(layouts.flatMap(faultsIn)).toEqual([]);
});

test('a chapter that is too wide is split, and nothing is lost', () => {
  const definition = definitionOf('overlap');
  const states = withGroups(drawnStates(definition));
  const chapters = chaptersOf(states, 'CheckInput', ({ states: own }) => own.length > 20);
  expect(chapters.length).toBeGreaterThan(7);
  expect(chapters.map(({ title }) => title)).toContain('Create the new key: from SettleAfterCreating');
  expect(chapters.flatMap((chapter) => chapter.states).length).toBe(states.length);
});

test('whatever a definition holds, there is a page of our elements, and the same each time', () => {
  const name = fc.oneof(hostileText, fc.constantFrom('__proto__', 'constructor', 'A', 'B', ''));
  const state = fc.record(
    {
      Type: fc.constantFrom('Pass', 'Task', 'Choice', 'Wait', 'Fail', 'Parallel', 7),
      Next: name,
      Resource: fc.oneof(hostileText, fc.constant('arn:aws:states:::aws-sdk:iam:createAccessKey')),
      Comment: hostileText,
      Seconds: fc.integer(),
      Choices: fc.array(fc.record({ Next: name }), { maxLength: 3 }),
      Catch: fc.array(fc.record({ ErrorEquals: fc.array(hostileText, { maxLength: 2 }), Next: name }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  );
  const definition = fc.record({
    StartAt: name,
    States: fc.dictionary(name, fc.oneof(state, fc.constant(null)), { maxKeys: 8 }),
  });
  fc.assert(
    fc.property(name, definition, (machine, given) => {
      const block: Block = { kind: 'machine', name: machine, definition: given as unknown as JsonObject };
      const html = page(block);
      readPage(html);
      expect(page(block)).toBe(html);
    }),
    { numRuns: examples(60) },
  );
});

test('the way of an execution is lit, over the chapters, and the table numbers its steps', () => {
  const path = rotationPath(readModel(JSON.stringify(wholeStack()), 'cdk.tf.json'));
  expect(path.slice(0, 3)).toEqual(['CheckInput', expect.stringMatching(/^PairOf-/), 'CheckGracePeriod']);
  const html = page({ kind: 'machine', name: 'm', definition: definitionOf('overlap'), path });
  const { elements, text } = readPage(html);
  const lit = (tag: string, kind: string) =>
    elements.filter(
      (one) => one.tag === tag && new RegExp(`\\b${kind}\\b.*\\blit\\b`).test(one.attributes['class'] ?? ''),
    );
  const drawn = new Set(path).size;
  expect(lit('g', 'box').length).toBeGreaterThan(drawn / 2);
  expect(lit('g', 'box').length).toBeLessThanOrEqual(drawn);
  expect(lit('g', 'arrow').length).toBeGreaterThan(10);
  // No way that an error takes is lit.
  expect(lit('g', 'error')).toEqual([]);
  expect(text).toContain('Step of a rotation');
  expect(page({ kind: 'machine', name: 'm', definition: definitionOf('overlap') })).not.toMatch(/class="[^"]*lit/);
});
