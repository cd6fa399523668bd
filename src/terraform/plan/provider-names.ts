import { attribute, isList, isObject, plainText, type Value, type ValueObject } from '../../model';
import { blockOf, modulesOf } from '../../model/address';
import { configurationKey } from '../planned-configuration/configuration';

/**
 * Returns a plan in which every configuration of a provider has its `full_name`. Terraform 1.1 did not write it: then it is the provider of all
 * resources with this configuration, if they have the same one. A configuration without a resource stays as it is.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function withProviderNames(plan: ValueObject): ValueObject {
  const configuration = attribute(plan, 'configuration');
  const providers = isObject(configuration) ? attribute(configuration, 'provider_config') : undefined;
  if (!isObject(configuration) || !isObject(providers)) return plan;
  const nameless = Object.entries(providers).filter(([, one]) => isObject(one) && plainText(one, 'full_name') === '');
  if (nameless.length === 0) return plan;
  const names = providersOfKeys(plan, attribute(configuration, 'root_module'));
  const named = nameless.flatMap(([key, provider]): [string, Value][] => {
    const [only, ...more] = names.get(key) ?? [];
    return only === undefined || only === '' || more.length > 0 || !isObject(provider)
      ? []
      : [[key, { ...provider, full_name: only }]];
  });
  const filled = { ...providers, ...Object.fromEntries(named) };
  return { ...plan, configuration: { ...configuration, provider_config: filled } };
}

/** The providers of the resources of each provider configuration. */
function providersOfKeys(plan: ValueObject, module: Value | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map(keysIn(module, []));
  const found = new Map<string, Set<string>>();
  for (const resource of resourcesIn(plan)) {
    const address = plainText(resource, 'address');
    const block = blockOf({
      mode: plainText(resource, 'mode') === 'data' ? 'data' : 'managed',
      type: plainText(resource, 'type'),
      name: plainText(resource, 'name'),
    });
    const key = keys.get(configurationKey(modulesOf(address), block));
    if (key === undefined) continue;
    const names = found.get(key) ?? new Set();
    found.set(key, names);
    names.add(plainText(resource, 'provider_name'));
  }
  return found;
}

/** The provider configuration of each block. */
function* keysIn(module: Value | undefined, modules: readonly string[]): Generator<[string, string]> {
  if (!isObject(module)) return;
  const blocks = attribute(module, 'resources');
  for (const block of isList(blocks) ? blocks : [])
    if (isObject(block))
      yield [[...modules, plainText(block, 'address')].join('/'), plainText(block, 'provider_config_key')];
  const calls = attribute(module, 'module_calls');
  for (const [name, call] of isObject(calls) ? Object.entries(calls) : [])
    if (isObject(call)) yield* keysIn(attribute(call, 'module'), [...modules, name]);
}

function* resourcesIn(plan: ValueObject): Generator<ValueObject> {
  const changes = attribute(plan, 'resource_changes');
  for (const change of isList(changes) ? changes : []) if (isObject(change)) yield change;
  const prior = attribute(plan, 'prior_state');
  const values = isObject(prior) ? attribute(prior, 'values') : undefined;
  if (isObject(values)) yield* inModule(attribute(values, 'root_module'));
}

function* inModule(module: Value | undefined): Generator<ValueObject> {
  if (!isObject(module)) return;
  const [resources, children] = [attribute(module, 'resources'), attribute(module, 'child_modules')];
  for (const resource of isList(resources) ? resources : []) if (isObject(resource)) yield resource;
  for (const child of isList(children) ? children : []) yield* inModule(child);
}
