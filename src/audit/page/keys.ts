import type { Block, Cell, KeySpan, Phrase, TableBlock, Timeline } from '../../html';
import { timeInWords } from '../../operations/words';
import { CIS_KEY_AGE_DAYS } from '../../settings/rules/key-life';
import { counted } from '../../text/duration';
import type { AuditedKey, KeysOfUser, Parts } from '../document';

/** The keys of each user: those that exist, and, if the settings rotate the user, what becomes of them. */
export function keyBlocks({ users, maxKeyAgeDays }: Parts['keys'], at: string): Block[] {
  const oldestFirst = users
    .filter(({ keys }) => keys.length > 0)
    .sort((one, other) => oldestOf(other) - oldestOf(one) || one.user.localeCompare(other.user, 'en'));
  if (oldestFirst.length === 0) return users.length === 0 ? [] : [keyTable(users)];
  const limit = maxKeyAgeDays ?? CIS_KEY_AGE_DAYS;
  return [
    {
      kind: 'timelines',
      title: ['The keys of each user, and the planned rotations'],
      now: Date.parse(at),
      limitDays: limit,
      timelines: oldestFirst.map((one) => timelineOf(one, limit)),
      table: keyTable(users),
    },
  ];
}

function oldestOf({ keys }: KeysOfUser): number {
  return Math.max(0, ...keys.map(({ ageDays }) => ageDays));
}

function timelineOf(one: KeysOfUser, limit: number): Timeline {
  const { user, isRotated, planned } = one;
  const starts = planned?.starts.map((start) => Date.parse(start)) ?? [];
  return {
    name: user,
    remark: isRotated ? `${counted(oldestOf(one), 'day')} old` : `not rotated, ${counted(oldestOf(one), 'day')}`,
    isBad: oldestOf(one) > limit,
    keys: [...spansOf(one, starts), ...futureKeys(one, starts)],
    starts,
  };
}

/** The keys that exist, oldest first: each is replaced by the next one, and the last one at the next start. */
function spansOf({ keys, planned }: KeysOfUser, starts: readonly number[]): KeySpan[] {
  return keys.map((key, index): KeySpan => {
    const following = keys[index + 1];
    const replaced = following === undefined ? starts[0] : Date.parse(following.createdAt);
    const nextStart = following === undefined ? starts[1] : starts[0];
    return { label: labelOf(key), from: Date.parse(key.createdAt), ...endOf(planned, replaced, nextStart) };
  });
}

function labelOf({ status, ageDays }: AuditedKey): string {
  return `${status}, ${counted(ageDays, 'day')}`;
}

/** The keys that the planned rotations create. */
function futureKeys({ planned }: KeysOfUser, starts: readonly number[]): KeySpan[] {
  return starts.map((from, index) => ({
    label: 'planned',
    from,
    ...endOf(planned, starts[index + 1], starts[index + 2]),
  }));
}

/** The end of a key: by the run that replaces it, or by the next one. Without a plan there is none. */
function endOf(
  planned: KeysOfUser['planned'],
  replaced: number | undefined,
  nextStart: number | undefined,
): Pick<KeySpan, 'replaced' | 'until' | 'latest'> {
  if (planned === null || replaced === undefined) return { replaced, until: undefined, latest: undefined };
  const { deletedAfterSeconds: after, lateSeconds } = planned;
  const until = after === null ? nextStart : replaced + after * 1000;
  return { replaced, until, latest: until === undefined ? undefined : until + lateSeconds * 1000 };
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
    columns: ['User', 'In the settings', 'Keys', 'Age', 'Last use', 'Next rotations (UTC)'],
    rows: users.map((one): Cell[] => [
      { lines: [[{ name: one.user }]] },
      { lines: [[one.isRotated ? 'yes' : 'no']] },
      { lines: one.keys.length === 0 ? [['no key']] : one.keys.map(({ status }) => [{ name: status }]) },
      { lines: one.keys.map(({ ageDays }) => [counted(ageDays, 'day')]) },
      { lines: one.keys.map(used) },
      { lines: plannedLines(one) },
    ]),
  };
}

function plannedLines({ isRotated, planned }: KeysOfUser): Phrase[] {
  if (planned === null) return [[isRotated ? 'paused' : 'none']];
  return planned.starts.map((start) => [start.slice(0, 16).replace('T', ' ')]);
}
