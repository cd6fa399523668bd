import { Expressions } from './expressions';
import {
  type Construct,
  type Provider,
  attribute,
  isList,
  isObject,
  plainText,
  Unknown,
  type Value,
  type ValueObject,
} from '../../model';
import { isExpression, referencesOf } from '../leads/configured-expression';
import { readProvider } from '../provider/provider';
import { within } from '../expressions/reference';
import { evaluateTemplate } from '../expressions/template';

/** The `configuration` of one resource block in a plan; all its instances share it. */
export interface ConfiguredResource {
  readonly providerKey: string;
  readonly expressions: Expressions;
  /** The expression of its `for_each`. */
  readonly forEach: Value | undefined;
}

/** The `configuration` of a plan: facts that the changes do not show. */
export interface PlanConfiguration {
  /** The blocks by module path and address without indexes, in the form of `configurationKey`. */
  readonly resources: ReadonlyMap<string, ConfiguredResource>;
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
  /** Source addresses of the provider configurations, by their keys. */
  readonly sources: ReadonlyMap<string, string>;
  /** Data sources, which run or read something in every plan. */
  readonly dataSources: readonly ConfiguredData[];
}

export interface ConfiguredData {
  /** The key, in the form of `configurationKey`. */
  readonly key: string;
  /** Without the indexes of instances. */
  readonly address: string;
  readonly type: string;
  readonly provider: string | undefined;
  readonly pointer: string;
}

