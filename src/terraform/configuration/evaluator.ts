import { type Block, isPresent } from './blocks';
import { computedAttribute } from '../provider/computed-attributes';
import { dynamicBlocks } from './dynamic';
import {
  instancesOfCount,
  instancesOfEach,
  single,
  surroundingValue,
  type Instance,
  type Surrounding,
} from './instances';
import {
  type Provider,
  attribute,
  isList,
  isObject,
  madeOf,
  textOf,
  Unknown,
  type Value,
  type ValueObject,
} from '../../model';
import { asArgument } from '../provider/argument';
import { policyDocumentJson } from '../provider/policy-document';
import { within, type Reference } from '../expressions/reference';
import { membersOf } from './module-files';
import { readInside } from '../expressions/cursor';
import { evaluateTemplate, isTemplate } from '../expressions/template';
import { asTerraformReads } from '../expressions/conversions';
import type { Variable } from './variables';
import { Work } from './work';

/** Meta-arguments of Terraform, which are not attributes. */
const metaArguments = new Set([
  ...['//', 'count', 'for_each', 'provider', 'depends_on'],
  ...['lifecycle', 'provisioner', 'connection', 'dynamic'],
]);

/** The most references that are followed for one attribute; a bound against hostile inputs. */
const mostSteps = 20_000;

interface Attributes {
  readonly values: ValueObject;
  readonly sensitive: ReadonlySet<string>;
  readonly literal: ReadonlySet<string>;
}

/** A value, and the number of reads that it needed. */
interface Counted {
  readonly value: Value;
  readonly sensitiveUses: number;
  readonly resourceUses: number;
}

type Instances = readonly Instance[] | 'unknown' | 'too many';

/** Follows the expressions of one configuration. */
export class Evaluator {
  providers: readonly Provider[] = [];
  /** Variables that something refers to. */
  readonly used = new Set<string>();
  private readonly bodies = new Map<string, Block[]>();
  /** References that are being followed, to detect a cycle. */
  private readonly following = new Set<string>();
  private steps = 0;
  private readonly work = new Work();
  private readonly instancesOf = new Map<ValueObject, Instances>();
  /** The values of references and locals: thousands of instances can refer to one, and each can refer to others twice. */
  private readonly known = new Map<string, Counted>();
  /** The number of times that a sensitive value was read. */
  private sensitiveUses = 0;
  /** The number of times that an attribute of a resource or a data source was read. */
  private resourceUses = 0;
  /** Blocks whose instances depend on a resource. */
  private readonly dependent = new Set<ValueObject>();

  constructor(
    managed: readonly Block[],
    data: readonly Block[],
    private readonly locals: readonly Block[],
    private readonly variables: ReadonlyMap<string, Variable>,
    /** The source address of the provider with this key. */
    private readonly sourceOf: (providerKey: string) => string | undefined,
  ) {
    const all: (readonly [string, Block])[] = [
      ...managed.map((block) => [block.labels.join('.'), block] as const),
      ...data.map((block) => [`data.${block.labels.join('.')}`, block] as const),
    ];
    for (const [key, block] of all) this.bodies.set(key, [...(this.bodies.get(key) ?? []), block]);
  }

  /** The attributes of one instance: those that contain a sensitive value, and those made from literal values only. */
  attributes(body: ValueObject, surrounding: Surrounding): Attributes {
    const values = new Map<string, Value>();
    const sensitive = new Set<string>();
    const literal = new Set<string>();
    const set = (name: string, evaluate: () => Value) => {
      const { value, sensitiveUses, resourceUses } = this.counted(evaluate);
      values.set(name, value);
      if (sensitiveUses > 0) sensitive.add(name);
      if (resourceUses === 0 && !this.dependent.has(body)) literal.add(name);
    };
    for (const name of Object.keys(body)) {
      if (metaArguments.has(name)) continue;
      if (this.following.size === 0) this.steps = 0;
      set(name, () => this.evaluate(attribute(body, name) ?? null, surrounding));
    }
    for (const name of dynamicBlocks(body).names) {
      const earlier = values.get(name) ?? [];
      set(name, () => [...(isList(earlier) ? earlier : [earlier]), ...this.generated(body, name, surrounding)]);
    }
    return { values: Object.fromEntries(values), sensitive, literal };
  }

