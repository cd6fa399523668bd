import { attribute, inputKinds, isList, Unknown, type Resource } from '../../model';
import type { Context, JudgedRole } from '../context';
import type { Contract, NoOtherPolicies } from '../contract/contract';
import { isReadBackLater } from '../grants/grants';
import { isInstanceOf } from '../naming/elsewhere';
import type { Exclusive } from './exclusives';

/** The policies that a role without an exclusive resource can have although the input does not show them. */
type OtherPolicies = { readonly kind: 'none' } | DeclaredOthers | UnknownOthers;

/** None, because a contract declares it of a role that the apply creates. */
export interface DeclaredOthers {
  readonly kind: 'declared';
  readonly by: readonly [NoOtherPolicies, ...NoOtherPolicies[]];
}

/** Not known of these resources of the role. */
export interface UnknownOthers {
  readonly kind: 'unknown';
  readonly roles: readonly Resource[];
  /** A declaration that was valid before. */
  readonly expired: NoOtherPolicies | undefined;
}

/**
 * Returns what is known of the policies that the input does not show. A role that exists shows them all if the provider read them back. A role that
 * this apply creates has none in AWS, and its configuration shows `managed_policy_arns`; a `dynamic "inline_policy"` block whose for_each is not known
 * is the one thing that a plan does not show, and a contract can declare that there is none.
 */
export function otherPolicies(
  context: Context,
  { contract, roles }: Pick<JudgedRole, 'contract' | 'roles'>,
  name: Exclusive['roleAttribute'],
): OtherPolicies {
  const open = roles.filter((role) => !isShown(context, role, name));
  if (roles.length > 0 && open.length === 0) return { kind: 'none' };
  const isRelaxed = roles.length > 0 && !isOfRotation(context) && open.every((one) => isCreatedWithout(one, name));
  if (isRelaxed && name === 'managed_policy_arns') return { kind: 'none' };
  const entries = isRelaxed ? open.map((role) => entryFor(context, contract, role)) : [];
  const valid = entries.filter((entry) => entry !== undefined).filter(({ expires }) => context.today <= expires);
  const [first, ...more] = valid;
  if (first !== undefined && valid.length === open.length) return { kind: 'declared', by: [first, ...more] };
  return {
    kind: 'unknown',
    roles: open,
    expired: entries.find((entry) => entry !== undefined && !valid.includes(entry)),
  };
}

/** If the provider read the attribute back, or it is written in the role itself, all policies of the role are visible. */
function isShown({ model }: Pick<Context, 'model'>, { values }: Resource, name: string): boolean {
  if (inputKinds[model.kind].stage === 'written') return false;
  const value = attribute(values, name);
  return isList(value) && !value.some((item) => item instanceof Unknown);
}

/** Whether the apply creates the role, and its configuration shows no such argument. */
function isCreatedWithout(role: Resource, name: Exclusive['roleAttribute']): boolean {
  return attribute(role.values, name) instanceof Unknown && isReadBackLater(role, name);
}

/** Whether the input deploys a rotation: each of its roles must be proved to be closed. */
export function isOfRotation({ judged }: Pick<Context, 'judged'>): boolean {
  return judged.some(({ contract }) => contract.pairs !== undefined);
}

/** Whether only a dynamic "inline_policy" block can give this role a policy that the plan does not show. */
export function canBeDeclared(role: Resource): boolean {
  return isCreatedWithout(role, 'inline_policy');
}

/** The entry of a contract for a role; a valid one before one that has expired. */
function entryFor(
  { today }: Pick<Context, 'today'>,
  { noOtherPolicies }: Contract,
  { address }: Resource,
): NoOtherPolicies | undefined {
  const named = noOtherPolicies.filter((one) => isInstanceOf(one.address, address));
  return named.find(({ expires }) => today <= expires) ?? named[0];
}
