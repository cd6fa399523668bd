import { typeText } from './compare';
import {
  isList,
  isObject,
  type Attribute,
  type Block,
  type Json,
  type JsonObject,
  type Nested,
  type ProviderSchema,
} from './schema';

interface Difference {
  /** `target.retry_policy.maximum_retry_attempts`, below the block that was compared. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What changed between two versions of a block, as far as both sources tell: the bindings do not know what is deprecated, the type of what
 * cannot be set, nor a greatest number of blocks other than one.
 */
function differences(before: Block, after: Block, prefix = ''): Difference[] {
  const attributes = both(before.attributes, after.attributes, (name, one, other) =>
    changed(`${prefix}${name}`, attributeText(one), attributeText(other)),
  );
  const blocks = both(before.blocks, after.blocks, (name, one, other) => [
    ...changed(`${prefix}${name}`, nestedText(one), nestedText(other)),
    ...(one === undefined || other === undefined ? [] : differences(one.block, other.block, `${prefix}${name}.`)),
  ]);
  return [...attributes, ...blocks];
}

function both<Of>(
  before: Readonly<Record<string, Of>>,
  after: Readonly<Record<string, Of>>,
  compare: (name: string, one: Of | undefined, other: Of | undefined) => Difference[],
): Difference[] {
  return Object.keys({ ...before, ...after })
    .sort()
    .flatMap((name) => compare(name, before[name], after[name]));
}

function changed(path: string, before: string, after: string): Difference[] {
  return before === after ? [] : [{ path, before, after }];
}

function attributeText(attribute: Attribute | undefined): string {
  if (attribute === undefined) return 'not there';
  if (!attribute.settable) return 'read only';
  return `${attribute.required ? 'required' : 'optional'}, ${typeText(attribute.type)}`;
}

function nestedText(nested: Nested | undefined): string {
  if (nested === undefined) return 'not there';
  const { nesting, min, max } = nested;
  return `${min > 0 ? 'required' : 'optional'}, ${max === 1 ? 'one block' : `${nesting} of blocks`}`;
}

/** The arguments that stacks set, by the block: a resource's type, or `provider`. Arguments of inner blocks are written `target.arn`. */
export function argumentsByBlock(stacks: readonly JsonObject[]): Record<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const add = (block: string, body: Json) => {
    const own = found.get(block) ?? new Set();
    for (const path of pathsOf(body)) own.add(path);
    found.set(block, own);
  };
  for (const { provider = {}, resource = {} } of stacks) {
    if (isObject(provider)) add('provider', provider['aws'] ?? {});
    for (const [type, named] of Object.entries(resource ?? {}))
      if (isObject(named)) for (const body of Object.values(named)) add(type, body);
  }
  return Object.fromEntries([...found].sort().map(([block, paths]) => [block, [...paths].sort()]));
}

const language = new Set(['//', 'for_each', 'depends_on', 'lifecycle']);

function pathsOf(body: Json, prefix = ''): string[] {
  if (isList(body)) return body.flatMap((item) => pathsOf(item, prefix));
  if (!isObject(body)) return [];
  return Object.entries(body)
    .filter(([name]) => !language.has(name))
    .flatMap(([name, value]) => {
      const inner = name === 'tags' ? [] : pathsOf(value, `${prefix}${name}.`);
      return inner.length > 0 ? inner : [`${prefix}${name}`];
    });
}

export function givenTable(given: Readonly<Record<string, readonly string[]>>): string {
  return tableOf(
    ['block', 'arguments that are set'],
    Object.entries(given).map(([block, paths]) => [code(block), paths.map(code).join(', ')]),
  );
}

/** What two versions have differently in these blocks, and where: a block and a path of an argument in it. */
export function differencesTable(
  names: readonly string[],
  before: ProviderSchema,
  after: ProviderSchema,
): { readonly table: string; readonly paths: readonly (readonly [string, string])[] } {
  const all = names.map((name) => ({ name, found: differences(blockOf(before, name), blockOf(after, name)) }));
  const rows = all.flatMap(({ name, found }) =>
    // Those that changed in the same way share a row.
    [...new Set(found.map(({ before, after }) => `${before}|${after}`))].map((change) => {
      const same = found.filter(({ before, after }) => `${before}|${after}` === change);
      return [code(name), same.map(({ path }) => code(path)).join(', '), ...change.split('|')];
    }),
  );
  return {
    table: tableOf(['block', 'argument', before.version, after.version], rows),
    paths: all.flatMap(({ name, found }) => found.map(({ path }): [string, string] => [name, path])),
  };
}

function blockOf(schema: ProviderSchema, name: string): Block {
  const block = name === 'provider' ? schema.provider : schema.resource('resource', name);
  if (block === undefined) throw new Error(`${schema.version} has no ${name}`);
  return block;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
