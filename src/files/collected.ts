import { InputError } from '../input-error';

/** Reads all of them, so that all problems are reported together. */
export function collected<Source, Item>(sources: readonly Source[], read: (source: Source) => Item): Item[] {
  const lines: string[] = [];
  const items = sources.flatMap((source) => {
    try {
      return [read(source)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      lines.push(...error.lines);
      return [];
    }
  });
  if (lines.length > 0) throw new InputError([...new Set(lines)]);
  return items;
}
