import { bounded } from '../../text/wrap';
import type { Phrase } from '../page/phrase';
import { element, type Markup } from './markup';

/** The longest text that is shown whole. */
const longest = 2000;

export function phrase(parts: Phrase): Markup[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [bounded(part, longest)] : [name(part.name)]));
}

/** A name that is shorter is not broken. */
const shortest = 32;

/** Letters without a punctuation mark in one line: a secret can have a name of 512. */
const mostInLine = 24;

/** A name that a browser can break after a colon, a slash, a dot or a comma, and in a long word, so that a table with ARNs fits a narrow page. */
function name(text: string): Markup {
  const parts =
    text.length < shortest
      ? [text]
      : bounded(text, longest)
          .split(/(?<=[:/.,_-])/)
          .flatMap(piecesOf);
  return element('code', {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [element('wbr', {}), part])));
}

function piecesOf(word: string): readonly string[] {
  return word.match(new RegExp(`.{1,${mostInLine}}`, 'gsu')) ?? [word];
}

export function plainText(parts: Phrase): string {
  return bounded(parts.map((part) => (typeof part === 'string' ? part : part.name)).join(''), longest);
}
