import { render, type Block, type Cell, type Mark, type Phrase, type Section, type TableBlock } from '../../html';
import type { PermissionRow } from '../../checks';
import { timeInWords } from '../../operations/words';
import { counted } from '../../text/duration';
import type {
  AuditDocument,
  AuditFinding,
  ControlVerdict,
  EnvironmentAudit,
  Gap,
  KeysOfUser,
  PartName,
  PartVerdict,
  Parts,
  RotationOutcome,
} from '../document';
import { partNames, titles } from './titles';
import { CIS_KEY_AGE_DAYS } from '../../settings/rules/key-life';

/** The result as one page: the verdict and what is not known first, then each part of each environment. */
export function print(audit: AuditDocument): string {
  const { verdict, at, environments, notAudited } = audit;
  return render({
    title: ['Keyturn audit: ', { name: environments.map(({ environment }) => environment).join(', ') }],
    verdict,
    lead: [
      [`${counted(environments.length, 'environment')} at ${timeInWords(Date.parse(at))}.`],
      ...notAudited.map(({ environment, account }): Phrase => [
        'Not audited: ',
        { name: environment },
        ', which is in account ',
        { name: account },
        '.',
      ]),
    ],
    sections: environments.flatMap((one) => sectionsOf(one, at, environments.length > 1)),
  });
}

function sectionsOf(one: EnvironmentAudit, at: string, isOneOfMany: boolean): Section[] {
  const titled = (title: string): Phrase => (isOneOfMany ? [{ name: one.environment }, `: ${title}`] : [title]);
  return [
    { title: titled('The audit'), blocks: overview(one) },
    ...partNames.map((name): Section => ({ title: titled(titles[name]), blocks: blocksOf(name, one, at) })),
  ];
}

function overview({ account, region, machine, from, since, gaps, notShown, parts }: EnvironmentAudit): Block[] {
  return [
    {
      kind: 'facts',
      facts: [
        { name: 'Account', text: [{ name: account }, ', ', { name: region }] },
        { name: 'Machine', text: [{ name: machine }] },
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
    ...(gaps.length === 0 ? [] : [gapList(gaps)]),
    ...(notShown.length === 0 ? [] : [plainList('No file shows', notShown)]),
  ];
}

const verdictMarks: Readonly<Record<PartVerdict, Mark>> = {
  pass: { tone: 'good', word: 'pass' },
  fail: { tone: 'bad', word: 'fail' },
  undecided: { tone: 'warning', word: 'undecided' },
  'not-judged': { tone: 'neutral', word: 'not judged' },
};

function gapList(gaps: readonly Gap[]): Block {
  const items = gaps.map(({ what, message }) => ({
    mark: verdictMarks.undecided,
    text: [{ name: what }, ': ', { name: message }],
  }));
  return { kind: 'list', title: ['Questions without an answer'], items };
}

function plainList(title: string, names: readonly string[]): Block {
  return { kind: 'list', title: [title], items: names.map((name) => ({ text: [{ name }] })) };
}

function blocksOf(name: PartName, { parts }: EnvironmentAudit, at: string): Block[] {
  const { verdict, findings } = parts[name];
  const verdictText: Block = { kind: 'list', items: [{ mark: verdictMarks[verdict], text: [verdictWords[verdict]] }] };
  // The rows of the controls say the same as their findings.
  const found = name === 'controls' ? [] : findings.map(findingBlock);
  return [verdictText, ...found, ...factsOf(name, parts, at)];
}

const verdictWords: Readonly<Record<PartVerdict, string>> = {
  pass: 'Everything is known, and nothing is wrong.',
  fail: 'There is a problem.',
  undecided: 'Something is not known.',
  'not-judged': 'No answer shows it, so it changes no verdict.',
};

const gravityMarks: Readonly<Record<AuditFinding['gravity'], Mark>> = {
  problem: { tone: 'bad', word: 'problem' },
  unknown: { tone: 'warning', word: 'not known' },
  note: { tone: 'neutral', word: 'note' },
};

function findingBlock({ gravity, kind, message, remedy }: AuditFinding): Block {
  return {
    kind: 'finding',
    mark: gravityMarks[gravity],
    title: [kind],
    sentences: [
      { name: 'Problem', text: [{ name: message }] },
      ...(remedy === null ? [] : [{ name: 'Fix', text: [{ name: remedy }] }]),
    ],
  };
}

function factsOf(name: PartName, parts: Parts, at: string): Block[] {
  switch (name) {
    case 'roles':
      return permissionsOf(parts);
    case 'keys':
      return keyBlocks(parts.keys, at);
    case 'drift': {
      const text: Phrase = [`${counted(parts.drift.compared, 'resource')} compared with what the settings make.`];
      const left = parts.drift.notCompared;
      return [{ kind: 'text', text }, ...(left.length === 0 ? [] : [plainList('Not compared', left)])];
    }
    case 'rotations':
      return rotationBlocks(parts);
    case 'controls':
      return controlBlocks(parts);
    default:
      return [];
  }
}

function permissionsOf({ roles: { report } }: Parts): Block[] {
  const rows = report?.checks.flatMap(({ permissions }) => permissions) ?? [];
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: ['Permissions'],
      columns: ['Role', 'Action', 'Resource', 'Conditions', 'Contract'],
      rows: rows.map((row): Cell[] => [
        { lines: [[{ name: row.role }]] },
        { lines: [[{ name: row.action }]] },
        { lines: [[{ name: row.resource }]] },
        { lines: row.conditions.map((condition) => [{ name: condition }]) },
        contractCell(row),
      ]),
    },
  ];
}

