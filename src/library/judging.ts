import { resolve } from 'node:path';
import type { Report } from '../../generated/report-types';
import { check as judge, type CheckOptions as JudgingOptions } from '../checks';
import { collected } from '../files';
import { InputError } from '../input-error';
import { readInput, readModel, type InputRead } from '../inputs';
import { parseJsonFile } from '../json';
import { contractsFrom, contractsIn, contractSources, type ContractSource } from '../judging/contracts';
import { digest } from '../judging/digest';
import { pairRows } from '../judging/pair-rows';
import { givenValues, strictRules } from '../judging/parameters';
import { refusals } from '../judging/refusals';
import { withPlaces } from '../report';
import { jsonText } from '../report/formats/json';
import { isDay } from '../text/day';
import {
  checkedContracts,
  checkedInputs,
  checkedOptions,
  type CheckOptions,
  type ContractInput,
  type Input,
} from './arguments';

export type { CheckOptions, ContractInput, ContractsInput, Input } from './arguments';

interface Judged {
  readonly inputs: readonly InputRead[];
  readonly contracts: readonly ContractSource[];
  readonly report: ReturnType<typeof judge>;
}

/**
 * Judges inputs by contracts. The report is what `keyturn check --format json` prints outside of a git repository. Throws an error with one line for each problem if an input, a
 * contract or an option cannot be read.
 */
export function reportOn(
  inputs: readonly Input[],
  contracts: readonly ContractInput[],
  options: CheckOptions = {},
): Report {
  const judged = judgedBy(inputs, contracts, options, new Set());
  const texts = new Map([
    ...judged.inputs.flatMap(({ file, text, beside }) => [[file, text] as const, ...beside]),
    ...judged.contracts.map(({ file, text }) => [file, text] as const),
  ]);
  const placed = withPlaces(judged.report, {
    read: (file) => texts.get(file),
    isCommitted: () => false,
    pathOf: (file) => file,
  });
  // The report of the library is that of the command line, also where a text is escaped.
  return parseJsonFile(jsonText(placed), 'report') as unknown as Report;
}

/** The reasons why an input is refused; none if it passes. */
export function refusalsOf(
  input: Input,
  contracts: readonly ContractInput[],
  options: CheckOptions,
  mustBeCovered: ReadonlySet<string> = new Set(),
): { readonly lines: readonly string[]; readonly model: InputRead['model'] } {
  const { report, inputs } = judgedBy([input], contracts, options, mustBeCovered);
  const [read] = inputs;
  if (read === undefined) throw new Error('one input was read');
  return { lines: refusals(report, { withNames: false }), model: read.model };
}

/** The contracts of `policies/`, as paths. Throws an InputError if there are none. */
export function defaultContracts(cwd = process.cwd()): readonly string[] {
  const files = contractsIn('policies', cwd);
  if (files.length > 0) return files;
  throw InputError.of('policies: no contract in this folder; write one, or name the contracts');
}

function judgedBy(
  inputs: readonly Input[],
  contracts: readonly ContractInput[],
  options: CheckOptions,
  mustBeCovered: ReadonlySet<string>,
): Judged {
  const { cwd = process.cwd(), allRoles = false } = checkedOptions(options);
  const judging = judgingOptions(options);
  const sources = sourcesOf(checkedContracts(contracts), cwd);
  const read = collected(checkedInputs(inputs), (input) => inputRead(input, cwd));
  const report = judge(
    read.map(({ model }) => model),
    contractsFrom(sources, pairRows),
    { ...judging, ...(allRoles ? {} : { coverOnly: mustBeCovered }) },
  );
  return { inputs: read, contracts: sources, report };
}

function judgingOptions(options: CheckOptions): JudgingOptions {
  const { date = new Date().toISOString().slice(0, 10), strict = false } = options;
  if (!isDay(date)) throw InputError.of(`date: ${JSON.stringify(date)} is not a day; write one as 2027-01-31`);
  return {
    today: date,
    digest,
    // Without allRoles, `coverOnly` names the few that must be covered.
    coverAll: 'always',
    strict: typeof strict === 'boolean' ? strict : strictRules(strict, 'strict'),
    given: givenValues(options, (name) => name),
  };
}

function inputRead(input: Input, cwd: string): InputRead {
  if (typeof input === 'string') return readInput(input, cwd);
  const { name: file, text } = input;
  return { model: readModel(text, file), file, text, beside: new Map() };
}

/** A contract as an object is read like a file: the same rules, and the same messages. */
function sourcesOf(contracts: readonly ContractInput[], cwd: string): ContractSource[] {
  return contracts.flatMap((contract) =>
    typeof contract === 'string'
      ? contractSources([contract], resolve(cwd))
      : [{ file: `contract "${contract.name}"`, text: JSON.stringify(contract) }],
  );
}
