import type { Principal, Statement } from '../../iam';
import { textOf, type Model, type Resource } from '../../model';
import { holderNamed, type IdentityKind } from '../identities/holders';
import { identitiesIn, type Identity } from '../identities/identities';
import { namesAction } from '../identities/statements';
import { once } from '../../once';
import { trustPolicyOf } from '../policy-index';
import { assumeRole } from './escalation-ways';

/**
 * The ways in which a role admits a principal: it names the principal, which is enough in one account; it names an account, and then the policies of
 * that account decide; or not at all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
type Admission = 'named' | 'delegated' | 'none';

/** A principal whose rights are judged. */
export interface Actor {
  readonly kind: IdentityKind;
  readonly name: string | undefined;
}

const admissions: readonly Admission[] = ['none', 'delegated', 'named'];

/** The widest admission that the trust policies of a role give a principal. An unknown policy counts as one that names the account. */
export function admissionOf({ resources }: Identity, actor: Actor): Admission {
  if (resources.length === 0) return 'delegated';
  return widest(resources.map((resource) => admissionBy(resource, actor)));
}

function admissionBy(role: Resource, actor: Actor): Admission {
  const reading = trustPolicyOf(role);
  if (reading.kind === 'refused') return 'none';
  if (reading.kind !== 'document') return 'delegated';
  return widest(reading.document.statements.map((statement) => admissionIn(statement, actor)));
}

/** Conditions count as met. */
function admissionIn(statement: Statement, actor: Actor): Admission {
  const { effect, principal } = statement;
  if (effect === 'Deny' || principal === undefined || !namesAction(statement, assumeRole)) return 'none';
  return principal.negated ? 'named' : widest(principal.principals.map((one) => admissionOfPrincipal(one, actor)));
}

function admissionOfPrincipal({ type, value }: Principal, { kind, name }: Actor): Admission {
  if (type !== 'AWS' && type !== '*') return 'none';
  if (/^\d{12}$/.test(value) || value.endsWith(':root')) return 'delegated';
  const [, service, of, rest] = /^arn:[\w-]+:(iam|sts)::\d{12}:([\w-]+)\/(.+)$/.exec(value) ?? [];
  if (rest === undefined || /[*?$]/.test(rest)) return 'named'; // everybody, an id, or what AWS does not document
  const kindOf = service === 'sts' && of === 'assumed-role' ? 'role' : of;
  const last = rest.split('/').at(service === 'sts' ? 0 : -1) ?? '';
  return kindOf === kind && (name === undefined || last.toLowerCase() === name.toLowerCase()) ? 'named' : 'none';
}

function widest(found: readonly Admission[]): Admission {
  return found.reduce<Admission>(
    (one, other) => (admissions.indexOf(other) > admissions.indexOf(one) ? other : one),
    'none',
  );
}

/** Texts that can name a user: an ARN, an id, or everybody. Few of an account's thousands of roles have one. */
const namesUsers = /:user\/|"\*"|AIDA|"NotPrincipal"|\\/;

const rolesThatNameUsers = once((model: Model): readonly Identity[] => {
  const { byKey } = identitiesIn(model);
  const found = model.resources.flatMap((resource): Identity[] => {
    if (resource.type !== 'aws_iam_role' || resource.mode === 'data') return [];
    const [text, name] = [textOf(resource.values, 'assume_role_policy'), textOf(resource.values, 'name')];
    if (typeof text !== 'string' || typeof name !== 'string' || !namesUsers.test(text)) return [];
    return [byKey.get(holderNamed('role', name).key) ?? []].flat();
  });
  return [...new Set(found)];
});

/** Roles that a user can assume by their trust policies alone, without any policy of the user. */
export function rolesThatName(model: Model, user: string): readonly Identity[] {
  return rolesThatNameUsers(model).filter((role) => admissionOf(role, { kind: 'user', name: user }) === 'named');
}
