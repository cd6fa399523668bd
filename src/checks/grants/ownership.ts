import { modulesOf, attribute, textOf, Unknown, type Model, type Resource, type Value } from '../../model';

export type Answer = 'yes' | 'no' | 'maybe';

/** The name of a role, from its name or its ARN. */
export function roleNameOf(text: string): string {
  return text.startsWith('arn:') ? (text.split('/').at(-1) ?? text) : text;
}

/** IAM names are unique regardless of case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Whether an attribute names this role (or user: whatever `type` is). Where its value is not known, the reference that it is made from
 * may still say so. `owner` is the role itself: through another configuration of the provider the same name may be another role.
 */
export function names(
  model: Model,
  resource: Resource,
  attributeName: string,
  type: string,
  name: string,
  owner?: Resource,
): Answer {
  const value = textOf(resource.values, attributeName);
  return valueNames(model, resource, value ?? null, attributeName, type, name, owner);
}

/** The same for one value of a list of names. */
export function valueNames(
  model: Model,
  resource: Resource,
  value: Value,
  attributeName: string,
  type: string,
  name: string,
  owner?: Resource,
): Answer {
  const named = isNamed(model, resource, value, attributeName, type, name);
  const together = owner === undefined || named === 'no' ? 'yes' : sameAccount(model, resource, owner);
  return together === 'yes' ? named : together;
}

function isNamed(
  model: Model,
  resource: Resource,
  value: Value,
  attributeName: string,
  type: string,
  name: string,
): Answer {
  if (typeof value === 'string') return isSameName(roleNameOf(value), name) ? 'yes' : 'no';
  if (!(value instanceof Unknown)) return 'maybe';
  return refersTo(model, resource, value, attributeName, type, name);
}

/**
 * Whether two resources are in one account. Two configurations of the provider may have the same account or not: that is known only
 * where both are bound to one. https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export function sameAccount({ providers }: Model, one: Resource, other: Resource): Answer {
  if (one.providerKey === other.providerKey) return 'yes';
  const [left, right] = [one, other].map(
    ({ providerKey }) => providers.find(({ key }) => key === providerKey)?.accountId,
  );
  if (typeof left !== 'string' || typeof right !== 'string') return 'maybe';
  return left === right ? 'yes' : 'no';
}

function refersTo(
  model: Model,
  resource: Resource,
  unknown: Unknown,
  attributeName: string,
  type: string,
  name: string,
): Answer {
  const candidates = referredTo(model, resource, unknown, attributeName, type) ?? [];
  const names = candidates.map(({ values }) => attribute(values, 'name'));
  if (names.length === 0 || !names.every((found) => typeof found === 'string')) return 'maybe';
  if (names.every((found) => !isSameName(found, name))) return 'no';
  return names.length === 1 ? 'yes' : 'maybe';
}

/**
 * The resources of one block that an unknown value is made from, where it is made from nothing else. A plan of native configuration shows
 * no more than what an expression mentions; that it is no more than a reference is a premise, and printed with the others.
 */
export function referredTo(
  model: Model,
  resource: Resource,
  { references: own }: Unknown,
  attributeName: string,
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
  return model.resources.filter(
    ({ address, remark }) =>
      remark === undefined &&
      (indexes.size === 1 ? address === block + index : address === block || address.startsWith(`${block}[`)),
  );
}

/** `module.a.module.b.`, or nothing in the root module. */
export function modulePrefix({ address }: Resource): string {
  return modulesOf(address);
}
