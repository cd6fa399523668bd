/** What a draft could not say: it stands in the draft as a TODO, and is told besides. */
export interface Left {
  /** Keeps a line, and returns it as a TODO for the draft. */
  readonly add: (line: string) => string;
  readonly lines: readonly string[];
}

export function emptyLeft(): Left {
  const lines: string[] = [];
  return {
    lines,
    add: (line) => {
      lines.push(line);
      return todo(unsaid(line));
    },
  };
}

export function todo(text: string): string {
  return `TODO: ${text}`;
}

/** A text that a contract can hold: what would be a parameter of it is written apart. */
export function unsaid(text: string): string {
  return text.replaceAll('${', '$ {');
}
