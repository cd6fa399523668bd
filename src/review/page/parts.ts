import type { PageVerdict, Phrase } from '../../html';

export type { PageVerdict, Phrase };

/** A phrase with names between its words: say`role ${name} is new`. */
export function say(words: TemplateStringsArray, ...names: readonly (string | number | Phrase)[]): Phrase {
  return words.flatMap((word, index): Phrase => {
    const name = names[index];
    const own: Phrase = word === '' ? [] : [word];
    if (name === undefined) return own;
    if (typeof name === 'object') return [...own, ...name];
    return [...own, typeof name === 'number' ? String(name) : { name }];
  });
}

/** Phrases one after another, with a comma between them. */
export function listOf(phrases: readonly Phrase[], between = ', '): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [between, ...phrase]));
}

/** Names one after another; those after the first `most` are counted. */
export function names(all: readonly string[], most = 20): Phrase {
  const shown = listOf(all.slice(0, most).map((name): Phrase => [{ name }]));
  return all.length > most ? [...shown, ` and ${all.length - most} more`] : shown;
}

/** The change of an item of the page. */
export type Sign = 'added' | 'narrowed' | 'removed' | 'absorbed' | 'changed' | 'unchanged' | 'uncertain' | 'note';

export interface Item {
  readonly sign: Sign;
  readonly text: Phrase;
}

/** Rights that differ only in their actions and resources. */
export interface RightsRow {
  readonly sign: Sign;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly exceptActions: readonly string[];
  readonly resources: readonly string[];
  readonly exceptResources: readonly string[];
  readonly conditions: readonly string[];
  /** The conditions before, if they changed. */
  readonly conditionsBefore?: readonly string[];
}

export type Block =
  | { readonly kind: 'items'; readonly title?: Phrase; readonly items: readonly Item[] }
  | { readonly kind: 'rights'; readonly title: Phrase; readonly rows: readonly RightsRow[]; readonly unchanged: number }
  | { readonly kind: 'summary'; readonly rows: readonly { readonly name: string; readonly text: Phrase }[] };

/** A titled part of the page. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Whether a format may fold it, because few readers need it. */
  readonly isFolded?: true;
  /** Whether it lists the findings of the check, which a format can show in its own way. */
  readonly hasFindings?: true;
}

/** The page that text and Markdown show. */
export interface Page {
  readonly title: Phrase;
  readonly verdict: PageVerdict;
  readonly lead: readonly Phrase[];
  readonly sections: readonly Section[];
}
