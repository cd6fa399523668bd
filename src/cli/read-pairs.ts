import type { ContractSource, ReadPairs } from '../judging/contracts';

/** Loads the reader of files of pairs: with the parser of CSV, only if a contract names such a file. */
export async function pairsReader(sources: readonly ContractSource[]): Promise<ReadPairs> {
  const isNeeded = sources.some(({ pairs }) => pairs !== undefined);
  return isNeeded ? loadPairsReader() : () => undefined;
}

/** The same for a caller that does not know yet which contracts it will read. */
export async function loadPairsReader(): Promise<ReadPairs> {
  return (await import('./parts/tables')).pairRows;
}
