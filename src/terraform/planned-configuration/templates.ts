import { blockOf, indexOf, instancesByBlock, modulesOf } from '../../model/address';
import { computedAttribute } from '../provider/computed-attributes';
import {
  type Resource,
  attribute,
  isList,
  isObject,
  Unknown,
  unknownsIn,
  type Value,
  type ValueObject,
} from '../../model';
import { configurationKey, type PlanConfiguration, type Variables } from './configuration';
import { isExpression } from '../leads/configured-expression';
import { within, type Reference } from '../expressions/reference';
import { evaluateTemplate, isTemplate } from '../expressions/template';

/** The scope of templates in a plan's configuration. */
interface Surroundings {
  readonly configuration: PlanConfiguration;
  readonly variables: Variables;
  /** Data sources that were read while planning: their values are only in the prior state. */
  readonly data: () => readonly Resource[];
  /** The resources that the plan does not completely know. */
  readonly open: ReadonlySet<Resource>;
}

/**
 * Fills unknown values of resources from the plan's configuration: a configuration in JSON shows the raw template next to its references,
 * and these are often known or made from names alone. A known value is never replaced: with `ignore_changes` the configuration differs from
 * the result.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function withTemplates(resources: readonly Resource[], surroundings: Surroundings): readonly Resource[] {
  if (surroundings.open.size === 0) return resources;
  const templates = new Templates(resources, surroundings);
  return resources.map((resource) => (surroundings.open.has(resource) ? templates.settled(resource) : resource));
}

/** The most references that are followed for one resource, and the longest chain of them; bounds against hostile inputs. */
const most = { steps: 10_000, chain: 100 };

class Templates {
  private known: ReadonlyMap<string, readonly Resource[]> | undefined;
  /** References that are being followed, to detect a cycle. */
  private readonly following = new Set<string>();
  private steps = 0;

  constructor(
    private readonly resources: readonly Resource[],
    private readonly surroundings: Surroundings,
  ) {}

  settled(resource: Resource): Resource {
    const configured = this.configured(resource);
    if (configured === undefined || resource.remark !== undefined) return resource;
    this.steps = 0;
    const settled = Object.entries(resource.values).flatMap(([name, value]): [string, Value][] => {
      const expression = configured.expressions.template(name);
      if (expression === undefined || unknownsIn(value).length === 0) return [];
      return [[name, this.settle(value, expression, resource)]];
    });
    return settled.length === 0
      ? resource
      : { ...resource, values: { ...resource.values, ...Object.fromEntries(settled) } };
  }

  private configured(resource: Resource) {
    return this.surroundings.configuration.resources.get(
      configurationKey(modulesOf(resource.address), blockOf(resource)),
    );
  }

  /** Blocks are identified only by their index, so if a `dynamic` block adds some, all stay unchanged. */
  private settle(value: Value, expression: Value | undefined, from: Resource): Value {
    if (isObject(expression) && isExpression(expression)) return this.fromTemplate(value, expression, from);
    if (isList(value) && isList(expression) && value.length === 1 && expression.length === 1)
      return value.map((item, index) => this.settle(item, expression[index], from));
    if (isObject(value) && isObject(expression)) {
      return Object.fromEntries(
        Object.entries(value).map(
          ([name, item]) => [name, this.settle(item, attribute(expression, name), from)] as const,
        ),
      );
    }
    return value;
  }

  private fromTemplate(value: Value, expression: ValueObject, from: Resource): Value {
    const template = attribute(expression, 'constant_value');
    return template === undefined ? value : this.filled(value, this.evaluate(template, from));
  }

  /** Keeps the known parts of a value and fills the others from the template. */
  private filled(value: Value, evaluated: Value): Value {
    if (value instanceof Unknown) {
      return evaluated instanceof Unknown
        ? new Unknown(evaluated.reason, value.references, evaluated.origin)
        : evaluated;
    }
    if (isList(value) && isList(evaluated) && value.length === evaluated.length)
      return value.map((item, index) => this.filled(item, evaluated[index] ?? null));
    return value;
  }

