import type { Block, Cell, Mark } from '../../html';
import { timeInWords } from '../../operations/words';
import { gapsByMessage } from '../answers/words';
import type { EnvironmentAudit, Gap, PartVerdict, ShardAudit } from '../document';
import { partNames, titles } from '../titles';

/** The facts about an audit, the verdict of each part, and what is not known. */
export function overview(audit: EnvironmentAudit): Block[] {
  const { account, region, machine, shards = [], from, since, gaps, notShown, parts } = audit;
  return [
    {
      kind: 'facts',
      facts: [
        { name: 'Account', text: [{ name: account }, ', ', { name: region }] },
        ...(shards.length === 0 ? [{ name: 'Machine', text: [{ name: machine }] }] : []),
        { name: 'Asked', text: [from === 'live' ? 'the account itself' : 'files'] },
        { name: 'Rotations since', text: [timeInWords(Date.parse(since))] },
      ],
    },
    {
      kind: 'table',
      title: ['Verdicts'],
      columns: ['Part', 'Verdict', 'Problems'],
      rows: partNames.map((name): Cell[] => [
        { lines: [[titles[name]]] },
        { mark: verdictMarks[parts[name].verdict], lines: [] },
        { lines: [[String(parts[name].findings.filter(({ gravity }) => gravity === 'problem').length)]] },
      ]),
    },
    ...(shards.length === 0 ? [] : [shardTable(shards)]),
    ...(gaps.length === 0 ? [] : [gapList(gaps)]),
    ...(notShown.length === 0 ? [] : [plainList('No file shows', notShown)]),
  ];
}

function shardTable(shards: readonly ShardAudit[]): Block {
  const known = (count: number | null): string => (count === null ? 'not known' : String(count));
  return {
    kind: 'table',
    title: ['Shards'],
    columns: ['Shard', 'Machine', 'Role', 'Users', 'Executions', 'Running'],
    rows: shards.map(({ shard, machine, role, users, executions, running }): Cell[] => [
      { lines: [[{ name: shard }]] },
      { lines: [[{ name: machine }]] },
      { lines: [[{ name: role }]] },
      { lines: [[String(users)]] },
      { lines: [[known(executions)]] },
      { lines: [[known(running)]] },
    ]),
  };
}

/** The verdicts of parts, with their colours. */
export const verdictMarks: Readonly<Record<PartVerdict, Mark>> = {
  pass: { tone: 'good', word: 'pass' },
  fail: { tone: 'bad', word: 'fail' },
  undecided: { tone: 'warning', word: 'undecided' },
  'not-judged': { tone: 'neutral', word: 'not judged' },
};

function gapList(gaps: readonly Gap[]): Block {
  const items = gapsByMessage(gaps).map(({ what, message }) => ({
    mark: verdictMarks.undecided,
    text: [`${what.join(', ')}: ${message}`],
  }));
  return { kind: 'list', title: ['Questions without an answer'], items };
}

/** Names in a list. */
export function plainList(title: string, names: readonly string[]): Block {
  return { kind: 'list', title: [title], items: names.map((name) => ({ text: [{ name }] })) };
}
