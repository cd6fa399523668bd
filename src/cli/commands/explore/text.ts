import pc from 'picocolors';
import {
  limits,
  invariants,
  sequenceDiagram,
  replayText,
  wordsOf,
  type LimitName,
  type InvariantName,
  type SubjectReport,
  type Replay,
  type InvariantVerdict,
} from '../../../explorer';
import { shardsInWords, type OneOfShards } from './one-of-shards';

interface TextOptions {
  readonly colour: boolean;
  readonly interrupted: boolean;
  readonly seconds: number;
  /** The shard whose machine was explored for all. */
  readonly shards: OneOfShards | undefined;
  /** Replays a scenario of the same machine; the id of the scenario follows. */
  readonly replayCommand: string;
  readonly replayOf: (subject: string, scenarioId: string) => Replay | undefined;
}

/** Unexplored cases can still break an invariant. */
const words: Readonly<Record<InvariantVerdict, { readonly whole: string; readonly interrupted: string }>> = {
  held: { whole: 'held', interrupted: 'held so far' },
  limited: { whole: 'held, limit', interrupted: 'held so far, limit' },
  broken: { whole: 'BROKEN', interrupted: 'BROKEN' },
  unjudged: { whole: '-', interrupted: '-' },
};

/** The report for people: invariants by strategies, how much was explored, and the shortest scenario for each violation. */
export function textOf(reports: readonly SubjectReport[], options: TextOptions): string {
  const parts = [
    matrix(reports, options),
    ...reports.map(covered),
    ...scenarios(reports, options),
    limitsShown(reports),
    options.shards === undefined ? '' : `explored: ${shardsInWords(options.shards)}`,
    summary(reports, options),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function matrix(reports: readonly SubjectReport[], { colour, interrupted }: TextOptions): string {
  const { red, green, yellow } = pc.createColors(colour);
  const paint = { held: green, limited: yellow, broken: red, unjudged: (text: string) => text };
  const extent = interrupted ? 'interrupted' : 'whole';
  const first = Math.max(...invariants.map(({ length }) => length));
  const widths = reports.map(({ name }) => Math.max(name.length, interrupted ? 18 : 12));
  const head = ['invariant'.padEnd(first), ...reports.map(({ name }, index) => name.padEnd(widths[index] ?? 0))];
  const rows = invariants.map((invariant) => [
    invariant.padEnd(first),
    ...reports.map(({ verdicts }, index) =>
      paint[verdicts[invariant]](words[verdicts[invariant]][extent].padEnd(widths[index] ?? 0)),
    ),
  ]);
  return [head, ...rows].map((cells) => cells.join('  ').trimEnd()).join('\n');
}

const count = (value: number) => value.toLocaleString('en-GB');

function covered({ name, sets, worldsLeft }: SubjectReport): string {
  const lines = sets.map(({ set, worlds, planned, states, executions, merged }) => {
    const partly = worlds < planned ? ` of ${count(planned)}` : '';
    return `  ${set}: ${count(worlds)}${partly} worlds, ${count(states)} states, ${count(executions)} executions (${count(merged)} came to a known state)`;
  });
  return [name, ...lines, `  one more run from each of ${count(worldsLeft)} worlds left behind`].join('\n');
}

function scenarios(reports: readonly SubjectReport[], { replayOf, replayCommand }: TextOptions): string[] {
  return reports.flatMap(({ name, found }) =>
    found
      .filter(({ limit }) => limit === undefined)
      .map(({ invariant, violation, scenarioId }) => {
        const replayed = replayOf(name, scenarioId);
        const shown = replayed === undefined ? '' : `\n${replayText(replayed)}\n${sequenceDiagram(replayed)}`;
        return `BROKEN in ${name}: ${invariant}. ${wordsOf(violation)}\n  ${replayCommand} ${scenarioId}${shown}`;
      }),
  );
}

function limitsShown(reports: readonly SubjectReport[]): string {
  const byLimit = new Map<LimitName, string[]>();
  for (const { name, found } of reports) {
    const shown = new Set<string>();
    for (const { limit, invariant, scenarioId } of found) {
      if (limit === undefined || shown.has(`${limit} ${invariant}`)) continue;
      shown.add(`${limit} ${invariant}`);
      byLimit.set(limit, [
        ...(byLimit.get(limit) ?? []),
        `    ${name}, ${invariant satisfies InvariantName}: --replay ${scenarioId}`,
      ]);
    }
  }
  return [...byLimit].map(([limit, lines]) => [`limit: ${limits[limit]}`, ...lines].join('\n')).join('\n\n');
}

function summary(reports: readonly SubjectReport[], { interrupted, seconds }: TextOptions): string {
  const broken = reports.flatMap(({ found }) => found).filter(({ limit }) => limit === undefined).length;
  const sets = reports.flatMap((report) => report.sets);
  const executions = sets.reduce((sum, each) => sum + each.executions, 0);
  const states = sets.reduce((sum, each) => sum + each.states, 0);
  const verdict =
    broken === 0
      ? 'no invariant broke'
      : `${broken} ${broken === 1 ? 'scenario breaks' : 'scenarios break'} an invariant`;
  const how = `${count(executions)} executions, ${count(states)} states, ${seconds.toFixed(1)} s`;
  return `${interrupted ? 'interrupted: ' : ''}${verdict}: ${how}`;
}