function contractCell({ by, verdict, contractLine }: PermissionRow): Cell {
  if (verdict === 'outside') return { mark: { tone: 'bad', word: 'outside' }, lines: [] };
  if (contractLine === null) return { lines: [[verdict]] };
  return { lines: [[`${by === 'identity' ? 'identity' : 'resourcePolicies'}[${contractLine}]`]] };
}

const DAY = 86_400_000;

function keyBlocks({ users, maxKeyAgeDays }: Parts['keys'], at: string): Block[] {
  const withKeys = users.filter(({ keys }) => keys.length > 0).sort((one, other) => oldestOf(other) - oldestOf(one));
  if (withKeys.length === 0) return [];
  const limit = maxKeyAgeDays ?? CIS_KEY_AGE_DAYS;
  return [
    {
      kind: 'timelines',
      title: ['The keys of each user until now'],
      now: Date.parse(at),
      limitDays: limit,
      timelines: withKeys.map((one) => ({
        name: one.user,
        remark: `${counted(oldestOf(one), 'day')} old${one.isRotated ? '' : ', not in the settings'}`,
        isBad: oldestOf(one) > limit,
        keys: one.keys.map(({ status, createdAt, ageDays }) => ({
          label: `${status}, ${counted(ageDays, 'day')}`,
          from: Date.parse(createdAt),
          replaced: undefined,
          until: Date.parse(createdAt) + limit * DAY,
          latest: undefined,
        })),
        starts: [],
      })),
      table: keyTable(users),
    },
  ];
}

function oldestOf({ keys }: KeysOfUser): number {
  return Math.max(0, ...keys.map(({ ageDays }) => ageDays));
}

function keyTable(users: readonly KeysOfUser[]): TableBlock {
  const used = (key: KeysOfUser['keys'][number]): Phrase => {
    if (key.neverUsed) return ['never used'];
    if (key.lastUsedAt === null) return ['not known'];
    return [
      timeInWords(Date.parse(key.lastUsedAt)),
      ...(key.lastUsedWith === null ? [] : [' with ', { name: key.lastUsedWith }]),
    ];
  };
  return {
    kind: 'table',
    title: ['All users and keys'],
    columns: ['User', 'In the settings', 'Keys', 'Age', 'Last use'],
    rows: users.map((one): Cell[] => [
      { lines: [[{ name: one.user }]] },
      { lines: [[one.isRotated ? 'yes' : 'no']] },
      { lines: one.keys.length === 0 ? [['no key']] : one.keys.map(({ status }) => [{ name: status }]) },
      { lines: one.keys.map(({ ageDays }) => [counted(ageDays, 'day')]) },
      { lines: one.keys.map(used) },
    ]),
  };
}

const outcomeMarks: Readonly<Record<RotationOutcome, Mark>> = {
  rotated: { tone: 'good', word: 'rotated' },
  running: { tone: 'neutral', word: 'running' },
  failed: { tone: 'bad', word: 'failed' },
  missed: { tone: 'bad', word: 'missed' },
  'not-known': { tone: 'warning', word: 'not known' },
  'not-expected': { tone: 'neutral', word: 'not expected' },
};

function rotationBlocks({ rotations: { rotations } }: Parts): Block[] {
  if (rotations.length === 0) return [];
  return [
    {
      kind: 'table',
      title: ['Rotations that were due'],
      columns: ['User', 'Due', 'Result', 'Execution'],
      rows: rotations.map(({ user, dueAt, outcome, execution }): Cell[] => [
        { lines: [[{ name: user }]] },
        { lines: [[timeInWords(Date.parse(dueAt))]] },
        { mark: outcomeMarks[outcome], lines: [] },
        { lines: execution === null ? [] : [[{ name: execution }]] },
      ]),
    },
  ];
}

const controlMarks: Readonly<Record<ControlVerdict, Mark>> = {
  met: { tone: 'good', word: 'met' },
  'not-met': { tone: 'bad', word: 'not met' },
  'not-met-by-design': { tone: 'warning', word: 'not met by design' },
  'not-known': { tone: 'warning', word: 'not known' },
};

function controlBlocks({ controls: { controls, rows } }: Parts): Block[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: ['Controls of each user'],
      columns: ['User', 'Control', 'Verdict', 'Because'],
      rows: rows.map(({ user, control, verdict, because }): Cell[] => [
        { lines: [[{ name: user }]] },
        { lines: [[control]] },
        { mark: controlMarks[verdict], lines: [] },
        { lines: [[{ name: because }]] },
      ]),
    },
    {
      kind: 'list',
      title: ['Sources'],
      items: controls.map(({ id, title, source, readOn }) => ({
        text: [`${id}: ${title}: `, { name: source }, `, read on ${readOn}`],
      })),
    },
  ];
}
