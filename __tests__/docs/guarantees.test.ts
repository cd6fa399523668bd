import Ajv from 'ajv';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  casesOf,
  limits,
  invariants,
  readScenarioId,
  reportOn,
  sequenceDiagram,
  replay,
  replayText,
  usualExtent,
  wordsOf,
  runCase,
  type SubjectReport,
} from '../../src/explorer';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { loadSettings } from '../../src/settings';
import { longestRunSeconds } from '../../src/settings/rules/bounds';
import { gapsOf, lifeOf, longestSecondsWithTwoKeys, sumOf } from '../../src/settings/rules/key-life';
import { counted } from '../../src/text/duration';
import { buildWorkflow, strategies, type Strategy, type TwoKeys } from '../../src/workflow';
import { oneOfEach, slowTest } from '../effort';
import { published } from '../simulator/support';
import { subjectWith } from '../explorer/support';
import { exposureOf } from './exposure';
import { now as lifeNow, rotationWith, usualSchedules, usualWays } from '../settings/lives';
import { update } from '../update';

const root = resolve(__dirname, '..', '..');
const page = join(root, 'docs', 'explanation', 'exploration.md');
const recorded = JSON.parse(readFileSync(join(root, 'docs', 'explanation', 'exploration.json'), 'utf8')) as Recorded;
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
  const rows = invariants.map((name) => [
    name,
    ...recorded.strategies.map((strategy) => {
      const verdict = strategy.invariants.find(({ invariant }) => invariant === name)?.verdict ?? '';
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

/** One scenario for each invariant and limit is enough for a page. */
function isFirst({ invariant, limit }: Shown[number], index: number, all: Shown): boolean {
  return all.findIndex((each) => each.invariant === invariant && each.limit === limit) === index;
}

function limitsShown(): string {
  return Object.values(limits)
    .map((limit) => {
      const scenarios = recorded.strategies.flatMap(({ name, stories: all }) =>
        all
          .filter((scenario, index) => scenario.limit === limit && isFirst(scenario, index, all))
          .map(({ invariant, replay }) => `  - ${name}, ${invariant}: \`keyturn explore --replay ${replay}\``),
      );
      return [`- ${limit}`, ...scenarios].join('\n');
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

const maxAgeDays = 90;

/** Hours rounded up, as a bound has to be: `31 days 1 h`. */
function rounded(seconds: number): string {
  const hours = Math.ceil(seconds / 3600);
  return `${counted(Math.floor(hours / 24), 'day')} ${hours % 24} h`;
}

function lives(): string {
  const rows = usualSchedules.map(([schedule, expression]) => [
    `${schedule}, \`${expression}\``,
    ...usualWays.map(([, way]) => {
      const rotation = rotationWith(way, expression);
      const gaps = gapsOf(rotation, lifeNow);
      if (gaps === undefined) throw new Error(`${expression} starts nothing`);
      const seconds = sumOf(lifeOf(rotation, gaps));
      return seconds <= maxAgeDays * 86_400 ? rounded(seconds) : `**${rounded(seconds)}**`;
    }),
  ]);
  return table(['schedule', ...usualWays.map(([name]) => name)], rows);
}

function activeKeys(): string {
  const [, anySchedule = ''] = usualSchedules[0] ?? [];
  const rows = usualWays.map(([name, way]) => {
    const rotation = rotationWith(way, anySchedule);
    const run = Math.ceil(longestRunSeconds(rotation) / 60);
    const seconds = longestSecondsWithTwoKeys(rotation);
    const two =
      seconds === 0 ? 'never' : seconds === Infinity ? 'always' : `${rounded(seconds)} at most, in each interval`;
    const met = seconds === 0 ? 'yes' : seconds === Infinity ? 'no: the previous key stays' : 'but for that time';
    return [name, `${run} minutes`, two, met];
  });
  return table(
    ['strategy', 'the longest run, without its grace period', 'two active keys', 'one active key a user'],
    rows,
  );
}

function publishedChain(): { text: string; report: SubjectReport } {
  const renamed = JSON.parse(JSON.stringify(published)) as typeof published;
  const subject = subjectWith(renamed);
  const cases = casesOf(usualExtent, subject);
  const report = reportOn(
    subject,
    cases,
    cases.map((each) => runCase(each, subject)),
  );
  const scenarios = report.found.flatMap(({ invariant, violation, scenarioId }) => {
    const replayed = replay(readScenarioId(scenarioId), subject);
    return [`### ${invariant}`, '', wordsOf(violation), '', '```text', replayText(replayed).trimEnd(), '```', ''];
  });
  const [worst] = report.found.filter(({ invariant }) => invariant === '6 two runs cannot collide');
  const diagram =
    worst === undefined
      ? []
      : ['```mermaid', sequenceDiagram(replay(readScenarioId(worst.scenarioId), subject)).trimEnd(), '```', ''];
  return { text: [...scenarios, ...diagram].join('\n'), report };
}

function pageText(): string {
  return `${[
    '# What the explorer found',
    '',
    'Made by `keyturn explore` from the sample settings; a test holds this page to it. Every fault of a call (before it, after it with the answer',
    'lost, throttling, timeouts with and without effect, failing until the retries are spent, access denied, an operator who stops the execution; for a',
    'mail also an address that is not verified and a quota that is used up) is tried at every call, from every initial world, and two executions',
    'meet in every order that their times allow. All that can happen is explored as global states, each once; times are sets of times, so every offset,',
    'delay and lag between their bounds is among them.',
    '',
    '## Invariants by strategies',
    '',
    matrix(),
    '',
    'Invariant 8, deploying rotates nothing, does not depend on executions: tests hold it on the schedules.',
    '',
    '## How much was explored',
    '',
    'The default set: single faults from all worlds under all readings of what AWS leaves open, pairs of faults from all worlds under the default',
    'reading, single faults in executions that are as slow as can be and where no mail can be sent, two executions with at most one fault from the usual',
    'worlds. An execution that comes to a state from which the future is known, or whose order with another makes no difference, is not run again.',
    '`--deep` adds the rest.',
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
    'From the run that makes a key to the moment at which it is deleted, where every run succeeds: the longest gap of the schedule (two gaps in a row',
    'for until-next-rotation), the 15 minutes for which the schedule may try to start the run, the grace period, and the longest that a run can take.',
    'Worked out from the settings and the definition, rounded up to hours; a test runs a year of every schedule here in the simulator, on time and as',
    'late and as slow as can be, and holds the sum to it. A run that fails adds a gap. In bold: more than 90 days, so the usual control, rotated within',
    '90 days ([AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html),',
    '[Security Hub IAM.3](https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html), CIS AWS Foundations Benchmark), is not met.',
    '`maxKeyAgeDays` makes Keyturn refuse settings that exceed an age.',
    '',
    lives(),
    '',
    'The other usual control is one active access key a user (CIS AWS Foundations Benchmark):',
    '',
    activeKeys(),
    '',
    '## The published definition',
    '',
    'The five states of the article that Keyturn goes back to, explored in the same way. These scenarios are the reason why Keyturn has more states.',
    '',
    publishedChain().text,
  ]
    .join('\n')
    .trimEnd()}\n`;
}

/**
 * UPDATE=1 with KEYTURN_TESTS=all writes the page; `keyturn explore --json > docs/explanation/exploration.json` writes what it is made of.
 */
slowTest('docs/explanation/exploration.md says what was explored', () => {
  const current = pageText();
  const before = readFileSync(page, 'utf8');
  update(page, current);
  expect(before).toBe(current);
});

describe('docs/explanation/exploration.json', () => {
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

  const scenarios = recorded.strategies.flatMap(({ name, stories: all }) =>
    all.map((scenario) => ({ name, ...scenario })),
  );
  it.each(oneOfEach(scenarios, ({ name }) => name))(
    'runs a scenario that happens: $name, $replay',
    ({ name, what, limit, replay: id }) => {
      const definition = JSON.parse(definitionOf(name)) as Definition;
      const { broken } = replay(readScenarioId(id), subjectWith(definition));
      expect(
        broken.map((each) => ({ what: wordsOf(each.violation), limit: each.limit && limits[each.limit] })),
      ).toContainEqual({ what, limit });
    },
  );
});
