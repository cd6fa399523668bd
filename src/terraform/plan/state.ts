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
  const resources: Resource[] = [];
  const walk = (module: Value | undefined, at: string): void => {
    if (!isObject(module)) return;
    const own = attribute(module, 'resources');
    for (const [index, resource] of (isList(own) ? own : []).entries()) {
      if (isObject(resource)) resources.push(readResource(resource, `${at}/resources/${index}`));
    }
    const children = attribute(module, 'child_modules');
    for (const [index, child] of (isList(children) ? children : []).entries())
      walk(child, `${at}/child_modules/${index}`);
  };
  const values = attribute(root, 'values');
  if (isObject(values)) walk(attribute(values, 'root_module'), `${pointer}/values/root_module`);
  return {
    kind: 'state',
    file,
    name: file,
    resources,
    constructs: [],
    providers: [],
    notes: [],
    destroyedRoles: [],
    nothingRemains: false,
  };
}

function readResource(resource: ValueObject, pointer: string): Resource {
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
