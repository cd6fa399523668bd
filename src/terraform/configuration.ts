import { blocksOf, pointerTo, type Block } from './blocks';
import { computedAttribute } from './computed';
import type { Construct, Provider, Resource } from './model';
import { within, type Reference } from './reference';
import { evaluateTemplate, isTemplate } from './template';
import {
  attribute,
  isList,
  isObject,
  nestedBlocks,
  textOf,
  textsOf,
  Unknown,
  type Value,
  type ValueObject,
} from './value';

/** What one `cdk.tf.json` says, with every reference followed that can be followed. */
export interface Configuration {
  readonly resources: readonly Resource[];
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
}

interface Each {
  readonly key: string | Unknown;
  readonly value: Value;
}

interface Instance {
  /** What follows the address: `["ci-deployer"]`, `[0]` or nothing. */
  readonly suffix: string;
  readonly each?: Each;
}

/** Arguments of Terraform itself that every resource takes; they are no attributes. */
const metaArguments = [
  '//',
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
  'dynamic',
];

/** Blocks of a configuration that add, move or hide resources, or run things. */
const otherBlocks = ['module', 'moved', 'removed', 'import', 'action', 'ephemeral', 'list', 'check'] as const;
const knownBlocks = new Set<string>([
  ...otherBlocks,
  '//',
  'data',
  'locals',
  'output',
  'provider',
  'resource',
  'terraform',
  'variable',
]);

/** Reads a JSON configuration. Throws nothing: what it does not understand is a construct or an Unknown. */
export function readConfiguration(root: ValueObject): Configuration {
  return new Reader(root).read();
}

class Reader {
  private readonly constructs: Construct[] = [];
  private readonly bodies = new Map<string, Block[]>();
  private providers: readonly Provider[] = [];
  private readonly sources: ValueObject;
  /** References that are being followed, to stop a circle. */
  private readonly following = new Set<string>();

  constructor(private readonly root: ValueObject) {
    for (const block of this.blocks('resource', 2)) {
      const key = block.labels.join('.');
      this.bodies.set(key, [...(this.bodies.get(key) ?? []), block]);
    }
    this.sources = this.requiredProviders();
    this.providers = this.blocks('provider', 1).map((block) => this.provider(block));
  }

  read(): Configuration {
    for (const name of Object.keys(this.root)) {
      if (!knownBlocks.has(name))
        this.report('block', `the configuration has a block "${name}" that is not understood`, `/${name}`);
    }
    for (const type of otherBlocks) {
      if (attribute(this.root, type) !== undefined) {
        this.report(type === 'module' ? 'module' : 'block', `the configuration has a "${type}" block`, `/${type}`);
      }
    }
    const managed = [...this.bodies.values()].flat().flatMap((block) => this.resources(block, 'managed'));
    const data = this.blocks('data', 2).flatMap((block) => this.resources(block, 'data'));
    return { resources: [...managed, ...data], constructs: this.constructs, providers: this.providers };
  }

  private blocks(type: string, labels: number): readonly Block[] {
    return blocksOf(this.root, type, labels, (pointer) =>
      this.report('block', `the configuration has a "${type}" that is not a block`, pointer),
    );
  }

  private report(kind: Construct['kind'], description: string, pointer: string, address?: string): void {
    this.constructs.push({ kind, description, pointer, ...(address === undefined ? {} : { address }) });
  }

  private requiredProviders(): ValueObject {
    const required = this.blocks('terraform', 0).flatMap(({ body }) => nestedBlocks(body, 'required_providers'));
    return Object.fromEntries(required.filter(isObject).flatMap((one) => Object.entries(one)));
  }

  private provider({ labels, body }: Block): Provider {
    const [name = ''] = labels;
    const alias = textOf(body, 'alias');
    const allowed = this.evaluate(attribute(body, 'allowed_account_ids') ?? null);
    const accounts = textsOf({ allowed }, 'allowed');
    const region = this.evaluate(attribute(body, 'region') ?? null);
    return {
      key: alias === undefined ? name : `${name}.${alias instanceof Unknown ? '?' : alias}`,
      region: textOf({ region }, 'region'),
      accountId: accounts instanceof Unknown ? accounts : accounts?.length === 1 ? accounts[0] : undefined,
    };
  }

  private resources(block: Block, mode: Resource['mode']): Resource[] {
    const [type = '', name = ''] = block.labels;
    const base = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    this.reportMetaArguments(block, base);
    const providerKey = this.providerKey(block.body, type);
    const provider = this.providerSource(providerKey);
    return this.instances(block, base).map(({ suffix, each }) => ({
      address: base + suffix,
      type,
      name,
      mode,
      providerKey,
      provider,
      values: this.attributes(block.body, each),
      pointer: block.pointer,
      sensitive: new Set(),
      references: new Map(),
      configured: undefined,
      action: undefined,
      managed: true,
      remark: undefined,
    }));
  }

  private providerKey(body: ValueObject, type: string): string {
    const given = textOf(body, 'provider');
    if (typeof given === 'string') return given.replace(/^\$\{(.*)\}$/, '$1');
    return type.split('_')[0] ?? type;
  }

