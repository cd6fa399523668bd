import type { Model, Resource } from '../model';
import { once } from '../once';
import { groupsByKey } from '../text/grouped';

/** The resources of one type, in their order. A plan has tens of thousands of resources, and most questions are about a few of them. */
export function ofType(model: Model, type: string): readonly Resource[] {
  return byType(model).get(type) ?? [];
}

const byType = once(({ resources }: Model) => groupsByKey(resources, ({ type }) => type));
