import {
  type Model,
  resourceFrom,
  type Resource,
  attribute,
  isList,
  isObject,
  plainText,
  textOf,
  type Value,
  type ValueObject,
} from '../../model';
import { sensitiveAttributes } from './unknown-values';

/** Reads a state of `terraform show -json`. https://developer.hashicorp.com/terraform/internals/json-format#state-representation */
export function readState(root: ValueObject, file: string, pointer = ''): Model {
  return {
    kind: 'state',
    file,
    name: file,
    resources: [...resourcesShown(root, pointer)].map(readResource),
    constructs: [],
    providers: [],
    notes: [],
    destroyedRoles: [],
    nothingRemains: false,
  };
}

/** The data sources of a state. */
export function readDataSources(root: ValueObject, pointer: string): Resource[] {
  return [...resourcesShown(root, pointer)].filter(isDataSource).map(readResource);
}

/** Whether Terraform manages anything that a state shows. */
export function managesAnything(root: ValueObject): boolean {
  for (const shown of resourcesShown(root, '')) if (!isDataSource(shown)) return true;
  return false;
}

interface ShownResource {
  readonly resource: ValueObject;
  readonly pointer: string;
}

function isDataSource({ resource }: ShownResource): boolean {
  return attribute(resource, 'mode') === 'data';
}

function resourcesShown(root: ValueObject, pointer: string): Iterable<ShownResource> {
  const values = attribute(root, 'values');
  return isObject(values) ? resourcesOf(attribute(values, 'root_module'), `${pointer}/values/root_module`) : [];
}

function* resourcesOf(module: Value | undefined, pointer: string): Generator<ShownResource> {
  if (!isObject(module)) return;
  const own = attribute(module, 'resources');
  for (const [index, resource] of (isList(own) ? own : []).entries())
    if (isObject(resource)) yield { resource, pointer: `${pointer}/resources/${index}` };
  const children = attribute(module, 'child_modules');
  for (const [index, child] of (isList(children) ? children : []).entries())
    yield* resourcesOf(child, `${pointer}/child_modules/${index}`);
}

function readResource({ resource, pointer }: ShownResource): Resource {
  const values = attribute(resource, 'values');
  const provider = textOf(resource, 'provider_name');
  const deposed = attribute(resource, 'deposed_key') !== undefined;
  return resourceFrom({
    address: plainText(resource, 'address'),
    type: plainText(resource, 'type'),
    name: plainText(resource, 'name'),
    mode: attribute(resource, 'mode') === 'data' ? 'data' : 'managed',
    provider: typeof provider === 'string' ? provider : undefined,
    values: isObject(values) ? values : {},
    pointer: `${pointer}/values`,
    sensitive: sensitiveAttributes(attribute(resource, 'sensitive_values'), isObject(values) ? values : {}),
    managed: !deposed,
    remark: deposed ? 'it is left over from an earlier replacement' : undefined,
  });
}
