import type { Check, PermissionRow } from '../../checks';
import { changesOf, type Change, type Named } from './change';
import type { Found } from './findings';

/** The members of a check that evidence of every release has. */
export type EarlierCheck = Pick<Check, 'kind' | 'environment' | 'accountId'> & {
  readonly roles: readonly Pick<Check['roles'][number], 'name' | 'arn' | 'trusts'>[];
  readonly permissions: readonly Pick<
    PermissionRow,
    'role' | 'by' | 'action' | 'resource' | 'conditions' | 'verdict' | 'address'
  >[];
  readonly users: readonly Pick<Check['users'][number], 'name' | 'rights'>[];
  readonly findings: readonly (Pick<Check['findings'][number], 'rule' | 'verdict' | 'message'> & {
    readonly place: { readonly address?: string };
  })[];
};

type Row = EarlierCheck['permissions'][number];

/** The differences of what the roles can do, and, if both sides show it, of what a new key of a user can do. */
export function checkChanges(
  before: readonly EarlierCheck[],
  after: readonly EarlierCheck[],
  { isSameKind }: { readonly isSameKind: boolean },
): Change[] {
  const roles = (checks: readonly EarlierCheck[]) => checks.flatMap((check) => check.roles);
  return [
    ...changesOf('role', roles(before).map(roleOf), roles(after).map(roleOf)),
    ...trustChanges(roles(before), roles(after)),
    ...changesOf('permission', permissionsOf(before), permissionsOf(after)),
    ...(isSameKind ? changesOf('right', rightsOf(before), rightsOf(after)) : []),
  ];
}

function roleOf({ arn, name }: EarlierCheck['roles'][number]): Named {
  return { name: arn, subject: name, value: arn };
}

/** The trust of roles that both sides have. */
function trustChanges(before: EarlierCheck['roles'], after: EarlierCheck['roles']): Change[] {
  const both = (one: EarlierCheck['roles'], other: EarlierCheck['roles']) =>
    one
      .filter(({ arn }) => other.some((role) => role.arn === arn))
      .map(({ arn, name, trusts }) => ({ name: arn, subject: name, value: trusts, shown: trusts }));
  return changesOf('trust', both(before, after), both(after, before));
}

/** A permission in words, without its verdict. Two rows with the same words are one permission. */
function permissionText({ action, resource, conditions, by, address }: Omit<Row, 'role' | 'verdict'>): string {
  const when = conditions.length === 0 ? '' : ` if ${conditions.join(' and ')}`;
  return `${action} on ${resource}${when}${by === 'identity' ? '' : ` by the policy of ${address}`}`;
}

/** A permission with its verdict, as changes show it. */
export function permissionInWords(row: Omit<Row, 'role'>): string {
  return `${permissionText(row)} (${row.verdict})`;
}

function permissionsOf(checks: readonly EarlierCheck[]): Named[] {
  return checks.flatMap(({ permissions }) =>
    permissions.map((row) => {
      const name = `${row.role} ${permissionText(row)}`;
      return { name, subject: row.role, value: row.verdict, shown: permissionInWords(row) };
    }),
  );
}

/** The users whose keys the roles can create. */
export function usersIn(checks: readonly EarlierCheck[]): Named[] {
  return checks.flatMap(({ users }) => users.map(({ name }) => ({ name, subject: name, value: name })));
}

function rightsOf(checks: readonly EarlierCheck[]): Named[] {
  return checks.flatMap(({ users }) =>
    users.flatMap(({ name, rights }) =>
      rights.map((right) => ({ name: `${name} ${right}`, subject: name, value: right, shown: right })),
    ),
  );
}

export function foundIn(checks: readonly EarlierCheck[]): Found[] {
  return checks.flatMap(({ findings }) =>
    findings.map(({ rule, verdict, message, place }) => ({
      key: rule,
      subject: place.address ?? null,
      gravity: verdict,
      message,
    })),
  );
}
