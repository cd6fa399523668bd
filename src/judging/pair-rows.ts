import type { PairRows } from '../checks';
import { InputError } from '../input-error';
import { readCsv } from '../tables';
import type { PairsSource } from './pairs-file';

const columns = {
  required: ['userName', 'secretName'],
  known: ['userName', 'path', 'secretName', 'environments', 'since', 'reason', 'owner'],
} as const;

/** The rows of a file of pairs. Throws an InputError with a line for each problem. */
export function pairRows({ file, text }: PairsSource): PairRows {
  const { columns: written, rows, problems } = readCsv(text, file, columns);
  if (problems.length > 0) throw new InputError(problems);
  return { file, columns: written, rows: rows.map(({ line, cells }) => ({ line, pair: pairOf(cells) })) };
}

function pairOf({ environments, ...cells }: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  if (environments === undefined) return cells;
  return { ...cells, environments: environments.split(';').map((name) => name.trim()) };
}
