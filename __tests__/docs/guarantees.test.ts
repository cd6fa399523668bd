import Ajv from 'ajv';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  casesOf,
  exposureOf,
  limits,
  promises,
  readStory,
  reportOn,
  sequenceDiagram,
  tell,
  textOfTelling,
  usualExtent,
  work,
  type SubjectReport,
} from '../../src/explorer';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { loadSettings } from '../../src/settings';
import { buildWorkflow, strategies, type Strategy, type TwoKeys } from '../../src/workflow';
import { published } from '../simulator/support';
import { subjectWith } from '../explorer/support';

const root = resolve(__dirname, '..', '..');
const page = join(root, 'docs', 'guarantees.md');
const recorded = JSON.parse(readFileSync(join(root, 'docs', 'guarantees.json'), 'utf8')) as Recorded;
const schema = JSON.parse(readFileSync(join(root, 'schemas', 'exploration.schema.json'), 'utf8')) as object;

interface Recorded {
  readonly strategies: readonly {
    readonly name: string;
    readonly definition: string;
    readonly invariants: readonly { readonly invariant: string; readonly verdict: string }[];
    readonly sets: SubjectReport['sets'];
    readonly worldsHealed: number;
    readonly stories: readonly {
      readonly invariant: string;
      readonly what: string;
      readonly limit?: string;
      readonly replay: string;
    }[];
  }[];
}

type Definition = Parameters<typeof subjectWith>[0];

const count = (value: number) => value.toLocaleString('en-GB');
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const words: Readonly<Record<string, string>> = {
  held: 'held',
  limited: 'held, [limit](#limits)',
  broken: '**broken**',
  unjudged: '–',
};

function definitionOf(name: string): string {
  const [strategy, twoKeys] = name.split(', ') as [Strategy, TwoKeys | undefined];
  const settings = loadSettings(join(root, 'cdktf.json'), {
    strategy,
    ...(twoKeys === undefined ? {} : { twoKeys }),
    now: new Date('2026-01-01'),
  });
  const [environment] = settings.environments;
  if (environment === undefined) throw new Error('the sample has no environment');
  return JSON.stringify(buildWorkflow(workflowOptions(environment)));
}

function matrix(): string {
  const head = ['invariant', ...recorded.strategies.map(({ name }) => name)];
  const rows = promises.map((promise) => [
    promise,
    ...recorded.strategies.map(({ invariants }) => {
      const verdict = invariants.find(({ invariant }) => invariant === promise)?.verdict ?? '';
      return words[verdict] ?? verdict;
    }),
  ]);
  return table(head, rows);
}

function covered(): string {
  const rows = recorded.strategies.flatMap(({ name, sets, worldsHealed }) =>
    sets.map(({ set, worlds, states, executions, merged }, index) => [
      index === 0 ? name : '',
      set,
      ...[worlds, states, executions, merged].map(count),
      index === 0 ? count(worldsHealed) : '',
    ]),
  );
  return table(['strategy', 'set', 'worlds', 'states', 'executions', 'came to a known state', 'worlds healed'], rows);
}

type Shown = Recorded['strategies'][number]['stories'];

/** One story for each invariant and limit is enough for a page. */
function isFirst({ invariant, limit }: Shown[number], index: number, all: Shown): boolean {
  return all.findIndex((each) => each.invariant === invariant && each.limit === limit) === index;
}

function limitsShown(): string {
  return Object.values(limits)
    .map((limit) => {
      const stories = recorded.strategies.flatMap(({ name, stories: all }) =>
        all
          .filter((story, index) => story.limit === limit && isFirst(story, index, all))
          .map(({ invariant, replay }) => `  - ${name}, ${invariant}: \`keyturn explore --replay ${replay}\``),
      );
      return [`- ${limit}`, ...stories].join('\n');
    })
    .join('\n');
}

const clock = (seconds: number) => `${Math.ceil(seconds)} s`;

function consumers(): string {
  const rows = strategies.map((strategy) => {
    const { keptSeconds, deadSeconds } = exposureOf(subjectWith(JSON.parse(definitionOf(strategy)) as Definition));
    if (deadSeconds > 0) {
      const dead = clock(deadSeconds);
      return [strategy, dead, `${dead} + *n*`, 'until the restart', 'how long calls take: timeouts and retries'];
    }
    if (keptSeconds !== undefined) {
      const kept = clock(keptSeconds);
      return [
        strategy,
        'never',
        `*n* − ${kept}; never where *n* is less`,
        `until the restart, from ${kept} after the update`,
        '`gracePeriodSeconds` (here 86,400), `settleSeconds`',
      ];
    }
    return [
      strategy,
      'never',
      '*n* − the time to the next rotation; never where *n* is less',
      'until the restart, from the next rotation on',
      '`schedule`',
    ];
  });
  return table(['strategy', 'reloads on every use', 'reloads every *n*', 'reloads on restart', 'bounded by'], rows);
}

