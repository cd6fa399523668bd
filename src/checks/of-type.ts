import type { Model, Resource } from '../model';
import { once } from '../once';

/** The resources of one type, in their order. A plan has tens of thousands of resources, and most questions are about a few of them. */
export function ofType(model: Model, type: string): readonly Resource[] {
  return byType(model).get(type) ?? [];
}

const byType = once(({ resources }: Model): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    const known = found.get(resource.type);
    if (known === undefined) found.set(resource.type, [resource]);
    else known.push(resource);
  }
  return found;
});
