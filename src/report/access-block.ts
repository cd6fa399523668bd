import type { Check } from '../checks';
import type { AccessBlock, Cell } from '../html';
import { groupsByKey } from '../text/grouped';

type User = Check['users'][number];

/** Shows what a key of each user can do, if the input shows the rights of users. The users with the most rights come first. */
export function accessBlocks({ users, roles, permissions }: Check): AccessBlock[] {
  const shown = users.filter(({ shown: { kind } }) => kind === 'all' || kind === 'some');
  if (shown.length === 0) return [];
  const creators = creatorsIn(permissions);
  const creates = (role: string, user: User): boolean => {
    const creator = creators.get(role);
    return creator !== undefined && (creator.ofSeveral || creator.names.has(user.name.toLowerCase()));
  };
  const names = roles.map(({ name }) => name).filter((name) => users.some((user) => creates(name, user)));
  const drawn = [...shown].sort((one, other) => other.rights.length - one.rights.length);
  const of = (user: User): number[] => names.flatMap((name, index) => (creates(name, user) ? [index] : []));
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

/** The users whose keys a role can create: those with these names, in lower case, or all, if it is a pattern. */
interface Creator {
  readonly ofSeveral: boolean;
  readonly names: ReadonlySet<string>;
}

/** The roles that can create keys. A fleet has thousands of users and of permissions, so each permission is read once. */
function creatorsIn(permissions: Check['permissions']): ReadonlyMap<string, Creator> {
  const rows = permissions.filter(({ action }) => createsKeys.has(action.toLowerCase()));
  return new Map(
    [...groupsByKey(rows, ({ role }) => role)].map(([role, own]) => [
      role,
      {
        ofSeveral: own.some(({ resource }) => resource.includes('*')),
        names: new Set(own.flatMap(({ resource }) => /\/([^/]+)$/.exec(resource.toLowerCase())?.[1] ?? [])),
      },
    ]),
  );
}