  /** The nested blocks that `dynamic` generates; Unknown if they are not certain. */
  generated(body: ValueObject, name: string, surrounding: Surrounding): readonly Value[] {
    const evaluate = (value: Value, inside: Surrounding): Value => this.evaluate(value, inside);
    return dynamicBlocks(body).expand(name, surrounding, evaluate);
  }

  /** The instances of a resource, or the reason why there is no list. */
  instances(body: ValueObject): Instances {
    const known = this.instancesOf.get(body);
    if (known !== undefined) return known;
    const before = this.resourceUses;
    const found = this.findInstances(body) ?? 'unknown';
    if (this.resourceUses > before) this.dependent.add(body);
    const instances = found === 'unknown' || this.work.takes(found.length) ? found : 'too many';
    this.instancesOf.set(body, instances);
    return instances;
  }

  private findInstances(body: ValueObject): readonly Instance[] | undefined {
    const [count, forEach] = [attribute(body, 'count') ?? null, attribute(body, 'for_each') ?? null];
    if (forEach !== null && count !== null) return undefined;
    if (forEach !== null) return instancesOfEach(this.evaluate(forEach, {}));
    return count === null ? [single] : instancesOfCount(this.evaluate(count, {}));
  }

  evaluate(value: Value, surrounding: Surrounding): Value {
    if (typeof value === 'string' && !isTemplate(value)) return asTerraformReads(value);
    return readInside(
      typeof value === 'string' ? 4 : 1,
      () => this.evaluateInside(value, surrounding),
      () => new Unknown('it nests too deeply, or refers to too many other values'),
    );
  }

  private evaluateInside(value: Value, surrounding: Surrounding): Value {
    if (typeof value === 'string') {
      const made = evaluateTemplate(
        value,
        (reference) => this.follow(reference, surrounding),
        () => (this.sensitiveUses += 1),
      );
      return this.work.pay(made);
    }
    if (isList(value)) return value.map((item) => this.evaluate(item, surrounding));
    if (!isObject(value)) return value;
    const members = new Map<string, Value>();
    for (const [name, item] of Object.entries(value)) {
      const key = isTemplate(name) ? this.evaluate(name, surrounding) : asTerraformReads(name);
      if (key instanceof Unknown) return madeOf([key]);
      if (typeof key !== 'string' || members.has(key))
        return new Unknown('a name in it is not a string, or is repeated');
      members.set(key, this.evaluate(item, surrounding));
    }
    return Object.fromEntries(members);
  }

  private follow(reference: Reference, surrounding: Surrounding): Value {
    const value = surroundingValue(reference, surrounding);
    // Null is a value.
    return value === undefined ? this.followNamed(reference) : value;
  }

  /** The value of a local, a variable or a resource; each can refer to others. */
  private followNamed(reference: Reference): Value {
    const text = reference.join('.');
    // A step can contain a dot: local.a["b.c"] is not local.a.b.c.
    const key = JSON.stringify(reference);
    return this.once(key, () => {
      if (this.following.has(key)) return new Unknown(`"${text}" refers to itself`, [text]);
      this.steps += 1;
      if (this.steps > mostSteps) return new Unknown('it refers to too many other values', [text]);
      this.following.add(key);
      try {
        return this.work.pay(this.named(reference), [text]);
      } finally {
        this.following.delete(key);
      }
    });
  }

  private named(reference: Reference): Value {
    const text = reference.join('.');
    const [first = '', second = ''] = reference;
    if (first === 'local') return this.local(second, reference.slice(2), text);
    if (first === 'var') return this.variable(second, reference.slice(2), text);
    return first === 'data'
      ? this.resource(reference.slice(0, 3), reference.slice(3), text)
      : this.resource(reference.slice(0, 2), reference.slice(2), text);
  }

  private local(name: string, rest: Reference, text: string): Value {
    const written = membersOf(this.locals, name);
    if (written === undefined) return new Unknown(`"${text}" is not defined`, [text]);
    const value = this.once(`local ${name}`, () => this.evaluate(written, {}));
    return within(value, rest, text);
  }

