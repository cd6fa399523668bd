/** Collects what a draft cannot express: each is a TODO in the draft and is also reported. */
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

/** A text for a contract, with contract parameters escaped. */
export function unsaid(text: string): string {
  return text.replaceAll('${', '$ {');
}
