import { createHash } from 'node:crypto';
import { tags } from '../../src/html/markup/markup';

/** An element of a page: its name and its attributes, as a parser reads them back. */
interface Read {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const empty = ['br', 'meta', 'wbr', 'path', 'rect', 'line', 'polygon', 'circle'];

/** What attributes a page may have: none that loads, runs or styles anything. */
const known = new Set([
  ...['lang', 'charset', 'http-equiv', 'content', 'name', 'id', 'class', 'href', 'scope', 'colspan', 'open'],
  ...[
    'tabindex',
    'role',
    'aria-label',
    'aria-labelledby',
    'aria-hidden',
    'viewBox',
    'width',
    'height',
    'x',
    'y',
    'x1',
    'x2',
    'y1',
    'y2',
  ],
  ...[
    'd',
    'rx',
    'points',
    'cx',
    'cy',
    'r',
    'text-anchor',
    'textLength',
    'lengthAdjust',
    'markerWidth',
    'markerHeight',
    'refX',
    'refY',
    'orient',
    'marker-end',
  ],
]);

/** Reads a page back with a reader of its own. Throws if an element is not closed, or if anything in it could load, run or style. */
export function readPage(html: string): { readonly elements: readonly Read[]; readonly text: string } {
  if (!html.startsWith('<!DOCTYPE html>\n')) throw new Error('no doctype');
  const elements: Read[] = [];
  const open: string[] = [];
  let text = '';
  const tokens = html.slice('<!DOCTYPE html>\n'.length).matchAll(/<(\/?)([^\s/>]*)([^>]*)>|([^<]+)/g);
  let end = '<!DOCTYPE html>\n'.length;
  for (const token of tokens) {
    const [whole, slash = '', tag = '', rest = '', content] = token;
    if (token.index + '<!DOCTYPE html>\n'.length !== end) throw new Error(`not read: ${html.slice(end, end + 40)}`);
    end += whole.length;
    if (content !== undefined) {
      if (open.at(-1) !== 'style') text += decoded(content);
    } else if (slash === '/') {
      if (open.pop() !== tag) throw new Error(`</${tag}> closes another element`);
    } else {
      if (![...tags, ...empty].some((one) => one === tag)) throw new Error(`<${tag}> is not ours`);
      elements.push({ tag, attributes: attributesOf(rest) });
      if (!empty.includes(tag)) open.push(tag);
    }
  }
  if (end !== html.length || open.length > 0) throw new Error(`open at the end: ${open.join(', ')}`);
  return { elements, text };
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)];
  const read = pairs.map(([whole]) => whole).join('');
  if (read !== text && `${read}/` !== text) throw new Error(`attributes that are not ours: ${text}`);
  for (const [, name = '', value = ''] of pairs) {
    if (!known.has(name)) throw new Error(`the attribute ${name} is not ours`);
    if (name === 'href' && !/^#[\w-]+$/.test(value)) throw new Error(`a link to ${value}`);
  }
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(\w+);/g, (_, name: string) => {
    const character = entities[name];
    if (character === undefined) throw new Error(`the entity ${name} is not ours`);
    return character;
  });
}

/** The content of the one style sheet, as the policy of the page must name it. */
export function hashOfStyle(html: string): string {
  const [style, ...others] = [...html.matchAll(/<style>([^<]*)<\/style>/g)].map(([, content = '']) => content);
  if (style === undefined || others.length > 0) throw new Error('not one style sheet');
  return `sha256-${createHash('sha256').update(style).digest('base64')}`;
}
