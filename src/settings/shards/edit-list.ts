import type * as Yaml from 'yaml';
import { edited, lineEnding, type Insertion } from './edit';

/**
 * A list of users in YAML or JSON with the shards of some of its items. JSON is read as the YAML that it is. Every other byte stays; undefined if the
 * place of one is not certain, as with an alias.
 * @param shards by the position of the item, from 0
 */
export function listWithShards(text: string, shards: ReadonlyMap<number, string>, isJson: boolean): string | undefined {
  const { isMap, isSeq, parseDocument } = loadYaml();
  const { contents } = parseDocument(text, { version: '1.2' });
  if (!isSeq(contents)) return undefined;
  const insertions: Insertion[] = [];
  for (const [index, shard] of shards) {
    const item = contents.items[index];
    const insertion = isMap(item) ? insertionFor(text, item, shard, isJson) : undefined;
    if (insertion === undefined) return undefined;
    insertions.push(insertion);
  }
  return edited(text, insertions);
}

function insertionFor(text: string, item: Yaml.YAMLMap, shard: string, isJson: boolean): Insertion | undefined {
  const { isScalar } = loadYaml();
  const own = item.items.find(({ key }) => isScalar(key) && key.value === 'shard');
  if (own !== undefined) return inPlaceOf(text, own, shard);
  const written = `${isJson ? '"shard"' : 'shard'}: "${shard}"`;
  const last = item.items.at(-1);
  return last === undefined
    ? undefined
    : item.flow === true
      ? inFlow(text, last, written)
      : inBlock(text, last, written);
}

/** A member "shard" that is there and empty: `shard:` or `shard: null`. */
function inPlaceOf(text: string, { key, value }: Yaml.Pair, shard: string): Insertion | undefined {
  const { isNode, isScalar } = loadYaml();
  const after = isNode(key) ? key.range?.[1] : undefined;
  if (after === undefined || (value !== null && !(isScalar(value) && value.value === null))) return undefined;
  const range = isScalar(value) ? value.range : undefined;
  if (range !== undefined && range !== null && range[1] > range[0])
    return { at: range[0], end: range[1], text: `"${shard}"` };
  const colon = text.indexOf(':', after);
  return colon < 0 ? undefined : { at: colon + 1, text: ` "${shard}"` };
}

/** After the last member, in the same way: on a line of its own if that one has a line of its own. */
function inFlow(text: string, { key, value }: Yaml.Pair, written: string): Insertion | undefined {
  const start = startOf(key);
  const at = endOf(value);
  if (start === undefined || at === undefined) return undefined;
  const indentation = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, start))?.[1];
  return { at, text: indentation === undefined ? `, ${written}` : `,${lineEnding(text)}${indentation}${written}` };
}

/** After the line of the last member, or before the last member if that has several lines. */
function inBlock(text: string, { key, value }: Yaml.Pair, written: string): Insertion | undefined {
  const { isScalar } = loadYaml();
  const start = startOf(key);
  if (start === undefined) return undefined;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const indentation = text.slice(lineStart, start).replace(/[^ \t]/g, ' ');
  const end = endOf(value);
  const isOneLine = isScalar(value) && end !== undefined && !/[\r\n]/.test(text.slice(start, end));
  if (!isOneLine) return { at: start, text: `${written}${lineEnding(text)}${indentation}` };
  const rest = /[^\r\n]*/y;
  rest.lastIndex = end;
  rest.exec(text);
  return { at: rest.lastIndex, text: `${lineEnding(text)}${indentation}${written}` };
}

function startOf(node: unknown): number | undefined {
  return loadYaml().isNode(node) ? node.range?.[0] : undefined;
}

function endOf(node: unknown): number | undefined {
  return loadYaml().isNode(node) ? node.range?.[1] : undefined;
}

function loadYaml(): typeof Yaml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Loading takes 10 ms, and files in CSV do not need it.
  return require('yaml') as typeof Yaml;
}
