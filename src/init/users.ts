import { powersOf, rightsOfUser, shownRight } from '../checks/rotated-users';
import { textOf, type Model } from '../model';
import type { CredentialReport } from '../operations/credential-report';
import type { KeyFacts } from '../operations/facts';

/** An IAM user of an account, as somebody who decides about its rotation has to know it. */
export interface UserOfAccount {
  readonly name: string;
  readonly path: string;
  /** Undefined if no credential report shows them. */
  readonly keys: readonly KeyFacts[] | undefined;
  /** The rights of the user: each statement of its policies and of those of its groups. */
  readonly rights: readonly string[];
  readonly standing: Standing;
}

/** Whether the rotation may create keys for a user: with such a key, its role could do what the user can do. */
export type Standing =
  | { readonly kind: 'ordinary' }
  | { readonly kind: 'administrator'; readonly power: string }
  | { readonly kind: 'unknown'; readonly problem: string };

/** Finds the users of an account, in the order of their names. */
export function usersOfAccount(account: Model, report: CredentialReport | undefined): UserOfAccount[] {
  return account.resources
    .filter(({ type }) => type === 'aws_iam_user')
    .flatMap(({ values }): UserOfAccount[] => {
      const name = textOf(values, 'name');
      if (typeof name !== 'string') return [];
      const path = textOf(values, 'path');
      const rights = rightsOfUser(account, name);
      return [
        {
          name,
          path: typeof path === 'string' ? path : '/',
          keys: report === undefined ? undefined : (report.users.get(name) ?? []),
          rights: [...new Set(rights.flatMap(shownRight))],
          standing: standingOf(account, name, rights),
        },
      ];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** An administrator is one for certain, so that comes before what is not known. */
function standingOf(account: Model, name: string, rights: ReturnType<typeof rightsOfUser>): Standing {
  const powers = rights.flatMap((right) => powersOf(account, right, { kind: 'user', name }));
  for (const one of powers) if (one.kind === 'power') return { kind: 'administrator', power: one.power };
  for (const one of powers) if (one.kind === 'question') return { kind: 'unknown', problem: one.problem };
  return { kind: 'ordinary' };
}
