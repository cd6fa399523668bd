import { show } from '../text/show';
import { didYouMean } from '../text/suggest';

/** The columns that a table can have. */
export interface Columns {
  readonly known: readonly string[];
  readonly required: readonly string[];
}

/** The problems of a header: columns without a name, unknown, repeated or missing ones. */
export function headerProblems(names: readonly string[], { known, required }: Columns): string[] {
  const sample = `a header such as ${[...required, ...known.filter((name) => !required.includes(name))].slice(0, 3).join(',')}`;
  const [first = ''] = names;
  if (names.length === 1 && /[;\t|]/.test(first))
    return [`${show(first)} is one column; separate columns by commas, and write ${sample}`];
  const unknown = names.flatMap((name, index) => {
    if (name === '') return [`column ${index + 1} has no name; write one, or remove the comma`];
    if (names.indexOf(name) < index) return [`the column ${show(name)} is repeated; write each column once`];
    return known.includes(name) ? [] : [`unknown column ${show(name)}; ${didYouMean(name, known)}`];
  });
  const missing = required.filter((name) => !names.includes(name));
  // A column whose name is misspelt is not missing as well.
  const isMisspelt = missing.length > 0 && names.some((name) => name !== '' && !known.includes(name));
  return isMisspelt
    ? unknown
    : [...unknown, ...missing.map((name) => `the column "${name}" is missing; write ${sample}`)];
}
