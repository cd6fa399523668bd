import { listed, type FileOfUsers, type ListedEnvironment } from './file-of-users';

interface Asked {
  readonly isAssigned: boolean;
  readonly isWritten: boolean;
}

/** The most filled cells that are listed one by one. */
const mostShown = 20;

/** The shards of each environment as lines for a person, after the cells that `--assign` fills. */
export function linesOf(
  files: readonly FileOfUsers[],
  asked: ReadonlySet<string>,
  { isAssigned, isWritten }: Asked,
): string[] {
  return [
    ...(isAssigned ? files.flatMap((one) => assignedLines(one, isWritten)) : []),
    ...listed(files, asked).flatMap(linesOfEnvironment),
  ];
}

function assignedLines({ file, assigned }: FileOfUsers, isWritten: boolean): string[] {
  if (assigned.length === 0) return [`✓ ${file}: every user has a shard`];
  const users = countOf(assigned.length, 'user');
  const more = assigned.length - mostShown;
  return [
    isWritten ? `✓ ${file}: ${users} got a shard` : `${file}: ${users} would get a shard`,
    ...assigned.slice(0, mostShown).map(({ row, shard }) => `    line ${row.line}: ${row.userName} → ${shard}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function linesOfEnvironment({ environment, file, shards, without, ...most }: ListedEnvironment): string[] {
  if (shards.length === 0)
    return [`${environment}: one machine for ${countOf(without.length, 'user')}; no user of ${file} has a shard`];
  const rows = shards.map(({ shard, users, characters, room }) => [
    shard,
    users.toLocaleString('en-US'),
    characters.toLocaleString('en-US'),
    room.toLocaleString('en-US'),
  ]);
  return [
    `${environment}: at most ${countOf(most.usersPerShard, 'user')} and ${most.charactersPerShard.toLocaleString('en-US')} characters of policy for users a shard`,
    ...tableOf([['shard', 'users', 'characters', 'room'], ...rows]),
    ...(without.length === 0
      ? []
      : [`✗ ${countOf(without.length, 'user')} without a shard: run keyturn shards --assign`]),
  ];
}

/** Lines whose columns are as wide as their longest cell; numbers are on the right. */
function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([first = '', ...others]) => {
    const cells = others.map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return `  ${[first.padEnd(widths[0] ?? 0), ...cells].join('  ')}`;
  });
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