  private once(name: string, evaluate: () => Value): Value {
    const known = this.known.get(name);
    if (known !== undefined) {
      this.sensitiveUses += known.sensitiveUses;
      this.resourceUses += known.resourceUses;
      return known.value;
    }
    const counted = this.counted(evaluate);
    this.known.set(name, counted);
    return counted.value;
  }

  private counted(evaluate: () => Value): Counted {
    const sensitiveBefore = this.sensitiveUses;
    const resourcesBefore = this.resourceUses;
    const value = evaluate();
    return {
      value,
      sensitiveUses: this.sensitiveUses - sensitiveBefore,
      resourceUses: this.resourceUses - resourcesBefore,
    };
  }

  private variable(name: string, rest: Reference, text: string): Value {
    const variable = this.variables.get(name);
    if (variable === undefined) return new Unknown(`"${text}" is not known before the apply`, [text]);
    this.used.add(name);
    if (variable.isSensitive) this.sensitiveUses += 1;
    return within(variable.value, rest, text);
  }

  private resource(address: Reference, path: Reference, text: string): Value {
    const steps = [...address, ...path];
    const unknown = new Unknown(`"${text}" is not known before the apply`, [text], { kind: 'reference', steps });
    this.resourceUses += 1;
    const found = this.instanceAt(address, path);
    if (found === undefined) return unknown;
    const { block, instance, name, rest } = found;
    if (address[0] === 'data' && address[1] === 'aws_iam_policy_document') {
      return rest.length === 0 ? this.policyDocument(block, instance, name, unknown) : unknown;
    }
    const written = attribute(block.body, name);
    if (isPresent(written)) {
      const value = within(this.evaluate(written ?? null, instance.surrounding), rest, text);
      return block.labels[0] === 'terraform_data' ? value : asArgument(value, unknown);
    }
    return (rest.length === 0 ? this.computed(block, name, instance.surrounding) : undefined) ?? unknown;
  }

  /** The instance and the attribute that a reference names. */
  private instanceAt(address: Reference, path: Reference) {
    const [block, ...more] = this.bodies.get(address.join('.')) ?? [];
    const instances = block && more.length === 0 ? this.instances(block.body) : 'unknown';
    if (block === undefined || typeof instances === 'string') return undefined;
    const isSingle = instances[0] === single;
    const instance = isSingle ? single : instances.find(({ key }) => key === path[0]);
    const [name, ...rest] = isSingle ? path : path.slice(1);
    return instance === undefined || name === undefined ? undefined : { block, instance, name, rest };
  }

  private policyDocument({ body }: Block, { surrounding }: Instance, name: string, unknown: Unknown): Value {
    if (name !== 'json' && name !== 'minified_json') return unknown;
    const source = this.sourceOf(providerKeyOf(body, 'aws_iam_policy_document'));
    if (source === undefined || !/(?:^|\/)hashicorp\/aws$|^aws$/.test(source)) return unknown;
    const json = policyDocumentJson(this.attributes(body, surrounding).values);
    return json instanceof Unknown
      ? new Unknown(json.reason, [...unknown.references, ...json.references], unknown.origin)
      : json;
  }

  private computed({ labels, body }: Block, attributeName: string, surrounding: Surrounding): string | undefined {
    const [type = ''] = labels;
    const name = this.evaluate(attribute(body, 'name') ?? null, surrounding);
    const path = this.evaluate(attribute(body, 'path') ?? '/', surrounding);
    if (typeof name !== 'string') return undefined;
    const provider = this.providers.find(({ key }) => key === providerKeyOf(body, type));
    const known = { type, name, path: typeof path === 'string' ? path : undefined, provider };
    return computedAttribute(attributeName, known);
  }
}

/** The local name of a resource's provider configuration. */
export function providerKeyOf(body: ValueObject, type: string): string {
  const given = textOf(body, 'provider');
  if (typeof given === 'string') return given.replace(/^\$\{(.*)\}$/, '$1');
  return type.split('_')[0] ?? type;
}
