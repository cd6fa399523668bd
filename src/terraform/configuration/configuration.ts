import { isPresent, pointerTo, type Block } from './blocks';
import { dynamicBlocks } from './dynamic';
import { Evaluator, providerKeyOf } from './evaluator';
import type { Instance } from './instances';
import {
  type Construct,
  type Provider,
  resourceFrom,
  type Resource,
  type StartedProvider,
  attribute,
  isObject,
  nestedBlocks,
  textOf,
  Unknown,
  type Value,
  type ValueObject,
} from '../../model';
import { blockIdentityOf } from './override';
import { readProvider } from '../provider/provider';
import { Source, type ConfigurationFile } from './module-files';
import { startedProviders } from './started-providers';
import { variablesOf } from './variables';
import { mostInstances } from './work';

/** A configuration with its references resolved as far as possible. */
interface Configuration {
  readonly resources: readonly Resource[];
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
  readonly started: readonly StartedProvider[];
  /** Variables without a visible value, which keep their defaults. */
  readonly defaults: readonly string[];
}

/** Blocks that add, forget or run things, with the number of their labels. A `moved` block does not change the result. */
const otherBlocks: { readonly [type: string]: number } = {
  ...{ module: 1, removed: 0, import: 0, action: 2, ephemeral: 2, list: 2, check: 1 },
};
const knownBlocks = new Set<string>([
  ...Object.keys(otherBlocks),
  ...['//', 'data', 'locals', 'moved', 'output', 'provider', 'resource', 'terraform', 'variable'],
]);
/** Members of a `terraform` block that do not change how the rest is read. */
const settings = new Set(['//', 'backend', 'cloud', 'provider_meta', 'required_providers', 'required_version']);
/** Most names are ASCII, and the classes of Unicode take V8 longer to compile than all other expressions. */
const isName = (label: string): boolean => /^[A-Za-z_][\w-]*$/.test(label) || /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(label);
const lifecycleArguments = new Set([
  ...['//', 'create_before_destroy', 'ignore_changes', 'postcondition'],
  ...['precondition', 'prevent_destroy', 'replace_triggered_by'],
]);

/**
 * Reads a JSON configuration, with the other files of its folder and the values of its variables. Never throws: a part that it does not understand
 * becomes a construct or an Unknown.
 */
export function readConfiguration(
  root: ValueObject,
  name = 'cdk.tf.json',
  others: readonly ConfigurationFile[] = [],
  values: ReadonlyMap<string, Value> = new Map(),
): Configuration {
  return new Reader([{ name, file: undefined, root }, ...others], values).read();
}

/**
 * A role whose name or prefix is an empty text is one without it: the provider generates the name, or refuses the text. So the role has its address as
 * identity, and a reference to its name is not the empty text.
 */
function withoutEmptyNames(block: Block): Block {
  const { labels, body } = block;
  if (labels[0] !== 'aws_iam_role' || (body['name'] !== '' && body['name_prefix'] !== '')) return block;
  const kept = Object.entries(body).filter(([name, value]) => !(value === '' && /^name(?:_prefix)?$/.test(name)));
  return { ...block, body: Object.fromEntries(kept) };
}

class Reader {
  private readonly constructs = new Map<string, Construct>();
  private readonly source: Source;
  private readonly evaluator: Evaluator;
  private readonly managed: readonly Block[];
  private readonly data: readonly Block[];
  private readonly required: ValueObject;

  constructor(
    files: readonly ConfigurationFile[],
    private readonly values: ReadonlyMap<string, Value>,
  ) {
    this.source = new Source(files, (description, pointer, file) =>
      this.report('block', description, { pointer, file }),
    );
    this.managed = this.source.blocks('resource', 2).map(withoutEmptyNames);
    this.data = this.source.blocks('data', 2);
    const variables = this.source.blocks('variable', 1);
    const locals = this.source.blocks('locals', 0);
    this.reportRepeatedLocals(locals);
    this.required = this.requiredProviders();
    this.evaluator = new Evaluator(this.managed, this.data, locals, variablesOf(variables, values), (key) =>
      this.providerSource(key),
    );
    const declared = new Set(variables.map(({ labels: [name = ''] }) => name));
    for (const name of values.keys()) {
      if (!declared.has(name)) this.report('sibling', `"${name}" has a value, but no file declares it`, {});
    }
    this.evaluator.providers = this.source.blocks('provider', 1).map((block) => this.provider(block));
  }

