import { matches, overlaps } from '../../iam';
import { showsAtLeast, textOf } from '../../model';
import { addressMatches, type Context, type JudgedRole } from '../context';
import type { ResourcePolicyLine } from '../contract/contract';
import { resourceGrantsOf } from './grants';
import { bucketArn } from './owner';

/** A line of the contract with an action that no visible policy grants. */
interface UnusedLine {
  readonly line: ResourcePolicyLine;
  readonly action: string;
}

/**
 * Actions of lines under "resourcePolicies" that nothing grants. A resource that is named by its ARN may be in another stack, so it is not
 * reported; neither is one with an unknown policy.
 */
export function unusedResourceLines(context: Context, role: JudgedRole): UnusedLine[] {
  const lines = role.contract.resourcePolicies.filter((line) => isVisible(context, line));
  if (lines.length === 0) return [];
  const { grants, questions } = resourceGrantsOf(context, role);
  return lines.flatMap((line) => {
    const { index, on, actions } = line;
    const isOpen = questions.some(
      ({ source }) =>
        on.kind === 'arn' || source.owner.addresses.some((address) => addressMatches(on.pattern, address)),
    );
    if (isOpen) return [];
    const granted = grants.filter((grant) => grant.line?.index === index).map(({ pair }) => pair.action.toLowerCase());
    return actions
      .filter((action) => !granted.some((one) => overlaps(one, action.toLowerCase())))
      .map((action) => ({ line, action }));
  });
}

/** Whether this input would contain the resource of a line. */
function isVisible({ model }: Context, { on }: ResourcePolicyLine): boolean {
  if (!showsAtLeast(model.kind, 'resources')) return false;
  if (on.kind === 'address') return true;
  return model.resources.some((resource) => {
    const arn = textOf(resource.values, 'arn') ?? bucketArn(resource);
    return resource.mode === 'managed' && typeof arn === 'string' && matches(on.pattern, arn);
  });
}
