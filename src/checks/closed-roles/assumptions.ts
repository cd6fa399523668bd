import type { Context } from '../context';
import { soughtRole } from '../naming/sought-role';
import { exclusivesOf, inlinePolicies } from './exclusives';
import { otherPolicies } from './other-policies';

/** The assumptions about roles that contracts declare to have no other policies. Every report prints them, before the others. */
export function noOtherPoliciesAssumed(context: Context): string[] {
  const { model, judged } = context;
  const found = judged.flatMap((role) => {
    if (exclusivesOf(model, inlinePolicies, soughtRole(role)).length > 0) return [];
    const others = otherPolicies(context, role, inlinePolicies.roleAttribute);
    if (others.kind !== 'declared') return [];
    return others.by.map(
      ({ address, reason, owner, expires }) =>
        `The configuration of ${address} has no dynamic "inline_policy" block, which this plan would not show: ${reason} (${owner}, until ${expires}; contract "${role.contract.name}")`,
    );
  });
  return [...new Set(found)];
}
