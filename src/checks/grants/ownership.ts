import { modulesOf, attribute, textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { once } from '../memoize';

export type Certainty = 'yes' | 'no' | 'maybe';

/** The name of a role, from its name or its ARN. */
export function roleNameOf(text: string): string {
  return text.startsWith('arn:') ? (text.split('/').at(-1) ?? text) : text;
}

/** IAM names are unique regardless of case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** An attribute of a resource that may name a role (or a user, or a group). */
interface NamingAttribute {
  readonly resource: Resource;
  readonly attribute: string;
}

/** Who may be named: a role, unless `type` says otherwise. */
interface NamedIdentity {
  readonly type: 'aws_iam_role' | 'aws_iam_user' | 'aws_iam_group';
  readonly name: string;
  /** The role itself, where it is known: through another configuration of the provider the same name may be another role. */
  readonly owner?: Resource | undefined;
}

/** Whether an attribute names an identity. Where its value is not known, the reference that it is made from may still say so. */
export function names(model: Model, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  return valueNames(model, textOf(naming.resource.values, naming.attribute) ?? null, naming, identity);
}

/** The same for one value of a list of names. */
export function valueNames(model: Model, value: Value, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  const named = isNamed(model, value, naming, identity);
  const { owner } = identity;
  const together = owner === undefined || named === 'no' ? 'yes' : sameAccount(model, naming.resource, owner);
  return together === 'yes' ? named : together;
}

function isNamed(model: Model, value: Value, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  if (typeof value === 'string') return isSameName(roleNameOf(value), identity.name) ? 'yes' : 'no';
  return value instanceof Unknown ? refersTo(model, value, naming, identity) : 'maybe';
}

/**
 * Whether two resources are in one account. Two configurations of the provider may have the same account or not: that is known only
 * where both are bound to one. https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export function sameAccount({ providers }: Model, one: Resource, other: Resource): Certainty {
  if (one.providerKey === other.providerKey) return 'yes';
  const [left, right] = [one, other].map(
    ({ providerKey }) => providers.find(({ key }) => key === providerKey)?.accountId,
  );
  if (typeof left !== 'string' || typeof right !== 'string') return 'maybe';
  return left === right ? 'yes' : 'no';
}

function refersTo(model: Model, unknown: Unknown, naming: NamingAttribute, { type, name }: NamedIdentity): Certainty {
  const candidates = referredTo(model, unknown, naming, type) ?? [];
  const found = candidates.map(({ values }) => attribute(values, 'name'));
  if (found.length === 0 || !found.every((one) => typeof one === 'string')) return 'maybe';
  if (found.every((one) => !isSameName(one, name))) return 'no';
  return found.length === 1 ? 'yes' : 'maybe';
}

/**
 * The resources of one block that an unknown value is made from, where it is made from nothing else. A plan of native configuration shows
 * no more than what an expression mentions; that it is no more than a reference is a premise, and printed with the others.
 */
export function referredTo(
  model: Model,
  { references: own }: Unknown,
  { resource, attribute: attributeName }: NamingAttribute,
  type: string,
): Resource[] | undefined {
  const references = own.length > 0 ? own : (resource.references.get(attributeName) ?? []);
  if (references.some((reference) => !reference.startsWith(`${type}.`))) return undefined;
  const [target, ...more] = new Set(
    references.map((reference) => reference.replace(/\[.*$/s, '').split('.').slice(0, 2).join('.')),
  );
  if (target === undefined || more.length > 0) return undefined;
  const block = modulePrefix(resource) + target;
  const indexes = new Set(
    references.flatMap((reference) => /^[^[]*(\[(?:\d+|"(?:[^"\\]|\\.)*")\])/.exec(reference)?.[1] ?? []),
  );
  const [index = ''] = indexes;
  const instances = instancesIn(model).get(block) ?? [];
  return indexes.size === 1 ? instances.filter(({ address }) => address === block + index) : [...instances];
}

/** The resources of each block that the apply ends with, by the block's address: asked for by every reference. */
const instancesIn = once((model: Model): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const resource of model.resources) {
    if (resource.remark !== undefined) continue;
    const prefix = modulePrefix(resource);
    const block = prefix + resource.address.slice(prefix.length).replace(/\[.*$/s, '');
    const same = found.get(block);
    if (same === undefined) found.set(block, [resource]);
    else same.push(resource);
  }
  return found;
});

/** `module.a.module.b.`, or nothing in the root module. */
export function modulePrefix({ address }: Resource): string {
  return modulesOf(address);
}
