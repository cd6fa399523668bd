import { parseJsonString } from '../json';
import { groupsByKey } from '../text/grouped';
import type { Resource } from '.';

/** The block of an instance: its address without modules and index. */
export function blockOf({ mode, type, name }: Pick<Resource, 'mode' | 'type' | 'name'>): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}

/** The modules in an address: `module.a["x"].module.b.`, or nothing in the root module. A name can have letters of any script, an index can be any text. */
export function modulesOf(address: string): string {
  // Most of the tens of thousands of resources of a plan are in the root module.
  if (!address.startsWith('module.')) return '';
  return /^(?:module\.[^.[\]"]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*/.exec(address)?.[0] ?? '';
}

/** The instances of each block; a resource that the apply leaves behind is not an instance. */
export function instancesByBlock(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const instances = resources.filter(({ remark }) => remark === undefined);
  return groupsByKey(instances, (resource) => modulesOf(resource.address) + blockOf(resource));
}

/** The value of `count.index` or `each.key` in an instance: `0` of `x.y[0]`, `a` of `x.y["a"]`. */
export function indexOf(address: string): number | string | undefined {
  const own = address.slice(modulesOf(address).length);
  const index = /^(?:data\.)?[^.[\]"]+\.[^.[\]"]+\[(.*)\]$/s.exec(own)?.[1];
  if (index === undefined) return undefined;
  if (/^\d+$/.test(index)) return Number(index);
  return index.startsWith('"') ? unquoted(index) : undefined;
}

/** Terraform quotes a key as its language does: `\\"`, `\\\\`, and `$${` for `${`. */
function unquoted(text: string): string | undefined {
  return parseJsonString(text)?.replaceAll('$${', '${').replaceAll('%%{', '%{');
}
