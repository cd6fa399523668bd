import { attribute, textOf, Unknown, type Model, type Resource, type Value } from '../terraform';

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
 * may still say so.
 */
export function names(model: Model, resource: Resource, attributeName: string, type: string, name: string): Answer {
  const value = textOf(resource.values, attributeName);
  if (typeof value === 'string') return isSameName(roleNameOf(value), name) ? 'yes' : 'no';
  if (value === undefined) return 'maybe';
  return refersTo(model, resource, value, resource.references.get(attributeName), type, name);
}

/** The same for one value of a list of names. */
export function valueNames(
  model: Model,
  resource: Resource,
  value: Value,
  attributeName: string,
  type: string,
  name: string,
): Answer {
  if (typeof value === 'string') return isSameName(roleNameOf(value), name) ? 'yes' : 'no';
  if (!(value instanceof Unknown)) return 'maybe';
  return refersTo(model, resource, value, resource.references.get(attributeName), type, name);
}

function refersTo(
  model: Model,
  resource: Resource,
  unknown: Unknown,
  configured: readonly string[] | undefined,
  type: string,
  name: string,
): Answer {
  const references = unknown.references.length > 0 ? unknown.references : (configured ?? []);
  const targets = references
    .filter((reference) => reference.startsWith(`${type}.`))
    .map((reference) => reference.split('.').slice(0, 2));
  const distinct = new Set(targets.map((target) => target.join('.')));
  const [target] = distinct;
  if (distinct.size !== 1 || target === undefined || references.some((reference) => !reference.startsWith(`${type}.`)))
    return 'maybe';
  const prefix = modulePrefix(resource);
  const candidates = model.resources.filter(
    ({ address }) => address === prefix + target || address.startsWith(`${prefix}${target}[`),
  );
  const names = candidates.map(({ values }) => attribute(values, 'name'));
  if (names.length === 0 || !names.every((found) => typeof found === 'string')) return 'maybe';
  if (names.every((found) => !isSameName(found, name))) return 'no';
  return names.length === 1 ? 'yes' : 'maybe';
}

/** `module.a.module.b.`, or nothing in the root module. */
export function modulePrefix({ address, type, name, mode }: Resource): string {
  const own = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
  return address.slice(0, Math.max(0, address.lastIndexOf(own)));
}
