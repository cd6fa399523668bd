import type { PairDifference } from '../../../judging/pair-differences';

/** The document of `--json`. Lists are empty if nothing differs. */
interface PairsDocument {
  readonly contracts: readonly (Pick<PairDifference, 'environments' | 'add' | 'remove' | 'limit'> & {
    readonly file: string;
    /** Absent if the contract lists its pairs. */
    readonly pairsFile?: string;
  })[];
  /** Environments of the settings for which no contract has pairs. */
  readonly withoutPairs: readonly string[];
}

export function documentOf(differences: readonly PairDifference[], withoutPairs: readonly string[]): PairsDocument {
  return {
    contracts: differences.map(({ contract: { file, pairsFile }, environments, add, remove, limit }) => ({
      file,
      ...(pairsFile === undefined ? {} : { pairsFile: pairsFile.file }),
      environments,
      add,
      remove,
      limit,
    })),
    withoutPairs,
  };
}
