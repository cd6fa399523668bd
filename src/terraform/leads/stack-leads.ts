import { instancesByBlock } from '../../model/address';
import { indexOf, type Lead, type Model, type Resource } from '../../model';
import type { Reference } from '../expressions/reference';
import { leadOf, lost } from './lead-of';

/**
 * Follows the unknown values of a stack. Locals, variables and arguments were followed when the stack was read, so a remaining reference
 * names an attribute that is not written.
 */
export function stackLeads(resources: readonly Resource[]): NonNullable<Model['leadOf']> {
  let blocks: ReadonlyMap<string, readonly Resource[]> | undefined;
  const follow = (steps: Reference): Lead => {
    blocks ??= instancesByBlock(resources);
    const length = steps[0] === 'data' ? 3 : 2;
    const instances = blocks.get(steps.slice(0, length).join('.')) ?? [];
    return attributeOf(instances, steps.slice(length));
  };
  return (_, unknown) => leadOf(unknown, follow);
}

function attributeOf(instances: readonly Resource[], [first, ...rest]: Reference): Lead {
  const [only, ...more] = instances;
  if (only === undefined || first === undefined) return lost;
  if (more.length === 0 && indexOf(only.address) === undefined)
    return { kind: 'attribute', resource: only, name: [first, ...rest].join('.') };
  const instance = instances.find(({ address }) => String(indexOf(address)) === first);
  return instance === undefined || rest.length === 0
    ? lost
    : { kind: 'attribute', resource: instance, name: rest.join('.') };
}