  private evaluate(template: Value, from: Resource): Value {
    if (typeof template === 'string') return evaluateTemplate(template, (reference) => this.follow(reference, from));
    if (isList(template)) return template.map((item) => this.evaluate(item, from));
    if (!isObject(template)) return template;
    if (Object.keys(template).some(isTemplate)) return new Unknown('a name in it is an expression');
    return Object.fromEntries(
      Object.entries(template).map(([name, item]) => [name, this.evaluate(item, from)] as const),
    );
  }

  private follow(reference: Reference, from: Resource): Value {
    const text = reference.join('.');
    const key = `${from.address} ${text}`;
    const unknown = new Unknown(`"${text}" is not known before the apply`, [text], {
      kind: 'reference',
      steps: reference,
    });
    this.steps += 1;
    if (this.following.has(key) || this.steps > most.steps || this.following.size >= most.chain) return unknown;
    this.following.add(key);
    try {
      return this.resolve(reference, from, text) ?? unknown;
    } finally {
      this.following.delete(key);
    }
  }

  private resolve(reference: Reference, from: Resource, text: string): Value | undefined {
    const [first = '', second = '', ...rest] = reference;
    if (text === 'each.key' || text === 'count.index') return indexOf(from.address);
    if (first === 'each' && second === 'value') return this.eachValue(rest, from, text);
    if (first === 'var') {
      const value = modulesOf(from.address) === '' ? this.surroundings.variables.get(second) : undefined;
      return value === undefined ? undefined : within(value, rest, text);
    }
    if (first === 'data') {
      const [name = '', ...steps] = rest;
      return this.ofResource(`${modulesOf(from.address)}data.${second}.${name}`, steps, text);
    }
    return this.ofResource(`${modulesOf(from.address)}${first}.${second}`, rest, text);
  }

  private eachValue(steps: Reference, from: Resource, text: string): Value | undefined {
    const forEach = this.configured(from)?.forEach;
    const template = isObject(forEach) ? attribute(forEach, 'constant_value') : undefined;
    const key = indexOf(from.address);
    // Evaluated in the scope of the block, without an instance.
    const elements =
      template === undefined ? undefined : this.evaluate(template, { ...from, address: modulesOf(from.address) });
    const element = isObject(elements) && typeof key === 'string' ? attribute(elements, key) : undefined;
    return element === undefined ? undefined : within(element, steps, text);
  }

  private ofResource(block: string, steps: Reference, text: string): Value | undefined {
    this.known ??= instancesByBlock([...this.resources, ...this.surroundings.data()]);
    const instances = this.known.get(block) ?? [];
    const [only] = instances;
    if (instances.length === 1 && only?.address === block) return this.attributeOf(only, steps, text);
    const [index, ...rest] = steps;
    const found = instances.filter(({ address }) => String(indexOf(address)) === index);
    return found.length === 1 && found[0] !== undefined ? this.attributeOf(found[0], rest, text) : undefined;
  }

  private attributeOf(resource: Resource, [name = '', ...rest]: Reference, text: string): Value | undefined {
    const value = this.valueOf(resource, name);
    return value === undefined || value instanceof Unknown ? undefined : within(value, rest, text);
  }

  private valueOf(resource: Resource, name: string): Value | undefined {
    const value = attribute(resource.values, name);
    if (value === undefined || unknownsIn(value).length === 0) return value;
    const expression = this.configured(resource)?.expressions.template(name);
    if (expression !== undefined) return this.settle(value, expression, resource);
    if (name === 'name' || name === 'path') return value;
    const own = this.valueOf(resource, 'name');
    const path = this.valueOf(resource, 'path');
    if (typeof own !== 'string') return value;
    const provider = this.surroundings.configuration.providers.find(({ key }) => key === resource.providerKey);
    const place = { type: resource.type, name: own, path: typeof path === 'string' ? path : undefined, provider };
    return (resource.mode === 'managed' ? computedAttribute(name, place) : undefined) ?? value;
  }
}
