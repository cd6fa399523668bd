import type * as Yaml from 'yaml';
import { conflictIn } from '../../text/lines';
import type { ListKind, WrittenItems } from './item';
import { itemsOfList } from './list-items';

/** Reads a list in YAML 1.2. Anchors are followed, and every other tag than those of JSON is a problem. */
export function itemsOfYaml(text: string, file: string, kind: ListKind): WrittenItems {
  const { isCollection, isNode, LineCounter, parseDocument } = loadYaml();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: '1.2' });
  const faults = [...document.errors, ...document.warnings];
  const conflict = faults.length > 0 ? conflictIn(text) : undefined;
  if (conflict !== undefined) return { items: [], problems: [`${file} line ${conflict.line}: ${conflict.problem}`] };
  if (faults.length > 0) {
    const lines = text.split(/\r?\n/);
    const placed = faults.map(({ code, pos }) => ({ code, ...lineCounter.linePos(pos[0]) }));
    // The parser stumbles over the same fault several times.
    const problems = placed
      .filter(({ line }, index) => placed.findIndex((other) => other.line === line) === index)
      .map(({ code, line, col }) => `${file} line ${line}, column ${col}: ${inWords(code, lines[line - 1] ?? '')}`);
    return { items: [], problems };
  }
  const { contents } = document;
  const items: readonly unknown[] = isCollection(contents) ? contents.items : [];
  const lines = items.map((item) => (isNode(item) ? lineCounter.linePos(item.range?.[0] ?? 0).line : 1));
  return itemsOfList(contentOf(document), lines, file, kind);
}

const words: Partial<Readonly<Record<Yaml.ErrorCode, string>>> = {
  BAD_ALIAS: 'an alias that is not defined; write the value itself',
  BAD_DQ_ESCAPE: 'an escape that YAML does not have; write \\\\ for a backslash, or use single quotation marks',
  BAD_INDENT: 'the indentation does not fit the lines above; begin all members of an item in the same column',
  BAD_SCALAR_START: 'a value cannot begin with this character; put the value into quotation marks',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon in one line; put a value that contains a colon into quotation marks',
  DUPLICATE_KEY: 'the member is repeated in one item; write each member once',
  MISSING_CHAR: 'a quotation mark, a bracket or a comma is missing; write it',
  MULTIPLE_DOCS: 'a second document begins here; write one list',
  TAG_RESOLVE_FAILED: 'a tag that is not of JSON; write a plain value',
};

/** The words for a fault of the syntax: those of the parser are for its own developers. */
function inWords(code: Yaml.ErrorCode, line: string): string {
  if (/^ *\t/.test(line)) return 'a tab in the indentation; write spaces';
  return words[code] ?? 'is not YAML; write a list, with each member in a line such as userName: ci-deployer';
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