function lives(): string {
  return table(
    [
      'strategy',
      'longest life of a key',
      'monthly schedule',
      'quarterly schedule',
      'rotated within 90 days',
      'one active key a user',
    ],
    [
      ['delete-first', '1 gap', '31 days', '92 days', 'where the gap allows', 'yes'],
      [
        'overlap',
        '1 gap + grace period',
        '32 days',
        '93 days',
        'where gap + grace period allow',
        'but for the grace period',
      ],
      ['until-next-rotation', '2 gaps', '62 days', '184 days', 'where two gaps allow', 'no: the previous key stays'],
    ],
  );
}

function publishedChain(): { text: string; report: SubjectReport } {
  const renamed = JSON.parse(JSON.stringify(published)) as typeof published;
  const subject = subjectWith(renamed);
  const cases = casesOf(usualExtent, subject);
  const report = reportOn(
    subject,
    cases,
    cases.map((each) => work(each, subject)),
  );
  const stories = report.found.flatMap(({ promise, what, story }) => {
    const telling = tell(readStory(story), subject);
    return [`### ${promise}`, '', what, '', '```text', textOfTelling(telling).trimEnd(), '```', ''];
  });
  const [worst] = report.found.filter(({ promise }) => promise === '6 two runs cannot collide');
  const diagram =
    worst === undefined
      ? []
      : ['```mermaid', sequenceDiagram(tell(readStory(worst.story), subject)).trimEnd(), '```', ''];
  return { text: [...stories, ...diagram].join('\n'), report };
}

function pageText(): string {
  return `${[
    '# What is guaranteed, and what is not',
    '',
    'Made by `keyturn explore` from the sample settings; a test holds this page to it. Every fault of a call (before it, after it with the answer',
    'lost, throttling, timeouts with and without effect, failing until the retries are spent, access denied, an operator who stops the execution) is',
    'tried at every call, from every world to begin with, and two executions meet in every order that their times allow. All that can happen is',
    'explored as global states, each once; times are sets of times, so every offset, delay and lag between their bounds is among them.',
    '',
    '## Invariants by strategies',
    '',
    matrix(),
    '',
    'Invariant 8, that deploying rotates nothing, is no matter of executions: tests hold it on the schedules.',
    '',
    '## How much was explored',
    '',
    'The default set: single faults from all worlds under all readings of what AWS leaves open, pairs of faults from all worlds under the default',
    'reading, two executions with at most one fault from the usual worlds. An execution that comes to a state from which the future is known, or',
    'whose order with another makes no difference, is not run again. `--deep` adds the rest.',
    '',
    covered(),
    '',
    '## Limits',
    '',
    limitsShown(),
    '',
    '## Consumers of the secret',
    '',
    'For how long can one hold a dead key at most? Measured over every single fault, for one that retries for a minute.',
    '',
    consumers(),
    '',
    'Where an execution fails on the way, delete-first leaves a dead secret until the next one; the failure says so.',
    '',
    '## The longest life of a key',
    '',
    'A gap is the longest time between two rotations of the schedule; the run itself adds minutes.',
    '',
    lives(),
    '',
    '## The published definition',
    '',
    'The five states of the article that Keyturn goes back to, explored in the same way. These stories are the reason why Keyturn has more states.',
    '',
    publishedChain().text,
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/** UPDATE=1 writes the page anew; docs/guarantees.json comes of: keyturn explore --json > docs/guarantees.json */
it('docs/guarantees.md says what was explored', () => {
  const current = pageText();
  if (process.env['UPDATE'] === '1') writeFileSync(page, current);
  expect(readFileSync(page, 'utf8')).toBe(current);
});

describe('docs/guarantees.json', () => {
  it('is a report of keyturn explore', () => {
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(recorded), validate.errors]).toEqual([true, null]);
  });

  it.each(recorded.strategies)('explored the definition of $name as it is now', ({ name, definition }) => {
    expect(createHash('sha256').update(definitionOf(name)).digest('hex')).toBe(definition);
  });

  it.each(recorded.strategies)(
    'found no promise broken in $name, beyond limits that are written down',
    ({ stories }) => {
      expect(stories.filter(({ limit }) => limit === undefined)).toEqual([]);
    },
  );

  const stories = recorded.strategies.flatMap(({ name, stories: all }) => all.map((story) => ({ name, ...story })));
  it.each(stories)('tells a story that happens: $name, $replay', ({ name, what, replay }) => {
    const definition = JSON.parse(definitionOf(name)) as Definition;
    expect(tell(readStory(replay), subjectWith(definition)).broken).toContain(what);
  });
});