  read(): Configuration {
    for (const { name, file } of this.source.names) {
      if (!knownBlocks.has(name)) {
        const description = `the configuration has a block "${name}" that is not understood`;
        this.report('block', description, { pointer: pointerTo('', name), file });
      }
    }
    for (const [type, labels] of Object.entries(otherBlocks)) {
      for (const block of this.source.blocks(type, labels)) {
        this.report(type === 'module' ? 'module' : 'block', `the configuration has a "${type}" block`, block);
      }
    }
    this.reportSettings();
    this.reportTwins();
    const managed = this.managed.flatMap((block) => this.resources(block, 'managed'));
    const data = this.data.flatMap((block) => this.resources(block, 'data'));
    return {
      resources: [...managed, ...data],
      constructs: [...this.constructs.values()],
      providers: this.evaluator.providers,
      started: startedProviders(this.source.blocks('terraform', 0), this.source.blocks('provider', 1), (name) =>
        this.providerSource(name),
      ),
      defaults: [...this.evaluator.used].filter((name) => !this.values.has(name)).sort(),
    };
  }

  /** Reports each one once, even if the block is read several times. */
  private report(
    kind: Construct['kind'],
    description: string,
    { pointer, file }: { readonly pointer?: string; readonly file?: string | undefined },
    address?: string,
  ): void {
    this.constructs.set(`${description}\n${file ?? ''}${pointer ?? ''}`, {
      kind,
      description: file === undefined ? description : `${file}: ${description}`,
      ...(pointer === undefined || file !== undefined ? {} : { pointer }),
      ...(address === undefined ? {} : { address }),
    });
  }

  private requiredProviders(): ValueObject {
    const blocks = this.source.blocks('terraform', 0).flatMap(({ body }) => nestedBlocks(body, 'required_providers'));
    return Object.fromEntries(blocks.filter(isObject).flatMap((one) => Object.entries(one)));
  }

  private reportSettings(): void {
    for (const { body, pointer, file } of this.source.blocks('terraform', 0)) {
      for (const name of Object.keys(body).filter((one) => !settings.has(one))) {
        const description = `the block "terraform" has "${name}", which is not understood`;
        this.report('block', description, { pointer: pointerTo(pointer, name), file });
      }
    }
  }

  /** Terraform refuses two blocks of one address, so it is not known which one will stay. */
  private reportTwins(): void {
    for (const type of ['resource', 'data', 'provider', 'variable', 'output']) {
      const seen = new Set<string>();
      for (const block of this.source.blocks(type, type === 'resource' || type === 'data' ? 2 : 1)) {
        const address = `${type === 'resource' ? '' : `${type}.`}${block.labels.join('.')}`;
        if (seen.has(blockIdentityOf(type, block))) this.report('block', `${address} is written twice`, block, address);
        seen.add(blockIdentityOf(type, block));
        if (!block.labels.every(isName))
          this.report('block', `${JSON.stringify(address)} is not a valid Terraform address`, block);
      }
    }
  }

  /** A name of `locals` is written once; an override can write it again. */
  private reportRepeatedLocals(locals: readonly Block[]): void {
    const names = locals.filter(({ isOverride }) => isOverride !== true).flatMap(({ body }) => Object.keys(body));
    const seen = new Set<string>();
    for (const name of names) {
      if (name !== '//' && seen.has(name)) this.report('block', `local.${name} is written twice`, {});
      seen.add(name);
    }
  }

