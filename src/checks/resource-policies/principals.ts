import { overlaps, parseArn, type Principal, type PolicyVersion, type Statement } from '../../iam';
import { keepsOut } from './conditions';
import { arnPatterns, type NamedRole } from './named-role';

/** The principal of a statement that includes the role: the role itself, by an ARN or an id, or a wider one. */
export type Grantee =
  | { readonly kind: 'role'; readonly principal: string }
  | { readonly kind: 'everybody' | 'everybody-but-listed' | 'account' };

/** Whether a statement grants something directly to the role. */
export type Reach =
  | { readonly kind: 'none' }
  | { readonly kind: 'grant'; readonly grantee: Grantee }
  | { readonly kind: 'undecided'; readonly problem: string };

const none: Reach = { kind: 'none' };

export function granteeInWords(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return grantee.principal;
    case 'everybody':
      return 'everybody';
    case 'everybody-but-listed':
      return 'everybody except its list';
    case 'account':
      return 'every identity of its account';
  }
}

/**
 * Interprets principals in the policy of a resource. The role's ARN, that of its session and everybody are grants to the role. An account
 * or its root delegates to the policies of that account and grants nothing by itself. Other principals give the role nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function reachOf(statement: Statement, version: PolicyVersion | undefined, role: NamedRole): Reach {
  const { effect, principal, conditions } = statement;
  if (effect === 'Deny' || principal === undefined) return none;
  const reach = principal.negated
    ? grantTo({ kind: 'everybody-but-listed' })
    : worst(principal.principals.map((one) => reachOfPrincipal(one, role)));
  return reach.kind === 'grant' && keepsOut(conditions, version, role) ? none : reach;
}

/** One principal with a grant is enough. */
function worst(found: readonly Reach[]): Reach {
  return found.find(({ kind }) => kind === 'grant') ?? found.find(({ kind }) => kind === 'undecided') ?? none;
}

function reachOfPrincipal({ type, value }: Principal, role: NamedRole): Reach {
  if (value === '*' && (type === '*' || type === 'AWS')) return grantTo({ kind: 'everybody' });
  if (type === 'CanonicalUser') return none; // an account, by another id
  if (value.includes('${')) return notUnderstood(value, 'has a variable, which AWS does not replace there');
  if (type !== 'AWS') return /[*?]/.test(value) ? notUnderstood(value, 'has a wildcard') : none;
  return value.startsWith('arn:') ? reachOfArn(value, role) : reachOfWord(value, role);
}

function reachOfWord(value: string, role: NamedRole): Reach {
  if (/^\d{12}$/.test(value)) return none; // the account, as its root is
  const [, id] = /^(AROA[A-Z0-9]+)(?::.*)?$/.exec(value) ?? [];
  if (id !== undefined) return reachOfId(id, value, role);
  if (/^AIDA[A-Z0-9]+$/.test(value)) return none; // a user
  // Names of Lake Formation: everybody that IAM allows, which grants nothing by itself; and every identity of an account.
  if (value === 'IAM_ALLOWED_PRINCIPALS') return none;
  const [, account] = /^(\d{12}):IAMPrincipals$/.exec(value) ?? [];
  if (account !== undefined) return isOwn(account, role) ? grantTo({ kind: 'account' }) : none;
  return notUnderstood(value, 'is not a principal that AWS documents');
}

/** The id of a deleted role stays in a policy; it can be compared only if this role's id is known. */
function reachOfId(id: string, value: string, { uniqueId, name }: NamedRole): Reach {
  if (uniqueId === undefined) return notUnderstood(value, `may be the id of role "${name}"`);
  return id === uniqueId ? grantTo({ kind: 'role', principal: value }) : none;
}

/** The meaning of each kind of principal ARN. */
function reachOfArn(value: string, role: NamedRole): Reach {
  if (/[*?]/.test(value)) {
    const isWide = arnPatterns(role).some((reading) => overlaps(value.toLowerCase(), reading.toLowerCase()));
    return isWide ? notUnderstood(value, 'has a wildcard, which AWS does not allow there') : none;
  }
  const { service, accountId, resource } = parseArn(value) ?? { service: '', accountId: '', resource: '' };
  const [kind = '', ...rest] = resource.split('/');
  const principal = `${service}:${kind}`;
  if (otherPrincipals.has(principal)) return none;
  if (principal !== 'iam:role' && principal !== 'sts:assumed-role')
    return notUnderstood(value, 'is not a principal that AWS documents');
  // A session has its own name after the role's.
  const name = rest.at(principal === 'iam:role' ? -1 : -2);
  return isOwn(accountId, role) && isNamed(name, role) ? grantTo({ kind: 'role', principal: value }) : none;
}

/** Principals that are not roles. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
const otherPrincipals: ReadonlySet<string> = new Set([
  ...['iam:root', 'iam:user', 'iam:oidc-provider', 'iam:saml-provider', 'sts:federated-user'],
  ...['organizations:organization', 'organizations:ou'],
]);

function isOwn(accountId: string, role: NamedRole): boolean {
  return role.accountId === '' || accountId === role.accountId;
}

/** Names of roles are unique regardless of case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function isNamed(name: string | undefined, role: NamedRole): boolean {
  return name?.toLowerCase() === role.name.toLowerCase();
}

function grantTo(grantee: Grantee): Reach {
  return { kind: 'grant', grantee };
}

function notUnderstood(value: string, problem: string): Reach {
  return { kind: 'undecided', problem: `principal "${value}" ${problem}` };
}
