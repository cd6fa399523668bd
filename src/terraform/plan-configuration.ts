import type { Construct, Provider } from './model';
import { referencesOf } from './planned';
import { evaluateTemplate } from './template';
import {
  attribute,
  isList,
  isObject,
  plainText,
  textOf,
  textsOf,
  Unknown,
  type Value,
  type ValueObject,
} from './value';

/** What a plan's `configuration` tells of one resource block; all its instances share it. */
export interface ConfiguredResource {
  readonly providerKey: string;
  readonly references: ReadonlyMap<string, readonly string[]>;
  readonly arguments: ReadonlySet<string>;
}

/** The `configuration` of a plan: what the changes themselves do not show. */
export interface PlanConfiguration {
  /** By module path and address without indexes, as `configurationKey` makes it. */
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
  /** Data sources that run or read something each time: their addresses by type. */
  readonly dataSources: readonly { readonly address: string; readonly type: string; readonly pointer: string }[];
}

/** `module.a.module.b` and `aws_iam_role.x` without the indexes of instances. */
export function configurationKey(moduleAddress: string | undefined, address: string): string {
  const modules = [...(moduleAddress ?? '').matchAll(/module\.([\w-]+)(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?/g)].map(
    (match) => match[1],
  );
  return [...modules, address].join('/');
}

/** https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation */
export function readPlanConfiguration(configuration: Value | undefined): PlanConfiguration {
  const resources = new Map<string, ConfiguredResource>();
  const constructs: Construct[] = [];
  const dataSources: { address: string; type: string; pointer: string }[] = [];

  const readResource = (resource: ValueObject, modules: readonly string[], pointer: string): void => {
    const address = plainText(resource, 'address');
    const shown = [...modules.map((name) => `module.${name}`), address].join('.');
    const expressions = attribute(resource, 'expressions');
    const members = isObject(expressions) ? Object.entries(expressions) : [];
    resources.set([...modules, address].join('/'), {
      providerKey: plainText(resource, 'provider_config_key'),
      references: new Map(members.map(([name, expression]) => [name, referencesOf(expression)])),
      arguments: new Set(members.map(([name]) => name)),
    });
    if (attribute(resource, 'mode') === 'data') {
      dataSources.push({ address: shown, type: plainText(resource, 'type'), pointer });
    }
    const provisioners = attribute(resource, 'provisioners');
    if (isList(provisioners) && provisioners.length > 0) {
      constructs.push({
        kind: 'provisioner',
        description: `${shown} has a provisioner`,
        address: shown,
        pointer: `${pointer}/provisioners`,
      });
    }
  };

  const readModule = (module: Value | undefined, modules: readonly string[], pointer: string): void => {
    if (!isObject(module)) return;
    const own = attribute(module, 'resources');
    for (const [index, resource] of (isList(own) ? own : []).entries()) {
      if (isObject(resource)) readResource(resource, modules, `${pointer}/resources/${index}`);
    }
    const calls = attribute(module, 'module_calls');
    for (const [name, call] of isObject(calls) ? Object.entries(calls) : []) {
      if (isObject(call))
        readModule(attribute(call, 'module'), [...modules, name], `${pointer}/module_calls/${name}/module`);
    }
  };

  const root = isObject(configuration) ? configuration : {};
  readModule(attribute(root, 'root_module'), [], '/configuration/root_module');
  return { resources, constructs, providers: readProviders(attribute(root, 'provider_config')), dataSources };
}

function readProviders(configured: Value | undefined): Provider[] {
  if (!isObject(configured)) return [];
  return Object.entries(configured).map(([key, provider]) => {
    const expressions = isObject(provider) ? attribute(provider, 'expressions') : undefined;
    const members = isObject(expressions) ? expressions : {};
    const accounts = textsOf({ accounts: constant(attribute(members, 'allowed_account_ids')) }, 'accounts');
    return {
      key,
      region: textOf({ region: constant(attribute(members, 'region')) }, 'region'),
      accountId: accounts instanceof Unknown ? accounts : accounts?.length === 1 ? accounts[0] : undefined,
    };
  });
}

/** In JSON configuration a `constant_value` is the raw text with its templates, so it counts only where it has none. */
function constant(expression: Value | undefined): Value {
  if (!isObject(expression)) return null;
  const value = attribute(expression, 'constant_value');
  const unknown = new Unknown('it is an expression', referencesOf(expression));
  if (value === undefined) return unknown;
  const evaluate = (part: Value): Value => {
    if (typeof part === 'string') return evaluateTemplate(part, () => unknown);
    return isList(part) ? part.map(evaluate) : part;
  };
  return evaluate(value);
}
