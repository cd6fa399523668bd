import { printable } from '../../text/printable';

/**
 * Markup as a tree. Texts and values are escaped when it is written, so no text can become markup. There is no attribute `style`, no `script`, and nothing that makes
 * a browser ask for another file.
 */
export type Markup = string | Element | Raw;

interface Element {
  readonly tag: Tag;
  readonly attributes: Attributes;
  readonly children: readonly Markup[];
}

/** Text of this program that stands as it is: the style sheet. */
interface Raw {
  readonly raw: string;
}

interface Attributes {
  readonly [name: string]: string | number | undefined;
}

type Tag = (typeof tags)[number] | (typeof emptyTags)[number];

/** Elements without content. */
const emptyTags = ['br', 'meta', 'wbr', 'path', 'rect', 'line', 'polygon', 'circle'] as const;

export const tags = [
  ...(['html', 'head', 'title', 'style', 'body', 'header', 'main', 'section', 'article', 'nav', 'footer'] as const),
  ...(['h1', 'h2', 'h3', 'h4', 'p', 'ul', 'li', 'a', 'dl', 'dt', 'dd', 'div', 'span', 'strong', 'b'] as const),
  ...(['code', 'pre', 'mark', 'details', 'summary', 'figure', 'figcaption'] as const),
  ...(['table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td'] as const),
  ...(['svg', 'g', 'text', 'tspan', 'desc', 'defs', 'marker'] as const),
] as const;

export function element(tag: Tag, attributes: Attributes, ...children: readonly Markup[]): Markup {
  return { tag, attributes, children };
}

/** Text of this program, without a name of an input. */
export function raw(text: string): Markup {
  return { raw: text };
}

const empty: ReadonlySet<string> = new Set(emptyTags);

export function write(markup: Markup): string {
  if (typeof markup === 'string') return escaped(markup);
  if ('raw' in markup) return markup.raw;
  const { tag, attributes, children } = markup;
  const pairs = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escaped(String(value))}"`],
  );
  const start = `<${tag}${pairs.join('')}>`;
  if (empty.has(tag)) return tag === 'br' || tag === 'meta' || tag === 'wbr' ? start : `${start.slice(0, -1)}/>`;
  return `${start}${children.map(write).join('')}</${tag}>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text with visible escapes for control characters and marks of writing direction, and entities for what means something in HTML. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