/** `module.a.module.b` and `aws_iam_role.x` without the indexes of instances. */
export function configurationKey(moduleAddress: string | undefined, address: string): string {
  if (moduleAddress === undefined || moduleAddress === '') return address;
  const modules = [...moduleAddress.matchAll(/module\.([^.[\]"]+)(?:\["(?:[^"\\]|\\.)*"\]|\[\d+\])?/g)].map(
    (match) => match[1],
  );
  return [...modules, address].join('/');
}

/** https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation */
export function readPlanConfiguration(
  configuration: Value | undefined,
  variables: Variables = new Map(),
): PlanConfiguration {
  const root = isObject(configuration) ? configuration : {};
  const sources = providerSources(attribute(root, 'provider_config'));
  const blocks = [...blocksIn(attribute(root, 'root_module'), [], '/configuration/root_module')];
  return {
    resources: new Map(blocks.map((block) => [block.key, configuredResource(block)])),
    constructs: blocks.flatMap(constructsOf),
    providers: readProviders(attribute(root, 'provider_config'), variables),
    sources,
    dataSources: blocks.flatMap((block) => configuredData(block, sources)),
  };
}

/** A block of a resource, in the root module or in one that it calls. */
interface ResourceBlock {
  readonly body: ValueObject;
  /** The key, as `configurationKey` makes it. */
  readonly key: string;
  /** The name for people. */
  readonly address: string;
  readonly pointer: string;
}

function* blocksIn(module: Value | undefined, modules: readonly string[], pointer: string): Generator<ResourceBlock> {
  if (!isObject(module)) return;
  const own = attribute(module, 'resources');
  for (const [index, body] of (isList(own) ? own : []).entries()) {
    if (!isObject(body)) continue;
    const local = plainText(body, 'address');
    const key = modules.length === 0 ? local : [...modules, local].join('/');
    const address = modules.length === 0 ? local : [...modules.map((name) => `module.${name}`), local].join('.');
    yield { body, key, address, pointer: `${pointer}/resources/${index}` };
  }
  const calls = attribute(module, 'module_calls');
  for (const [name, call] of isObject(calls) ? Object.entries(calls) : []) {
    if (isObject(call))
      yield* blocksIn(attribute(call, 'module'), [...modules, name], `${pointer}/module_calls/${name}/module`);
  }
}

function configuredResource({ body }: ResourceBlock): ConfiguredResource {
  const expressions = attribute(body, 'expressions');
  return {
    providerKey: plainText(body, 'provider_config_key'),
    expressions: new Expressions(isObject(expressions) ? expressions : {}, body),
    forEach: attribute(body, 'for_each_expression'),
  };
}

function configuredData(
  { body, key, address, pointer }: ResourceBlock,
  sources: PlanConfiguration['sources'],
): ConfiguredData[] {
  if (attribute(body, 'mode') !== 'data') return [];
  const provider = sources.get(plainText(body, 'provider_config_key'));
  return [{ key, address, type: plainText(body, 'type'), provider, pointer }];
}

function constructsOf({ body, address, pointer }: ResourceBlock): Construct[] {
  const constructs: Construct[] = [];
  const mode = attribute(body, 'mode');
  if (mode !== undefined && mode !== 'managed' && mode !== 'data') {
    const description = `${address} is of a mode that is not understood, and may run something`;
    constructs.push({ kind: 'block', description, address, pointer });
  }
  const provisioners = attribute(body, 'provisioners');
  if (isList(provisioners) && provisioners.length > 0) {
    const description = `${address} has a provisioner`;
    constructs.push({ kind: 'provisioner', description, address, pointer: `${pointer}/provisioners` });
  }
  return constructs;
}

/**
 * The provider configuration of a resource that is no longer in the configuration: a plan does not show it, so it is known only if the
 * provider has a single one.
 */
export function onlyProviderKey({ sources }: PlanConfiguration, type: string, source: string | undefined): string {
  const name = type.split('_')[0] ?? type;
  const keys = [...sources].filter(([key, full]) =>
    source === undefined ? key.split('.')[0] === name : full === source,
  );
  return keys.length === 1 ? (keys[0]?.[0] ?? '') : '';
}

/** The values of the root module's variables; a plan shows them resolved. */
export type Variables = ReadonlyMap<string, Value>;

export function readVariables(variables: Value | undefined): Variables {
  if (!isObject(variables)) return new Map();
  return new Map(
    Object.entries(variables).map(([name, variable]): [string, Value] => {
      const value = isObject(variable) ? attribute(variable, 'value') : undefined;
      return [name, value === undefined ? new Unknown(`the plan does not show variable "${name}"`) : value];
    }),
  );
}

function readProviders(configured: Value | undefined, variables: Variables): Provider[] {
  if (!isObject(configured)) return [];
  return Object.entries(configured).map(([key, provider]) => {
    const expressions = isObject(provider) ? attribute(provider, 'expressions') : undefined;
    const values = argumentsOf(expressions ?? {}, variables);
    return readProvider(key, isObject(values) ? values : {});
  });
}

/** The source address of each provider configuration; built-in providers have none. */
function providerSources(configured: Value | undefined): ReadonlyMap<string, string> {
  const members = isObject(configured) ? Object.entries(configured) : [];
  return new Map(
    members.flatMap(([key, provider]) =>
      isObject(provider) && plainText(provider, 'full_name') !== '' ? [[key, plainText(provider, 'full_name')]] : [],
    ),
  );
}

/** The values of expressions, in nested blocks as well. */
function argumentsOf(expression: Value, variables: Variables): Value {
  if (isList(expression)) return expression.map((item) => argumentsOf(item, variables));
  if (!isObject(expression)) return null;
  if (isExpression(expression)) return constant(expression, variables);
  return Object.fromEntries(
    Object.entries(expression).map(([name, item]) => [name, argumentsOf(item, variables)] as const),
  );
}

/**
 * In JSON configuration a `constant_value` is the raw text with its templates, and the references are next to it. In native configuration
 * an expression with references has no `constant_value`.
 */
function constant(expression: ValueObject, variables: Variables): Value {
  const value = attribute(expression, 'constant_value');
  const unknown = new Unknown('it is an expression', referencesOf(expression));
  if (value === undefined) return unknown;
  const evaluate = (part: Value): Value => {
    if (typeof part === 'string') return evaluateTemplate(part, follow);
    return isList(part) ? part.map(evaluate) : part;
  };
  const follow = ([first, name = '', ...rest]: readonly string[]): Value => {
    const known = first === 'var' ? variables.get(name) : undefined;
    return known === undefined ? unknown : within(known, rest, `var.${[name, ...rest].join('.')}`);
  };
  return evaluate(value);
}
