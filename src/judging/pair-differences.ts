import type { Contract } from '../checks';
import type { ContractPair } from '../checks/contract/contract';
import { inEnvironment } from '../checks/contract/narrow';
import { environmentIn, withParameters } from '../checks/contract/parameters';

/** A user and a secret, as the settings or a contract name them. */
interface Pair {
  readonly userName: string;
  readonly path: string;
  readonly secretName: string;
}

/** The users that an environment of the settings rotates. */
export interface Rotated {
  readonly environment: string;
  readonly machine: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly pairs: readonly Pair[];
}

/** An entry to write, with its environments if they are not all. */
export interface NewEntry extends Pair {
  readonly environments?: readonly string[];
}

/** An entry of a contract to change or to remove. */
export interface OldEntry extends Pair {
  readonly index: number;
  /** The line of the file of pairs. */
  readonly at?: string;
}

/** The changes that make the pairs of a contract those of the settings. */
export interface PairDifference {
  readonly contract: Contract;
  /** The environments of the settings that the contract is for. */
  readonly environments: readonly string[];
  readonly add: readonly NewEntry[];
  readonly remove: readonly OldEntry[];
  /** Entries whose environments differ. */
  readonly limit: readonly (OldEntry & { readonly environments: readonly string[] })[];
}

/**
 * Compares the pairs of each contract of a machine with those of the environments that it is for.
 * @param asked the environments whose differences are asked for
 */
export function pairDifferences(
  contracts: readonly Contract[],
  rotated: readonly Rotated[],
  asked: ReadonlySet<string>,
): PairDifference[] {
  return contracts.flatMap((contract) => {
    const own = rotated.filter((one) => contract.pairs !== undefined && isFor(contract, one));
    return own.some(({ environment }) => asked.has(environment)) ? [differenceOf(contract, own, asked)] : [];
  });
}

/** The environments whose pairs no contract lists. */
export function withoutPairs(differences: readonly PairDifference[], asked: ReadonlySet<string>): string[] {
  const known = new Set(differences.flatMap(({ environments }) => environments));
  return [...asked].filter((name) => !known.has(name));
}

function isFor({ subject, environments }: Contract, { environment, machine, account, region }: Rotated): boolean {
  if (subject.kind !== 'machine') return false;
  const found = environmentIn(subject.name, machine, true);
  if (found === undefined || (found !== '' && found !== environment)) return false;
  return (
    environments?.some(
      (one) => one.name === environment && (one.account ?? account) === account && (one.region ?? region) === region,
    ) ?? true
  );
}

/** The environments in which a pair is rotated, and in which the contract lists it. */
interface Use {
  readonly pair: Pair;
  readonly rotatedIn: Set<string>;
  readonly listedIn: Set<string>;
}

function differenceOf(contract: Contract, rotated: readonly Rotated[], asked: ReadonlySet<string>): PairDifference {
  const names = rotated.map(({ environment }) => environment);
  const entries = new Map((contract.pairs ?? []).map((entry) => [entry.index, { entry, ...noUse(entry) }]));
  const missing = new Map<string, Use>();
  for (const one of rotated) {
    const listed = new Map(pairsIn(contract, one).map((entry) => [keyOf(pairOf(entry)), entry.index]));
    for (const index of listed.values()) entries.get(index)?.listedIn.add(one.environment);
    for (const pair of one.pairs) {
      const index = listed.get(keyOf(pair));
      const use = index === undefined ? useOf(missing, pair) : entries.get(index);
      use?.rotatedIn.add(one.environment);
    }
  }
  // A row that is limited to other environments needs more of them, and not another row.
  for (const use of entries.values()) {
    const more = missing.get(keyOf(use.pair));
    for (const name of more?.rotatedIn ?? []) use.rotatedIn.add(name);
    missing.delete(keyOf(use.pair));
  }
  const all = [...entries.values()].filter((use) => concerns(use, asked));
  return {
    contract,
    environments: names,
    add: [...missing.values()]
      .filter((use) => concerns(use, asked))
      .map(({ pair, rotatedIn }) =>
        rotatedIn.size === names.length ? pair : { ...pair, environments: inOrder(rotatedIn, names) },
      ),
    remove: all.filter(({ rotatedIn }) => rotatedIn.size === 0).map(({ entry }) => oldEntry(entry)),
    limit: all
      .filter(({ rotatedIn, listedIn }) => rotatedIn.size > 0 && !isSame(rotatedIn, listedIn))
      .map(({ entry, rotatedIn }) => ({ ...oldEntry(entry), environments: inOrder(rotatedIn, names) })),
  };
}

/** Whether an entry differs in one of the environments, or belongs to no environment of the settings. */
function concerns({ rotatedIn, listedIn }: Use, asked: ReadonlySet<string>): boolean {
  const names = [...rotatedIn, ...listedIn];
  return names.length === 0 || names.some((name) => asked.has(name) && rotatedIn.has(name) !== listedIn.has(name));
}

function noUse(entry: ContractPair): Use {
  return { pair: pairOf(entry), rotatedIn: new Set(), listedIn: new Set() };
}

function useOf(missing: Map<string, Use>, pair: Pair): Use {
  const key = keyOf(pair);
  const use = missing.get(key) ?? { pair, rotatedIn: new Set(), listedIn: new Set() };
  missing.set(key, use);
  return use;
}

/** The pairs of a contract in an environment, with their parameters replaced. */
function pairsIn(contract: Contract, { environment, account, region, partition }: Rotated): readonly ContractPair[] {
  return withParameters(inEnvironment(contract, environment), { environment, account, region, partition }).pairs ?? [];
}

function pairOf({ userName, path = '/', secretName }: ContractPair): Pair {
  return { userName, path, secretName };
}

function oldEntry(entry: ContractPair): OldEntry {
  const { index, at } = entry;
  return { ...pairOf(entry), index, ...(at === undefined ? {} : { at }) };
}

function keyOf({ userName, path, secretName }: Pair): string {
  return JSON.stringify([userName, path, secretName]);
}

function inOrder(some: ReadonlySet<string>, names: readonly string[]): string[] {
  return names.filter((name) => some.has(name));
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}
