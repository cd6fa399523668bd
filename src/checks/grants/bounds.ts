import { countPairs, mostPairs } from '../policy-index';
import type { PolicySource } from './grants';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = { ofInlinePolicies: 10_240, ofManagedPolicy: 6144 };

/** The bounds for policies: IAM's quotas, and the most that Keyturn reads. Larger ones are reported as not judged. */
export function withinBounds(sources: readonly PolicySource[]): PolicySource[] {
  let [pairs, inline] = [0, 0];
  // A state shows one policy twice: as a resource, and in the role.
  const seen = new Set<string>();
  return sources.map((source) => {
    if (source.document === undefined) return source;
    pairs += countPairs(source.document);
    const { kind, policyName = source.resource.address } = source;
    if (kind === 'inline' && !seen.has(policyName)) inline += source.size;
    seen.add(policyName);
    const problem = beyondBounds(source, pairs, inline);
    return problem === undefined ? source : { ...source, document: undefined, problem };
  });
}

function beyondBounds({ kind, size, arn }: PolicySource, pairs: number, inline: number): string | undefined {
  const { ofInlinePolicies, ofManagedPolicy } = mostCharacters;
  if (kind === 'inline' && inline > ofInlinePolicies)
    return `the inline policies of the role have more than ${ofInlinePolicies} characters together, and IAM refuses that`;
  // Managed policies of AWS can be longer.
  if (kind === 'managed' && size > ofManagedPolicy && arn?.includes(':aws:policy/') !== true)
    return `it has ${size} characters, but a managed policy can have at most ${ofManagedPolicy}`;
  if (pairs <= mostPairs) return undefined;
  return `the policies of the role allow more than ${mostPairs} pairs of an action and a resource, which is the limit of this check`;
}
