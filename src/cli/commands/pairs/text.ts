import type { Contract } from '../../../checks';
import type { NewEntry, OldEntry, PairDifference } from '../../../judging/pair-differences';
import { columnsFor, csvLine } from '../../../text/csv-line';

/** The differences as lines for a person: what to add to each contract, and what to remove. */
export function linesOf(differences: readonly PairDifference[], without: readonly string[]): string[] {
  return [
    ...differences.flatMap(linesOfContract),
    ...without.map((name) => `✗ environment ${name}: no contract lists its pairs; write one with "pairs"`),
  ];
}

function linesOfContract({ contract, environments, add, remove, limit }: PairDifference): string[] {
  const { file, pairsFile } = contract;
  const place = pairsFile === undefined ? `"pairs" of ${file}` : pairsFile.file;
  const where = environments.join(', ');
  if (add.length + remove.length + limit.length === 0)
    return [`✓ ${place}: the same pairs as in the settings of ${where}`];
  const columns = add.map((one) => ({ ...one })).reduce<readonly string[]>(columnsFor, pairsFile?.columns ?? []);
  const header = pairsFile === undefined ? '' : `, with the columns ${columns.join(',')}`;
  return [
    `✗ ${place}: differs from the settings of ${where}`,
    ...section(`Add, if you know that each secret holds the key of its user${header}:`, add, (one) =>
      newLine(one, contract, columns),
    ),
    ...section('Remove, or add the user to the settings:', remove, (one) => oldLine(one, contract)),
    ...section(
      'Change the environments:',
      limit,
      ({ environments: own, ...one }) =>
        `${oldLine(one, contract)} → ${own.length === environments.length ? 'all' : own.join('; ')}`,
    ),
  ];
}

function section<Entry>(title: string, entries: readonly Entry[], line: (entry: Entry) => string): string[] {
  return entries.length === 0 ? [] : [`  ${title}`, ...entries.map((entry) => `    ${line(entry)}`)];
}

function newLine(entry: NewEntry, { pairsFile }: Contract, columns: readonly string[]): string {
  const { path, ...others } = entry;
  const written = path === '/' ? others : { path, ...others };
  return `+ ${pairsFile === undefined ? JSON.stringify(written) : csvLine({ ...written }, columns)}`;
}

function oldLine({ userName, path, secretName, index, at }: OldEntry, { file }: Contract): string {
  const user = path === '/' ? userName : `${path}${userName}`;
  return `- ${at ?? `pairs[${index}] of ${file}`}: ${user} with ${secretName}`;
}
