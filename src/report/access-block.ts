import type { Check } from '../checks';
import type { AccessBlock, Cell } from '../html';

type User = Check['users'][number];

/** Shows what a key of each user can do, if the input shows the rights of users. The users with the most rights come first. */
export function accessBlocks({ users, roles, permissions }: Check): AccessBlock[] {
  const shown = users.filter(({ shown: { kind } }) => kind === 'all' || kind === 'some');
  if (shown.length === 0) return [];
  const names = roles.map(({ name }) => name).filter((name) => users.some((user) => creates(name, user, permissions)));
  const drawn = [...shown].sort((one, other) => other.rights.length - one.rights.length);
  const of = (user: User): number[] =>
    names.flatMap((name, index) => (creates(name, user, permissions) ? [index] : []));
  return [
    {
      kind: 'access',
      title: ['What a new key of each user can do'],
      roles: names,
      users: drawn.map((user) => ({ name: user.name, roles: of(user), rights: user.rights })),
      table: {
        kind: 'table',
        title: ['The same as a table'],
        columns: ['User', 'Roles that create its keys', 'What a key can do', 'Accepted by a contract'],
        rows: drawn.map((user): Cell[] => [
          { lines: [[{ name: user.name }]] },
          { lines: of(user).map((index) => [{ name: names[index] ?? '' }]) },
          { lines: user.rights.length === 0 ? [['nothing']] : user.rights.map((right) => [{ name: right }]) },
          { lines: [[user.accepted ?? 'not named']] },
        ]),
        isFolded: true,
      },
    },
  ];
}

const createsKeys: ReadonlySet<string> = new Set(['iam:createaccesskey', 'iam:create*', 'iam:*', '*']);

/** Whether a known permission of the role is about new keys of this user. */
function creates(role: string, { name }: User, permissions: Check['permissions']): boolean {
  return permissions.some(
    (row) =>
      row.role === role &&
      createsKeys.has(row.action.toLowerCase()) &&
      (row.resource.includes('*') || row.resource.toLowerCase().endsWith(`/${name.toLowerCase()}`)),
  );
}
