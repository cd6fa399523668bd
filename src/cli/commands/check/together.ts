import { check, type AddedTogether, type CheckOptions, type Contract, type Report } from '../../../checks';
import { InputError } from '../../../input-error';
import type { Model } from '../../../model';
import { readContracts, type ContractsRead } from './read/contracts';

/** The parts that a check is made from. */
interface Judging {
  readonly models: readonly Model[];
  readonly contracts: ContractsRead;
  readonly options: CheckOptions;
}

/**
 * Finds the changed contracts that would allow what the report refuses: they arrive together with the rights they allow.
 * @param given the contracts that the call names, if any
 */
export async function addedTogether(
  report: Report,
  { models, contracts, options }: Judging,
  given: readonly string[],
  cwd: string,
): Promise<readonly AddedTogether[]> {
  if (report.verdict === 'pass' || contracts.changed.length === 0) return [];
  const here = await contractsHere(given, cwd);
  const byChange = check(models, here, options);
  const judging = new Set(byChange.checks.flatMap(({ roles }) => roles.map(({ contract }) => contract)));
  const left = new Set(refusals(byChange, here));
  const gone = refusals(report, contracts.contracts).filter((one) => !left.has(one));
  const files = new Set(gone.map((one) => one.split('\n', 1)[0]));
  return contracts.changed
    .filter((file) => files.has(file) && here.some((one) => one.file === file && judging.has(one.name)))
    .map((file) => ({ file, pairs: addedPairs(file, here, contracts.contracts) }));
}

/** The contracts of the change; none if they cannot be read. */
async function contractsHere(given: readonly string[], cwd: string): Promise<readonly Contract[]> {
  try {
    return (await readContracts(given, undefined, cwd)).contracts;
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** The reasons why a report is not a pass, each with the file of its contract. */
function refusals({ checks }: Report, contracts: readonly Contract[]): string[] {
  const fileOf = new Map(contracts.map(({ name, file }) => [name, file]));
  return checks.flatMap(({ findings }) =>
    findings.flatMap(({ verdict, rule, message, place }) => {
      const file = place.contract === undefined ? undefined : fileOf.get(place.contract);
      return verdict === 'note' || file === undefined ? [] : [`${file}\n${rule}\n${place.input}\n${message}`];
    }),
  );
}

/** The pairs that only the changed file has. */
function addedPairs(file: string, here: readonly Contract[], judges: readonly Contract[]): AddedTogether['pairs'] {
  const pairsIn = (contracts: readonly Contract[]) => contracts.find((one) => one.file === file)?.pairs ?? [];
  const known = pairsIn(judges);
  return pairsIn(here)
    .filter(
      ({ userName, secretName }) => !known.some((one) => one.userName === userName && one.secretName === secretName),
    )
    .map(({ userName, secretName }) => ({ userName, secretName }));
}
