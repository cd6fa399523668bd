import type { Resource } from '../../model';
import { isIgnored, placeOf, type Context } from '../context';
import { inWords } from '../providers/aws-versions';
import { newerArguments } from '../providers/newer-arguments';
import { standingOf } from '../resource-types';
import type { Found, Rule } from '../rule';

export const knownTypes: Rule = {
  id: 'known-types',
  severity: 'high',
  claim: 'Every resource has a type that cannot give a role a right, or that Keyturn judges.',
  rationale:
    'A role gets rights not only from its own policies, but also from policies of keys, queues, buckets and secrets, and from grants and shares. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  remedy: 'Move the resource to a separate stack, or list it under "ignored" in the contract, with the reason.',
  needs: 'resources',
  leavesOut: 'a type or an argument that Keyturn does not know.',
  example: {
    of: 'stack',
    change: { resource: { aws_ssoadmin_permission_set_inline_policy: { more: { inline_policy: '{}' } } } },
  },
  judge(context) {
    const unread = new Map<string, Unread>();
    const assumed = newerArguments(context);
    for (const resource of context.model.resources) {
      const reason = whyNot(resource);
      if (reason === undefined) continue;
      const isAssumed = reason.isNotListed && assumed(resource) !== undefined;
      if ((isAssumed && !context.strict) || isIgnored(context, knownTypes.id, resource.address)) continue;
      const key = `${resource.mode} ${resource.type} ${reason.why} ${isAssumed}`;
      const same = unread.get(key);
      if (same === undefined) unread.set(key, { ...reason, isAssumed, first: resource, all: [resource] });
      else same.all.push(resource);
    }
    return [...unread.values()].map((one) => finding(context, one));
  },
};

interface Reason {
  /** The reason, as the end of a sentence after "aws_x ". */
  readonly why: string;
  readonly argument?: string;
  /** The type or the argument is not in the list. */
  readonly isNotListed: boolean;
}

/** Resources of one type that are not understood for one reason. */
interface Unread extends Reason {
  /** It is an assumption, which --strict does not accept. */
  readonly isAssumed: boolean;
  readonly first: Resource;
  readonly all: Resource[];
}

/** The reason why the grants of the resource are not known; undefined if they are, or if another rule judges them. */
function whyNot(resource: Resource): Reason | undefined {
  const standing = standingOf(resource);
  if (standing.kind === 'not-understood') return { ...standing, isNotListed: standing.strange !== undefined };
  if (standing.kind !== 'unknown') return undefined;
  const what = resource.mode === 'data' ? 'a data source' : 'a type';
  return { why: `is ${what} that Keyturn does not know, and it may grant something`, isNotListed: true };
}

function finding(context: Context, { first, all, why, argument, isNotListed, isAssumed }: Unread): Found {
  const more = all.length - 1;
  const versions = first.type.startsWith('aws_') && isNotListed ? inWords(context.model) : undefined;
  const others = more === 0 ? '' : ` and ${more} more of its type`;
  return {
    verdict: isAssumed ? 'fail' : 'undecided',
    place: placeOf(context, first, argument),
    message: `${first.address}${others}: ${first.type} ${why}${versions === undefined ? '' : ` (${versions})`}`,
    remedy: `Move it to a separate stack, or list ${JSON.stringify(first.address)} under "ignored" in a contract, with the reason.`,
    answers: all.filter(canBeDrafted).map(({ address }) => ({ member: 'ignored', address })),
  };
}

/** Returns whether a draft can propose to leave the resource out: never one of IAM. */
function canBeDrafted({ type }: Resource): boolean {
  return !type.startsWith('aws_iam_');
}
