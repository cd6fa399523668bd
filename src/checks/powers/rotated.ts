import { actionMatches, matches } from '../../iam';
import { textOf, type Model } from '../../terraform';
import type { Context, JudgedRole } from '../context';
import { isSameName } from '../grants/ownership';
import { shownRight } from './user-powers';
import { rightsOfUser } from './user-rights';

/** A user for whom a judged role may make an access key, and whose rights are so in the reach of the role. */
export interface RotatedUser {
  readonly name: string;
  /** What the input shows of the user's rights; empty where it shows nothing. */
  readonly rights: readonly string[];
  /** Why the contract accepts the user, whatever those are; null where it does not name the user. */
  readonly accepted: string | null;
}

/** Everybody whose access keys the judged roles may create, once. */
export function rotatedUsersOf({ model, judged }: Pick<Context, 'model' | 'judged'>): RotatedUser[] {
  const users = new Map<string, RotatedUser>();
  for (const role of judged) {
    for (const name of usersOf(model, role)) {
      const accepted = role.contract.acceptedUsers.find((one) => isSameName(one.name, name))?.reason ?? null;
      const rights = [...new Set(rightsOfUser(model, name).flatMap(shownRight))];
      users.set(name.toLowerCase(), users.get(name.toLowerCase()) ?? { name, rights, accepted });
    }
  }
  return [...users.values()];
}

/** The users on whom the contract allows a new access key; those of a pattern as far as they are in the input. */
export function usersOf(model: Model, { contract }: JudgedRole): string[] {
  const lines = contract.identity.filter(({ actions }) =>
    actions.some((action) => actionMatches(action, 'iam:CreateAccessKey')),
  );
  const resources = lines.flatMap(({ resources: arns }) => arns).filter((arn) => arn === '*' || arn.includes(':user/'));
  const named = [...new Set(resources.map((arn) => arn.split('/').at(-1) ?? arn))];
  const patterns = named.filter((name) => /[*?]/.test(name));
  const seen = patterns.length === 0 ? [] : usersIn(model);
  return [
    ...named.filter((name) => !patterns.includes(name)),
    ...seen.filter((name) => patterns.some((pattern) => matches(pattern.toLowerCase(), name.toLowerCase()))),
  ];
}

function usersIn({ resources }: Model): string[] {
  const names = resources.flatMap(({ type, values }) => {
    const name = type === 'aws_iam_user' ? textOf(values, 'name') : textOf(values, 'user');
    return type.startsWith('aws_iam_user') && typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)];
}
