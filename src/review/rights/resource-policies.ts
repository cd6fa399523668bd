import { resourcePolicyIn } from '../../checks/policy-index';
import { resourcePolicyTypes } from '../../checks/resource-types/policies';
import { isObject, nestedBlocks, Unknown, type Model, type Resource, type ValueObject } from '../../model';
import { byAddress, type Sides } from '../sides';
import { compareRights, type RightsChange } from './compare';
import { rightsOf, type Right } from './right';

/** The policy of a resource, such as a key or a queue, on both sides. */
export interface ResourcePolicyChange {
  readonly address: string;
  readonly rights: RightsChange;
  /** Absent if both sides could be read and may be shown. */
  readonly unread?:
    | { readonly kind: 'sensitive'; readonly isChanged: boolean }
    | { readonly kind: 'problem'; readonly problem: string };
}

/** Every policy of a resource that either side has. */
export function resourcePolicyChanges({ before, after }: Sides): ResourcePolicyChange[] {
  const [earlier, later] = [byAddress(withPolicies(before)), byAddress(withPolicies(after))];
  const addresses = [...new Set([...later.keys(), ...earlier.keys()])];
  return addresses.flatMap((address) => {
    const [former, current] = [earlier.get(address), later.get(address)];
    const sides = [former, current].map((one) => (one === undefined ? nothing : policyOf(one)));
    const [left = nothing, right = nothing] = sides;
    if (left.texts.length + right.texts.length === 0) return [];
    const rights = compareRights(before === undefined ? undefined : left.rights, right.rights, {
      before: isOpen(left, right),
      after: isOpen(right, left),
    });
    const unread = unreadOf(left, right);
    return [{ address, rights, ...(unread === undefined ? {} : { unread }) }];
  });
}

function withPolicies(model: Model | undefined): Resource[] {
  return (model?.resources ?? []).filter(({ type }) => Object.hasOwn(resourcePolicyTypes, type));
}

interface Policy {
  readonly rights: readonly Right[];
  /** The documents as written, to compare those that are not shown. */
  readonly texts: readonly string[];
  readonly isSensitive: boolean;
  readonly problem: string | undefined;
}

const nothing: Policy = { rights: [], texts: [], isSensitive: false, problem: undefined };

function policyOf({ type, values, sensitive, configured }: Resource): Policy {
  const { attributes = [] } = resourcePolicyTypes[type] ?? {};
  return attributes
    .flatMap((path) => holdersOf(values, path))
    .reduce<Policy>((found, { holder, name, top }) => {
      const reading = resourcePolicyIn(holder, name);
      // A policy that is not written: AWS fills it in.
      const isComputed = reading.kind === 'unknown' && configured !== undefined && !configured.has(top);
      if (reading.kind === 'absent' || isComputed) return found;
      const isSensitive = sensitive.has(top);
      const problem =
        reading.kind === 'document' ? undefined : reading.kind === 'unknown' ? reading.unknown.reason : reading.problem;
      return {
        rights: [...found.rights, ...(reading.kind === 'document' && !isSensitive ? rightsOf(reading.document) : [])],
        texts: [...found.texts, reading.kind === 'unknown' ? '' : JSON.stringify(holder[name])],
        isSensitive: found.isSensitive || isSensitive,
        problem: found.problem ?? problem,
      };
    }, nothing);
}

/** The objects that have the document: the values themselves, or the nested blocks before the dot of a path. */
function holdersOf(values: ValueObject, path: string): { holder: ValueObject; name: string; top: string }[] {
  const [top = '', inner] = path.split('.');
  if (inner === undefined) return [{ holder: values, name: top, top }];
  return nestedBlocks(values, top).flatMap((block) =>
    !(block instanceof Unknown) && isObject(block) ? [{ holder: block, name: inner, top }] : [],
  );
}

/** Whether a side is not known, or may not be shown although the other side may. */
function isOpen(one: Policy, other: Policy): boolean {
  return one.problem !== undefined || (one.isSensitive && !other.isSensitive);
}

function unreadOf(left: Policy, right: Policy): ResourcePolicyChange['unread'] {
  if (left.isSensitive || right.isSensitive)
    return { kind: 'sensitive', isChanged: left.texts.join('\n') !== right.texts.join('\n') };
  const problem = right.problem ?? left.problem;
  return problem === undefined ? undefined : { kind: 'problem', problem };
}