  private provider({ labels, body }: Block): Provider {
    const [own = ''] = labels;
    const alias = textOf(body, 'alias');
    const values = Object.entries(body).map(([name, value]) => [name, this.evaluator.evaluate(value, {})] as const);
    const key = alias === undefined ? own : `${own}.${alias instanceof Unknown ? '?' : alias}`;
    return readProvider(key, Object.fromEntries(values));
  }

  private resources(block: Block, mode: Resource['mode']): Resource[] {
    const [type = '', name = ''] = block.labels;
    const base = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    this.reportMetaArguments(block, base);
    const providerKey = providerKeyOf(block.body, type);
    const provider = this.providerSource(providerKey);
    return this.instances(block, base).map(({ suffix, surrounding }) => {
      const address = base + suffix;
      const { values, sensitive, literal } = this.evaluator.attributes(block.body, surrounding);
      this.reportDynamic(block, surrounding, base);
      return resourceFrom({
        address,
        type,
        name,
        mode,
        providerKey,
        provider,
        values,
        pointer: block.pointer,
        sensitive,
        literal,
        written: block.body,
        file: block.file,
      });
    });
  }

  /** https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
  private providerSource(key: string): string | undefined {
    const name = key.split('.')[0] ?? key;
    const required = attribute(this.required, name);
    if (typeof required === 'string' || required === undefined)
      return name === 'terraform' ? undefined : `hashicorp/${name}`;
    const source = isObject(required) ? textOf(required, 'source') : undefined;
    return source === undefined ? `hashicorp/${name}` : source instanceof Unknown ? undefined : source;
  }

  private reportMetaArguments({ body, pointer, file }: Block, address: string): void {
    const at = (name: string) => ({ pointer: pointerTo(pointer, name), file });
    for (const provisioner of ['provisioner', 'connection']) {
      if (isPresent(attribute(body, provisioner)))
        this.report('provisioner', `${address} has a ${provisioner}`, at(provisioner), address);
    }
    for (const lifecycle of nestedBlocks(body, 'lifecycle')) {
      if (lifecycle instanceof Unknown || isPresent(attribute(lifecycle, 'ignore_changes'))) {
        const what = `${address} ignores changes, so AWS can differ from this configuration`;
        this.report('ignore-changes', what, at('lifecycle'), address);
      }
      if (isObject(lifecycle) && !Object.keys(lifecycle).every((name) => lifecycleArguments.has(name)))
        this.report('block', `${address} has a lifecycle that is not understood`, at('lifecycle'), address);
    }
  }

  private reportDynamic({ body, pointer, file }: Block, surrounding: Instance['surrounding'], address: string): void {
    if (!isPresent(attribute(body, 'dynamic'))) return;
    const { names } = dynamicBlocks(body);
    const generated = names.flatMap((name) => this.evaluator.generated(body, name, surrounding));
    if (names.length > 0 && generated.every(isObject)) return;
    this.report('dynamic', `${address} has dynamic blocks`, { pointer: pointerTo(pointer, 'dynamic'), file }, address);
  }

  private instances({ body, pointer, file }: Block, address: string): readonly Instance[] {
    const known = this.evaluator.instances(body);
    if (typeof known !== 'string') return known;
    const hasCount = (attribute(body, 'for_each') ?? null) === null;
    const place = { pointer: pointerTo(pointer, hasCount ? 'count' : 'for_each'), file };
    if (known === 'too many') {
      const what = `with ${address} there are more than ${mostInstances} instances of count and for_each`;
      this.report('too-many', what, place, address);
    } else if (hasCount) this.report('count', `${address} has a count that is not known`, place, address);
    else this.report('for-each', `${address} has a for_each whose keys are not known`, place, address);
    if (hasCount) {
      const index = new Unknown('its count is not known');
      return [{ suffix: '[count]', key: undefined, surrounding: { index } }];
    }
    const unknown = new Unknown('its for_each is not a map or a set that is known');
    return [{ suffix: '[each]', key: undefined, surrounding: { each: { key: unknown, value: unknown } } }];
  }
}
