/** A text that goes into another one at a place. */
export interface Insertion {
  readonly at: number;
  /** The end of what it replaces; nothing is replaced if absent. */
  readonly end?: number;
  readonly text: string;
}

/** The text with all insertions. They do not overlap. */
export function edited(text: string, insertions: readonly Insertion[]): string {
  const parts: string[] = [];
  let last = 0;
  for (const { at, end = at, text: inserted } of [...insertions].sort((one, other) => one.at - other.at)) {
    parts.push(text.slice(last, at), inserted);
    last = end;
  }
  return parts.join('') + text.slice(last);
}

/** The line ending of a text. */
export function lineEnding(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
