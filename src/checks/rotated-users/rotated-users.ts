import { actionMatches, matches, normaliseResource, overlaps } from '../../iam';
import { isListedByIam, textOf, type Model } from '../../model';
import type { Context, JudgedRole } from '../context';
import { holderNamed } from '../identities/holders';
import { onceForBoth } from '../../once';
import { identitiesIn } from '../identities/identities';
import { acceptedUser, assumedPolicies } from './accepted-rights';
import { shownRight } from './user-powers';
import { rightsOfUser } from './user-rights';

/** A user whose access keys a judged role can create, so that the role can get the user's rights. */
export interface RotatedUser {
  readonly name: string;
  /** The extent to which the input shows the user's rights. */
  readonly shown: Shown;
  /** The visible rights. */
  readonly rights: readonly string[];
  /** The contract's reason to accept the user; null if it does not name the user. */
  readonly accepted: string | null;
}

/** All users whose access keys the judged roles can create, each once. */
export function rotatedUsersOf({ model, judged }: Pick<Context, 'model' | 'judged'>): RotatedUser[] {
  const users = new Map<string, RotatedUser>();
  for (const role of judged) {
    for (const user of usersOf(model, role)) {
      const { name } = user;
      if (users.has(name.toLowerCase())) continue;
      const accepted = acceptedUser(role.contract, name)?.reason ?? null;
      const rights = [...new Set(rightsOfUser(model, name).flatMap(shownRight))];
      users.set(name.toLowerCase(), { name, shown: shownOf(model, user), rights, accepted });
    }
  }
  return [...users.values()];
}

/** The assumptions about accepted users: AWS can change its managed policies. */
export function assumedOfUsers({ model, judged }: Pick<Context, 'model' | 'judged'>): string[] {
  const assumed = judged.flatMap((role) =>
    usersOf(model, role).flatMap(({ name }) => {
      const entry = acceptedUser(role.contract, name);
      if (entry === undefined) return [];
      return assumedPolicies(entry, rightsOfUser(model, name)).map(
        (arn) =>
          `The content of ${arn}, including later changes by AWS, is accepted for user "${name}" (contract "${role.contract.name}").`,
      );
    }),
  );
  return [...new Set(assumed)];
}

/** The extent to which an input shows the rights of a user. */
export type Shown =
  /** An export shows the user completely. */
  | { readonly kind: 'all' }
  /** Other inputs show a part; the account may have more. */
  | { readonly kind: 'some' }
  | { readonly kind: 'nothing' }
  /** The account has no user of this name. */
  | { readonly kind: 'no-such-user' }
  /** The account has the user with another path, so the contract names nobody. */
  | { readonly kind: 'another-path'; readonly path: string };

/** The facts about a user in the input. */
export function shownOf(model: Model, { name, paths }: UserOfContract): Shown {
  const isWhole = isListedByIam(model.kind) && model.constructs.length === 0;
  const identity = identitiesIn(model).byKey.get(holderNamed('user', name).key);
  if (!isWhole) return { kind: rightsOfUser(model, name).length > 0 ? 'some' : 'nothing' };
  const [user] = identity?.resources ?? [];
  if (user === undefined) return { kind: 'no-such-user' };
  const path = textOf(user.values, 'path') ?? '/';
  const isOther = typeof path === 'string' && paths !== undefined && !paths.includes(path);
  return isOther ? { kind: 'another-path', path } : { kind: 'all' };
}

/** A user for which a contract allows a new access key. */
export interface UserOfContract {
  readonly name: string;
  /** The paths of the user in the contract; undefined if a pattern names the user. */
  readonly paths: readonly string[] | undefined;
}

/** The users for which the contract allows a new access key; for a pattern those that are in the input. */
export const usersOf = onceForBoth((model: Model, { contract }: JudgedRole): UserOfContract[] => {
  const lines = contract.identity.filter(({ actions }) =>
    actions.some((action) => actionMatches(action, 'iam:CreateAccessKey')),
  );
  const named = [...new Set(lines.flatMap(({ resources }) => resources.flatMap(nameOfUsers)))];
  const patterns = named.filter((name) => /[*?]/.test(name));
  const seen = patterns.length === 0 ? [] : usersIn(model);
  const isRotated = ({ name, path }: SeenUser): boolean =>
    patterns.some((pattern) => {
      // A `*` also matches `/`, so a pattern of names can include paths.
      if (path !== undefined) return matches(pattern.toLowerCase(), `user${path}${name}`.toLowerCase());
      return matches(lastOf(pattern).toLowerCase(), name.toLowerCase());
    });
  const byPattern = new Set(seen.filter(isRotated).map(({ name }) => name));
  const literal = new Map<string, string[]>();
  for (const name of named) {
    if (/[*?]/.test(name)) continue;
    const paths = literal.get(lastOf(name));
    if (paths === undefined) literal.set(lastOf(name), [pathOf(name)]);
    else paths.push(pathOf(name));
  }
  return [
    ...[...literal].map(([name, paths]) => ({ name, paths: byPattern.has(name) ? undefined : paths })),
    ...[...byPattern].filter((name) => !literal.has(name)).map((name) => ({ name, paths: undefined })),
  ];
});

/** The path in the part of an ARN that names a user: `/ci/` of `user/ci/deployer`. */
function pathOf(user: string): string {
  return user.slice('user'.length, user.lastIndexOf('/') + 1);
}

/** The part of a resource that names users, such as `user/ci/*`; nothing if it cannot name one. */
function nameOfUsers(resource: string): string[] {
  const name = normaliseResource(resource).split(':').slice(5).join(':') || '*';
  return overlaps(name, 'user/*') ? [name] : [];
}

function lastOf(name: string): string {
  return name.includes('/') ? (name.split('/').at(-1) ?? name) : '*';
}

/** A user in the input; the path is undefined if it is not known. */
interface SeenUser {
  readonly name: string;
  readonly path: string | undefined;
}

function usersIn({ resources }: Model): SeenUser[] {
  return resources.flatMap(({ type, values }): SeenUser[] => {
    if (!type.startsWith('aws_iam_user')) return [];
    const name = textOf(values, type === 'aws_iam_user' ? 'name' : 'user');
    const path = type === 'aws_iam_user' ? (textOf(values, 'path') ?? '/') : undefined;
    return typeof name === 'string' ? [{ name, path: typeof path === 'string' ? path : undefined }] : [];
  });
}
