import type * as Yaml from 'yaml';
import type { ListKind, WrittenItems } from './item';
import { itemsOfList } from './list-items';

/** Reads a list in YAML 1.2. Anchors are followed, and every other tag than those of JSON is a problem. */
export function itemsOfYaml(text: string, file: string, kind: ListKind): WrittenItems {
  const { isCollection, isNode, LineCounter, parseDocument } = loadYaml();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: '1.2' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const problems = faults.map(({ pos, message }) => {
      const { line, col } = lineCounter.linePos(pos[0]);
      return `${file} line ${line}, column ${col}: ${message.split('\n', 1)[0] ?? ''}`;
    });
    return { items: [], problems };
  }
  const { contents } = document;
  const items: readonly unknown[] = isCollection(contents) ? contents.items : [];
  const lines = items.map((item) => (isNode(item) ? lineCounter.linePos(item.range?.[0] ?? 0).line : 1));
  return itemsOfList(contentOf(document), lines, file, kind);
}

/** The value of the document; undefined if it is empty, or if its anchors repeat each other without end. */
function contentOf(document: Yaml.Document): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined; // too many aliases: no list
  }
}

function loadYaml(): typeof Yaml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Loading takes 10 ms at each start, and few projects have a file in YAML.
  return require('yaml') as typeof Yaml;
}