  /** https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
  private providerSource(key: string): string | undefined {
    const name = key.split('.')[0] ?? key;
    const required = attribute(this.sources, name);
    if (typeof required === 'string' || required === undefined)
      return name === 'terraform' ? undefined : `hashicorp/${name}`;
    const source = isObject(required) ? textOf(required, 'source') : undefined;
    return source === undefined ? `hashicorp/${name}` : source instanceof Unknown ? undefined : source;
  }

  private reportMetaArguments({ body, pointer }: Block, address: string): void {
    for (const provisioner of ['provisioner', 'connection']) {
      if (isPresent(attribute(body, provisioner))) {
        this.report('provisioner', `${address} has a ${provisioner}`, pointerTo(pointer, provisioner), address);
      }
    }
    if (isPresent(attribute(body, 'dynamic'))) {
      this.report('dynamic', `${address} has dynamic blocks`, pointerTo(pointer, 'dynamic'), address);
    }
    for (const lifecycle of nestedBlocks(body, 'lifecycle')) {
      if (lifecycle instanceof Unknown || isPresent(attribute(lifecycle, 'ignore_changes'))) {
        const what = `${address} ignores changes, so what AWS holds may differ from what is written here`;
        this.report('ignore-changes', what, pointerTo(pointer, 'lifecycle'), address);
      }
    }
  }

  private instances({ body, pointer }: Block, address: string): Instance[] {
    const count = attribute(body, 'count');
    const forEach = attribute(body, 'for_each');
    if (isPresent(forEach)) {
      const elements = this.evaluate(forEach ?? null);
      if (isObject(elements)) {
        return Object.entries(elements).map(([key, value]) => ({
          suffix: `[${JSON.stringify(key)}]`,
          each: { key, value },
        }));
      }
      this.report(
        'for-each',
        `${address} has a for_each whose keys are not known`,
        pointerTo(pointer, 'for_each'),
        address,
      );
      const unknown = elements instanceof Unknown ? elements : new Unknown('its for_each is not a map');
      return [{ suffix: '[each]', each: { key: unknown, value: unknown } }];
    }
    if (!isPresent(count)) return [{ suffix: '' }];
    const number = this.evaluate(count ?? null);
    if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 10_000) {
      return Array.from({ length: number }, (_, index) => ({ suffix: `[${index}]` }));
    }
    this.report('count', `${address} has a count that is not known`, pointerTo(pointer, 'count'), address);
    return [{ suffix: '[count]' }];
  }

  private attributes(body: ValueObject, each: Each | undefined): ValueObject {
    const attributes: [string, Value][] = [];
    for (const [name, value] of Object.entries(body)) {
      if (!metaArguments.includes(name)) attributes.push([name, this.evaluate(value, each)]);
    }
    return Object.fromEntries(attributes);
  }

  private evaluate(value: Value, each?: Each): Value {
    if (typeof value === 'string') return evaluateTemplate(value, (reference) => this.follow(reference, each));
    if (isList(value)) return value.map((item) => this.evaluate(item, each));
    if (!isObject(value)) return value;
    const members: [string, Value][] = [];
    for (const [name, item] of Object.entries(value)) {
      if (isTemplate(name)) return new Unknown('a name in it is an expression');
      members.push([name, this.evaluate(item, each)]);
    }
    return Object.fromEntries(members);
  }

  private follow(reference: Reference, each: Each | undefined): Value {
    const text = reference.join('.');
    const [first = '', second = '', third] = reference;
    if (first === 'each' && each && second === 'key' && reference.length === 2) return each.key;
    if (first === 'each' && each && second === 'value') return within(each.value, reference.slice(2), text);
    if (this.following.has(text)) return new Unknown(`"${text}" refers to itself`, [text]);
    this.following.add(text);
    try {
      if (first === 'local') return this.local(second, reference.slice(2), text);
      if (third === undefined) return new Unknown(`"${text}" is not known before the apply`, [text]);
      return this.resourceAttribute(`${first}.${second}`, third, reference.slice(3), text);
    } finally {
      this.following.delete(text);
    }
  }

  private local(name: string, rest: Reference, text: string): Value {
    const values = this.blocks('locals', 0).flatMap(({ body }) => attribute(body, name) ?? []);
    const [value] = values;
    if (values.length !== 1 || value === undefined) return new Unknown(`"${text}" is not defined once`, [text]);
    return within(this.evaluate(value), rest, text);
  }

  private resourceAttribute(key: string, name: string, rest: Reference, text: string): Value {
    const [block, ...more] = this.bodies.get(key) ?? [];
    const unknown = new Unknown(`"${text}" is not known before the apply`, [text]);
    if (
      !block ||
      more.length > 0 ||
      isPresent(attribute(block.body, 'count')) ||
      isPresent(attribute(block.body, 'for_each'))
    ) {
      return unknown;
    }
    const written = attribute(block.body, name);
    if (isPresent(written)) return within(this.evaluate(written ?? null), rest, text);
    return (rest.length === 0 ? this.computed(block, name) : undefined) ?? unknown;
  }

  private computed({ labels, body }: Block, attributeName: string): string | undefined {
    const [type = ''] = labels;
    const name = this.evaluate(attribute(body, 'name') ?? null);
    const path = this.evaluate(attribute(body, 'path') ?? '/');
    if (typeof name !== 'string') return undefined;
    const provider = this.providers.find(({ key }) => key === this.providerKey(body, type));
    return computedAttribute(attributeName, {
      type,
      name,
      path: typeof path === 'string' ? path : undefined,
      provider,
    });
  }
}

/** An argument that is null or an empty list of blocks is as good as not written. */
function isPresent(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}
