import type { Contract } from '../contract';
import type { ContractJson, PairJson, WrittenContract } from '../contract-json';
import { checkedContract, type ContractProblem } from './schema-problems';

/** The rows of the file that a contract names in place of its pairs. */
export interface PairRows {
  /** The file, for messages. */
  readonly file: string;
  /** The names of its columns, in their order. */
  readonly columns: readonly string[];
  readonly rows: readonly PairRow[];
}

/** A row, with the number of its line. */
interface PairRow {
  readonly line: number;
  /** The members of an entry of "pairs". */
  readonly pair: Readonly<Record<string, unknown>>;
}

/** A contract with the pairs of its file in it, or all problems. */
export function withPairsOfFile(
  written: WrittenContract,
  rows: PairRows | undefined,
): ContractJson | readonly ContractProblem[] {
  const { pairs, ...others } = written;
  if (pairs === undefined) return others;
  if (isList(pairs)) return { ...others, pairs };
  if (rows === undefined) {
    const words = 'is read only for a contract that is a file; list the pairs here';
    return [{ path: 'pairs.file', words }];
  }
  if (rows.rows.length === 0) return [{ path: 'pairs.file', words: `${rows.file} has no pairs` }];
  const whole = checkedContract({ ...others, pairs: rows.rows.map(({ pair }) => pair) });
  if (isProblems(whole)) return whole.map((problem) => placed(problem, rows));
  return withPairsOfFile(whole, rows);
}

/** The problem of an entry of "pairs" at the line of its row. */
export function placed(problem: ContractProblem, rows: PairRows | undefined): ContractProblem {
  const [, index, column] = /^pairs\[(\d+)\](?:\.(\w+))?/.exec(problem.path) ?? [];
  const row = index === undefined ? undefined : rows?.rows[Number(index)];
  if (rows === undefined || row === undefined) return problem;
  const at = placeOfRow(rows, row);
  return { ...problem, file: column === undefined ? at : `${at}, column ${column}`, path: '' };
}

function placeOfRow({ file }: PairRows, { line }: PairRow): string {
  return `${file} line ${line}`;
}

export function isProblems(
  checked: WrittenContract | readonly ContractProblem[],
): checked is readonly ContractProblem[] {
  return Array.isArray(checked);
}

function isList(pairs: NonNullable<WrittenContract['pairs']>): pairs is readonly PairJson[] {
  return Array.isArray(pairs);
}

/** The line of text for a problem. */
export function lineOf({ path, words, file }: ContractProblem, contract: string): string {
  return `${file ?? contract}: ${path === '' ? '' : `${path}: `}${words}`;
}

/** The pairs with their lines, for messages. */
export function withPlacesOfPairs(contract: Contract, rows: PairRows): Contract {
  const pairs = contract.pairs?.map((pair, index) => {
    const row = rows.rows[index];
    return row === undefined ? pair : { ...pair, at: placeOfRow(rows, row) };
  });
  return { ...contract, pairs, pairsFile: { file: rows.file, columns: rows.columns } };
}
