import { afterSpace, endOfString, isSpace, parseJsonString } from '../../json';

/** The place of a value in a text: offsets in UTF-16 code units, from its first character to the one after its last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The result for a pointer: the value itself, or the nearest existing value around it. */
interface Located extends Span {
  readonly exact: boolean;
}

/** One step of the pointers to locate. */
interface Node {
  readonly children: Map<string, Node>;
  span: Span;
  /** The number of the visit. If a key is repeated, the last one counts, as with JSON.parse. */
  visit: number;
  /** The visit of the step before that found this one. */
  foundIn: number;
}

const quote = 0x22;
const openObject = 0x7b;
const openList = 0x5b;
const closeObject = 0x7d;
const closeList = 0x5d;
const comma = 0x2c;

/**
 * Locates JSON pointers in a text, all of them in one pass and without building its value. A pointer to a missing value is located at the nearest
 * value around it. If a list is written as its single element, as IAM and Terraform allow, `/0` is that element. The text must be valid JSON; for
 * another text the result is meaningless.
 */
export function locate(text: string, pointers: Iterable<string>): ReadonlyMap<string, Located> {
  const root = newNode();
  const wanted = [...new Set(pointers)];
  if (wanted.every((pointer) => pointer === '')) return new Map(wanted.map((pointer) => [pointer, whole(text)]));
  for (const pointer of wanted) plant(root, stepsOf(pointer));
  if (wanted.length > 0) new PlaceScanner(text).value([root], 0);
  return new Map(wanted.map((pointer) => [pointer, find(root, stepsOf(pointer))]));
}

/** The span of the whole text, without a scan: the text was read as JSON before. */
function whole(text: string): Located {
  let [start, end] = [0, text.length];
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return { start, end, exact: true };
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-4 */
function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function newNode(): Node {
  return { children: new Map(), span: { start: 0, end: 0 }, visit: 0, foundIn: -1 };
}

function plant(root: Node, steps: readonly string[]): void {
  let node = root;
  for (const step of steps) {
    const child = node.children.get(step) ?? newNode();
    node.children.set(step, child);
    node = child;
  }
}

function find(root: Node, steps: readonly string[]): Located {
  let node = root;
  for (const step of steps) {
    const child = node.children.get(step);
    if (child?.foundIn !== node.visit) return { ...node.span, exact: false };
    node = child;
  }
  return { ...node.span, exact: true };
}

class PlaceScanner {
  private visits = 0;

  constructor(private readonly text: string) {}

  /** Records the place of the value for every pointer that ends here, and for the pointers that go deeper. Returns the end of the value. */
  value(nodes: readonly Node[], from: number): number {
    const start = Math.min(afterSpace(this.text, from), this.text.length);
    const first = this.text.charCodeAt(start);
    const here = first === openList ? nodes : withSingles(nodes);
    const visit = ++this.visits;
    for (const node of here) node.visit = visit;
    for (const node of here) {
      const single = node.children.get('0');
      if (single !== undefined && here.includes(single)) single.foundIn = visit;
    }
    const isWanted = here.some(({ children }) => children.size > 0);
    const end =
      isWanted && first === openObject
        ? this.object(here, start)
        : isWanted && first === openList
          ? this.list(here, start)
          : this.skip(start);
    // A pointer to the first element of a list may have been found inside as the key "0".
    for (const node of here) if (node.visit === visit) node.span = { start, end };
    return end;
  }

  private object(nodes: readonly Node[], start: number): number {
    let at = afterSpace(this.text, start + 1);
    while (this.text.charCodeAt(at) === quote) {
      const end = endOfString(this.text, at);
      const key = keyOf(this.text.slice(at, end));
      at = this.member(nodes, key, afterSpace(this.text, end) + 1);
      if (this.text.charCodeAt(at) !== comma) break;
      at = afterSpace(this.text, at + 1);
    }
    return at + 1;
  }

  private list(nodes: readonly Node[], start: number): number {
    let at = afterSpace(this.text, start + 1);
    if (this.text.charCodeAt(at) === closeList) return at + 1;
    for (let index = 0; at < this.text.length; index++) {
      at = this.member(nodes, String(index), at);
      if (this.text.charCodeAt(at) !== comma) break;
      at++;
    }
    return at + 1;
  }

  /** Reads one value of a list or an object. Returns the offset of the comma or the bracket after it. */
  private member(nodes: readonly Node[], key: string, from: number): number {
    const inner: Node[] = [];
    for (const node of nodes) {
      const child = node.children.get(key);
      if (child === undefined) continue;
      child.foundIn = node.visit;
      inner.push(child);
    }
    return afterSpace(this.text, inner.length > 0 ? this.value(inner, from) : this.skip(afterSpace(this.text, from)));
  }

  /** Skips a value that no pointer asks for: most of the text is read here. */
  private skip(start: number): number {
    const { text } = this;
    const { length } = text;
    let depth = 0;
    for (let at = start; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        at = endOfString(text, at) - 1;
        if (depth === 0) return at + 1;
      } else if (code === openObject || code === openList) {
        depth++;
      } else if (code === closeObject || code === closeList) {
        depth--;
        if (depth <= 0) return depth === 0 ? at + 1 : at;
      } else if (depth === 0 && (code === comma || isSpace(code))) return at;
    }
    return length;
  }
}

/** A pointer to the first element of a list finds the single value that is written instead of the list. */
function withSingles(nodes: readonly Node[]): Node[] {
  const all = [...nodes];
  for (const node of all) {
    const single = node.children.get('0');
    if (single !== undefined) all.push(single);
  }
  return all;
}

function keyOf(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  return parseJsonString(literal) ?? literal;
}
