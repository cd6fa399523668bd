import { attribute, isObject, type Value, type ValueObject } from '../../model';

/**
 * A module in the `configuration` of a plan. https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export interface PlannedModule {
  readonly body: ValueObject;
  /** The calling module; undefined for the root module. */
  readonly call: ModuleCall | undefined;
}

export interface ModuleCall {
  readonly name: string;
  /** The arguments of the call, each an expression of the calling module. */
  readonly expressions: ValueObject;
  readonly forEach: Value | undefined;
  /** Whether the module has several instances, identified by a key. */
  readonly isRepeated: boolean;
  /** The address of the calling module, as `modulesOf` returns it. */
  readonly caller: string;
  /** The key of the instance. */
  readonly key: string | undefined;
}

const step = /module\.([^.[\]"]+)(?:\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\])?\./g;

/** The module at an address such as `module.a["x"].module.b.`; undefined if the configuration has none. */
export function moduleAt(root: ValueObject, address: string): PlannedModule | undefined {
  let module: PlannedModule | undefined = { body: root, call: undefined };
  let caller = '';
  for (const [text, name = '', number, key] of address.matchAll(step)) {
    module = module && calledModule(module.body, name, caller, number ?? key);
    caller += text;
  }
  return module;
}

function calledModule(
  body: ValueObject,
  name: string,
  caller: string,
  key: string | undefined,
): PlannedModule | undefined {
  const call = memberOf(memberOf(body, 'module_calls'), name);
  const module = memberOf(call, 'module');
  if (call === undefined || module === undefined) return undefined;
  const forEach = attribute(call, 'for_each_expression');
  const expressions = memberOf(call, 'expressions') ?? {};
  const isRepeated = forEach !== undefined || attribute(call, 'count_expression') !== undefined;
  return { body: module, call: { name, expressions, forEach, isRepeated, caller, key } };
}

/** A member that is an object. */
export function memberOf(object: ValueObject | undefined, name: string): ValueObject | undefined {
  const value = object === undefined ? undefined : attribute(object, name);
  return isObject(value) ? value : undefined;
}
