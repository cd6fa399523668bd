import {
  parseIdentityPolicy,
  parseResourcePolicy,
  parseTrustPolicy,
  PolicySyntaxError,
  type PolicyDocument,
} from '../iam';
import { textOf, Unknown, type Resource, type ValueObject } from '../model';

/** The content of a policy, or the reason why it cannot be decided. */
export type PolicyReading =
  /** `size` is the number of characters without white space, as IAM counts them. */
  | { readonly kind: 'document'; readonly document: PolicyDocument; readonly size: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly unknown: Unknown }
  /** The reason why AWS would refuse it, or why its meaning is ambiguous; the words can quote it. */
  | { readonly kind: 'refused'; readonly problem: string };

const parsers = {
  identity: parseIdentityPolicy,
  resource: parseResourcePolicy,
  trust: parseTrustPolicy,
};

/**
 * The policies of all inputs. Each is parsed once for all rules. The key is the object with the text: the values of a resource, or a block in them.
 */
const readings = new WeakMap<ValueObject, Map<string, PolicyReading>>();

/** A policy of a role, a user or a group, or a managed policy. */
export function identityPolicyIn(holder: ValueObject, attribute: string): PolicyReading {
  return readingOf(holder, attribute, 'identity');
}

/** The policy of a resource, such as a key or a queue. */
export function resourcePolicyIn(holder: ValueObject, attribute: string): PolicyReading {
  return readingOf(holder, attribute, 'resource');
}

/** The trust policy of a role. */
export function trustPolicyOf({ values }: Resource): PolicyReading {
  return readingOf(values, 'assume_role_policy', 'trust');
}

/** The same for a text that is not in a resource. */
export function trustPolicyIn(text: string): PolicyReading {
  return read(text, 'trust');
}

function readingOf(holder: ValueObject, attribute: string, kind: keyof typeof parsers): PolicyReading {
  const ofHolder = readings.get(holder) ?? new Map<string, PolicyReading>();
  readings.set(holder, ofHolder);
  const key = `${kind} ${attribute}`;
  const known = ofHolder.get(key);
  if (known !== undefined) return known;
  const reading = read(textOf(holder, attribute), kind);
  ofHolder.set(key, reading);
  return reading;
}

function read(text: string | Unknown | undefined, kind: keyof typeof parsers): PolicyReading {
  if (text === undefined) return { kind: 'absent' };
  if (text instanceof Unknown) return { kind: 'unknown', unknown: text };
  const known = latest[kind];
  if (known?.text === text) return known.reading;
  const reading = parsed(text, kind);
  latest[kind] = { text, reading };
  return reading;
}

/** A cache: the instances of one resource often have the same policy, one after another. */
const latest: { [kind in keyof typeof parsers]?: { readonly text: string; readonly reading: PolicyReading } } = {};

function parsed(text: string, kind: keyof typeof parsers): PolicyReading {
  try {
    const document = parsers[kind](text);
    const size = text.replace(/\s/g, '').length;
    if (kind === 'trust' && size > mostOfTrust) {
      return {
        kind: 'refused',
        problem: `It has ${size} characters; IAM accepts at most ${mostOfTrust} in a trust policy`,
      };
    }
    const pairs = countPairs(document);
    if (pairs <= mostPairs) return { kind: 'document', document, size };
    const problem = `It allows ${pairs} pairs of an action and a resource; the limit of this check is ${mostPairs} in one policy`;
    return { kind: 'refused', problem };
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return { kind: 'refused', problem: error.message };
  }
}

/** The highest quota that AWS grants. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostOfTrust = 8192;

/**
 * The limit of pairs, because each is compared with the contract. The largest honest policies, with 66 users and three actions, have a few hundred.
 */
export const mostPairs = 100_000;

/** The number of pairs of an action and a resource that a policy allows. */
export function countPairs({ statements }: PolicyDocument): number {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .reduce((sum, { action, resource }) => sum + action.patterns.length * (resource?.patterns.length ?? 1), 0);
}
