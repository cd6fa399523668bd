import { join } from 'node:path';
import type { Report } from '../../../checks';
import { tryReadText } from '../../../files';
import type { InputRead } from '../../../inputs';
import { settingsFile, withPlaces } from '../../../report';
import type { ContractsRead } from './read/contracts';

/** The report with lines and columns, and with the places that a reviewer finds in the repository. */
export async function located(
  report: Report,
  { inputs, contracts }: { readonly inputs: readonly InputRead[]; readonly contracts: ContractsRead },
  { cwd, isReviewed }: { readonly cwd: string; readonly isReviewed: boolean },
): Promise<Report> {
  const texts = new Map(inputs.map(({ file, text }): [string, string] => [file, text]));
  for (const [file, text] of [...inputs.flatMap(({ beside }) => [...beside]), ...contracts.texts])
    texts.set(file, text);
  if (report.checks.every(({ findings }) => findings.length === 0)) return report;
  const committed = isReviewed
    ? (await import('./read/git')).committedOf([...texts.keys(), settingsFile, ...contracts.changed], cwd)
    : new Map<string, string>();
  return withPlaces(report, {
    read: (file) =>
      texts.get(file) ?? (file === settingsFile ? tryReadText(file, join(cwd, file), 'skipped') : undefined),
    isCommitted: (file) => committed.has(file),
    pathOf: (file) => committed.get(file) ?? file,
  });
}
