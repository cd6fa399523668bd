import { join } from 'node:path';
import { pairDifferences, withoutPairs } from '../../../judging/pair-differences';
import { InputError } from '../../../input-error';
import { didYouMean } from '../../../text/suggest';
import { printable, printableJson } from '../../../text/printable';
import { loadSettings } from '../../command';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { readContracts } from '../check/read/contracts';
import { documentOf } from './document';
import { linesOf } from './text';

interface PairsOptions {
  readonly diff?: boolean;
  readonly contract?: readonly string[];
  readonly contractFrom?: string;
  readonly json?: boolean;
}

/** Prints how the pairs of the contracts differ from the users of the settings. It writes no contract: a person decides on each pair. */
export async function run(
  environments: readonly string[],
  { diff = false, contract = [], contractFrom, json }: PairsOptions,
  io: Io,
): Promise<number> {
  if (!diff) throw InputError.of('pairs: write what to do; --diff prints the entries to add and to remove');
  const { rotatedIn } = await loadSettings();
  const rotated = rotatedIn(join(io.cwd, 'cdktf.json'), io.now);
  const asked = askedFor(
    environments,
    rotated.map(({ environment }) => environment),
  );
  const { contracts } = await readContracts(contract, contractFrom, io.cwd);
  const differences = pairDifferences(contracts, rotated, asked);
  const without = withoutPairs(differences, asked);
  if (json === true) io.stdout(`${printableJson(documentOf(differences, without))}\n`);
  else for (const line of linesOf(differences, without)) io.stdout(`${printable(line)}\n`);
  const isSame = differences.every(({ add, remove, limit }) => add.length + remove.length + limit.length === 0);
  return isSame && without.length === 0 ? exitCodes.clean : exitCodes.findings;
}

function askedFor(environments: readonly string[], known: readonly string[]): ReadonlySet<string> {
  for (const name of environments) {
    if (!known.includes(name))
      throw InputError.of(`${name}: is not an environment of the settings; ${didYouMean(name, known)}`);
  }
  return new Set(environments.length === 0 ? known : environments);
}
