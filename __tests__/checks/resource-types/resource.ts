import type { Resource, ValueObject } from '../../../src/model';

/** A resource of a plan or a stack, as far as its type and its arguments say what it is. */
export function resourceOf(type: string, values: ValueObject, more: Partial<Resource> = {}): Resource {
  return {
    address: `${type}.x`,
    type,
    name: 'x',
    mode: 'managed',
    providerKey: 'aws',
    provider: 'hashicorp/aws',
    values,
    pointer: '',
    sensitive: new Set(),
    references: new Map(),
    configured: undefined,
    action: undefined,
    managed: true,
    remark: undefined,
    ...more,
  };
}
