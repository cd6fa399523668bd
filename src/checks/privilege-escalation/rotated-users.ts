import { actionMatches, matches, normaliseResource, overlaps } from '../../iam';
import { textOf, type Model } from '../../model';
import type { Context, JudgedRole } from '../context';
import { acceptedUser, assumedPolicies } from './accepted-rights';
import { shownRight } from './user-powers';
import { rightsOfUser } from './user-rights';

/** A user for whom a judged role may make an access key, and whose rights are so in the reach of the role. */
export interface RotatedUser {
  readonly name: string;
  /** What the input shows of the user's rights; empty where it shows nothing. */
  readonly rights: readonly string[];
  /** Why the contract accepts the user; null where it does not name the user. */
  readonly accepted: string | null;
}

/** Everybody whose access keys the judged roles may create, once. */
export function rotatedUsersOf({ model, judged }: Pick<Context, 'model' | 'judged'>): RotatedUser[] {
  const users = new Map<string, RotatedUser>();
  for (const role of judged) {
    for (const name of usersOf(model, role)) {
      const accepted = acceptedUser(role.contract, name)?.reason ?? null;
      const rights = [...new Set(rightsOfUser(model, name).flatMap(shownRight))];
      users.set(name.toLowerCase(), users.get(name.toLowerCase()) ?? { name, rights, accepted });
    }
  }
  return [...users.values()];
}

/** What is assumed of accepted users: that a managed policy of AWS says what is meant, whatever AWS makes of it. */
export function assumedOfUsers({ model, judged }: Pick<Context, 'model' | 'judged'>): string[] {
  const assumed = judged.flatMap((role) =>
    usersOf(model, role).flatMap((user) => {
      const entry = acceptedUser(role.contract, user);
      if (entry === undefined) return [];
      return assumedPolicies(entry, rightsOfUser(model, user)).map(
        (arn) =>
          `What ${arn} says, whatever AWS makes of it, is accepted of user "${user}" (contract "${role.contract.name}").`,
      );
    }),
  );
  return [...new Set(assumed)];
}

/** The users on whom the contract allows a new access key; those of a pattern as far as they are in the input. */
export function usersOf(model: Model, { contract }: JudgedRole): string[] {
  const lines = contract.identity.filter(({ actions }) =>
    actions.some((action) => actionMatches(action, 'iam:CreateAccessKey')),
  );
  const named = [...new Set(lines.flatMap(({ resources }) => resources.flatMap(nameOfUsers)))];
  const patterns = named.filter((name) => /[*?]/.test(name));
  const seen = patterns.length === 0 ? [] : usersIn(model);
  const isRotated = ({ name, path }: SeenUser): boolean =>
    patterns.some((pattern) => {
      // A `*` crosses `/`, so that a pattern of names may be one of paths, too.
      if (path !== undefined) return matches(pattern.toLowerCase(), `user${path}${name}`.toLowerCase());
      return matches(lastOf(pattern).toLowerCase(), name.toLowerCase());
    });
  return [
    ...new Set([
      ...named.filter((name) => !patterns.includes(name)).map(lastOf),
      ...seen.filter(isRotated).map(({ name }) => name),
    ]),
  ];
}

/** The part of a resource that names users, such as `user/ci/*`; nothing where it can name none. */
function nameOfUsers(resource: string): string[] {
  const name = normaliseResource(resource).split(':').slice(5).join(':') || '*';
  return overlaps(name, 'user/*') ? [name] : [];
}

function lastOf(name: string): string {
  return name.includes('/') ? (name.split('/').at(-1) ?? name) : '*';
}

/** A user in the input; the path is undefined where it is not known. */
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
