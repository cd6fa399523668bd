import { printable } from './printable';

/** The longest text that is shown whole. */
const longest = 2000;

/** A name or a place. */
export function code(text: string): string {
  return `<code>${prose(text)}</code>`;
}

/** Literal text: an entity cannot become Markdown, a tag, a mention of a person or a link. */
export function prose(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return literal(short)
    .replace(/&#64;/g, '&#64;\u2060')
    .replace(/:\/\//g, '&#58;\u2060//')
    .replace(/www\./gi, '$&\u2060');
}

/** The text with an entity for every character that means something in Markdown or HTML. */
export function literal(text: string): string {
  return printable(text).replace(/[&<>|`*_[\]\\~$#@!"'(){}]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A part that a reader can unfold. */
export function details(title: string, body: string): string {
  return `<details><summary>${prose(title)}</summary>\n\n${body}\n\n</details>`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
