import type { Model, Resource } from '../terraform';
import type { Place } from './rule';

const byAddress = new WeakMap<Model, ReadonlyMap<string, readonly Resource[]>>();

/**
 * The place with a mark where its value must not be printed. Done for every finding in one spot, so that no rule can forget it. What is in
 * no attribute that is known to be free of secrets is marked as well, where its resource has a secret at all.
 */
export function marked(model: Model, place: Place): Place {
  const { address, pointer } = place;
  const resources = address === undefined ? [] : (resourcesOf(model).get(address) ?? []);
  const isSensitive = resources.some(
    ({ sensitive, pointer: at }) => sensitive.size > 0 && !isFree(sensitive, at, pointer),
  );
  return isSensitive ? { ...place, sensitive: true } : place;
}

function isFree(sensitive: ReadonlySet<string>, resource: string, pointer: string | undefined): boolean {
  if (pointer === undefined || !pointer.startsWith(`${resource}/`)) return false;
  const [name = ''] = pointer.slice(resource.length + 1).split('/');
  return !sensitive.has(name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function resourcesOf(model: Model): ReadonlyMap<string, readonly Resource[]> {
  const known = byAddress.get(model);
  if (known !== undefined) return known;
  const resources = new Map<string, Resource[]>();
  for (const resource of model.resources) {
    const same = resources.get(resource.address);
    if (same === undefined) resources.set(resource.address, [resource]);
    else same.push(resource);
  }
  byAddress.set(model, resources);
  return resources;
}
