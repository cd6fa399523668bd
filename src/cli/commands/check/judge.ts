import { version } from '../../../../package.json';
import {
  check,
  draftContract,
  type AddedTogether,
  type CheckOptions,
  type Contract,
  type Report,
} from '../../../checks';
import { InputError } from '../../../input-error';
import { formats, type EvidenceOptions, type PageParts, type Printing } from '../../../report';
import { attribute, inputKinds, textOf, Unknown, type Model, type Resource } from '../../../model';
import { noContracts, readContracts, type ContractsRead } from './read/contracts';
import { explained, ruleList } from './explain';
import { hashedContracts, hashedInput } from './hash';
import { readBase, readInputs, withGivenSource } from './read/inputs';
import { located } from './located';
import { dayOf, isBeforePlan, judgingOptions, targetsOf, type CheckCommandOptions, type Target } from './options';
import { writeAll } from './outputs';
import { addedTogether } from './together';
import { digest } from '../../../judging/digest';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import type { changesOfReport } from './evidence/since';
import type { signerOf, verify } from './evidence/verify';
import type { InputRead } from '../../../inputs';

type Run = (files: readonly string[], options: CheckCommandOptions, io: Io) => Promise<number>;

/** The code of evidence, which a check that names none does not load. */
interface EvidenceParts {
  readonly signerOf: typeof signerOf;
  readonly verify: typeof verify;
  readonly changesOfReport: typeof changesOfReport;
}

/** Parts of the program that a call loads only if it needs them. */
interface Parts {
  readonly loadEvidence: () => Promise<EvidenceParts>;
  /** Loads this command with the code of pages. Absent if that is loaded. */
  readonly loadPages?: () => Promise<Run>;
  readonly pageParts?: (models: readonly Model[], contracts: readonly Contract[], today: string) => PageParts;
}

/**
 * Judges files against contracts and prints the report. Everything is read before anything is judged or written. Input that cannot be read is an
 * InputError with one line for each problem. Returns 0 only on a pass.
 */
export function runWith(parts: Parts): Run {
  return async (files, options, io) => {
    const { loadPages } = parts;
    const isElsewhere = loadPages !== undefined && isPageWanted(options);
    return isElsewhere ? (await loadPages())(files, options, io) : judge(parts, files, options, io);
  };
}

/** Whether the call writes a page. A question about a rule or a role, or about evidence, writes no report. */
function isPageWanted(options: CheckCommandOptions): boolean {
  const { explain, draftContract, verify } = options;
  const others = [explain, draftContract, verify].some((one) => one !== undefined);
  return !others && targetsOf(options).some(({ format }) => formats[format].isPage);
}

async function judge(parts: Parts, files: readonly string[], options: CheckCommandOptions, io: Io): Promise<number> {
  if (options.explain !== undefined) return explain(options.explain, io);
  const beforePlan = isBeforePlan(options);
  if (options.draftContract !== undefined) return draft(options.draftContract, files, options, io);
  const targets = targetsOf(options);
  const today = dayOf(options, io.now);
  const given = options.contract === undefined ? [] : [options.contract].flat();
  const judging = judgingOptions(options, given.length > 0);
  // An input of the wrong kind is the first problem to solve, before a contract is written for it.
  const inputs =
    options.verify === undefined
      ? (await readInputs(files, io.cwd)).map((input) => withGivenSource(input, options.source, io.cwd))
      : [];
  const contracts = beforePlan ? noContracts : await readContracts(given, options.contractFrom, io.cwd);
  if (options.verify !== undefined) {
    const { verify } = await parts.loadEvidence();
    return verify(options.verify, { ...options, files }, contracts, io);
  }
  const sign = await signer(parts, options, targets, io.cwd);
  if (beforePlan) refuseOtherThanStacks(inputs);
  const base = readBase(options.base, io.cwd);
  const changed = options.contractFrom === undefined ? {} : { changedContracts: contracts.changed };
  const around = { given, base, cwd: io.cwd };
  const mode = beforePlan ? { beforePlan, ...(options.newEnvironment === true ? { newEnvironment: true } : {}) } : {};
  const all = { today, digest, ...judging, ...mode, ...changed };
  const { report, together } = await judged(inputs, contracts, around, all);
  const restedOn = { ...judging, ...mode, ...changed, ...(together.length === 0 ? {} : { addedTogether: together }) };
  const page = parts.pageParts?.(
    inputs.map(({ model }) => model),
    contracts.contracts,
    today,
  );
  const changes =
    options.since === undefined
      ? undefined
      : (await parts.loadEvidence()).changesOfReport(options.since, options.signedBy, report, io.cwd);
  const wanted = { targets, verbose: options.verbose === true, sign, page, changes };
  await put(wanted, report, { inputs, base, contracts, options: restedOn }, io);
  return report.verdict === 'pass' ? exitCodes.clean : exitCodes.findings;
}

async function signer(
  { loadEvidence }: Parts,
  { sign, signedBy, since }: CheckCommandOptions,
  targets: readonly Target[],
  cwd: string,
): Promise<Printing['sign']> {
  if (signedBy !== undefined && since === undefined)
    throw InputError.of('--signed-by: is about other evidence; add --verify EVIDENCE or --since EVIDENCE');
  return sign === undefined ? undefined : (await loadEvidence()).signerOf(sign, targets, cwd);
}

/** Only the input of a plan can be judged before the plan. */
function refuseOtherThanStacks(inputs: readonly InputRead[]): void {
  const lines = inputs
    .filter(({ model }) => model.kind !== 'stack')
    .map(
      ({ file, model }) =>
        `${file}: is ${inputKinds[model.kind].noun}; --before-plan needs the stack to plan, a cdk.tf.json`,
    );
  if (lines.length > 0) throw new InputError(lines);
}

interface Around {
  /** The contracts that the call names, if any. */
  readonly given: readonly string[];
  readonly base: readonly InputRead[] | undefined;
  readonly cwd: string;
}

/** The report, and the contracts of the change that arrive together with the rights they allow. */
async function judged(
  inputs: readonly InputRead[],
  contracts: ContractsRead,
  { given, base, cwd }: Around,
  judging: CheckOptions,
): Promise<{ report: Report; together: readonly AddedTogether[] }> {
  const models = inputs.map(({ model }) => model);
  const options = { ...judging, ...(base === undefined ? {} : { base: base.map(({ model }) => model) }) };
  const report = check(models, contracts.contracts, options);
  const together = await addedTogether(report, { models, contracts, options }, given, cwd);
  if (together.length === 0) return { report, together };
  return { report: check(models, contracts.contracts, { ...options, addedTogether: together }), together };
}

interface Facts {
  readonly inputs: readonly InputRead[];
  readonly base: readonly InputRead[] | undefined;
  readonly contracts: ContractsRead;
  readonly options: EvidenceOptions;
}

interface Wanted {
  readonly targets: readonly Target[];
  readonly verbose: boolean;
  readonly sign: Printing['sign'];
  readonly page: PageParts | undefined;
  readonly changes: Printing['changes'];
}

/** Prints the one report that has no file, and writes the others, all of them or none. */
async function put(
  { targets, verbose, sign, page, changes }: Wanted,
  report: Report,
  facts: Facts,
  io: Io,
): Promise<void> {
  const isPlaced = targets.some(({ format }) => !formats[format].withoutPlaces);
  const isReviewed = targets.some(({ format }) => !formats[format].withoutPlaces && !formats[format].withoutCommitted);
  const placed = isPlaced ? await located(report, facts, { cwd: io.cwd, isReviewed }) : report;
  const textFor = async ({ format, file }: Target): Promise<string> => {
    const { load, withoutPlaces } = formats[format];
    const { print } = await load();
    const colour = file === undefined && io.isTerminal;
    const width = file === undefined && io.width !== undefined ? { width: io.width } : {};
    const given = { ...(sign && { sign }), ...(page && { page }), ...(changes && { changes }) };
    const printing = { colour, ...width, verbose, version, facts: () => evidenceFacts(facts), ...given };
    return print(withoutPlaces ? report : placed, printing);
  };
  const texts = await Promise.all(targets.map(async (target) => ({ file: target.file, text: await textFor(target) })));
  writeAll(
    texts.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])),
    io.cwd,
  );
  for (const { file, text } of texts) if (file === undefined) io.stdout(text);
}

function evidenceFacts({ inputs, base, contracts, options }: Facts): ReturnType<Printing['facts']> {
  return {
    inputs: inputs.map(hashedInput),
    ...(base === undefined ? {} : { base: base.map(hashedInput) }),
    contracts: hashedContracts(contracts),
    ...(contracts.from === undefined ? {} : { contractsFrom: contracts.from }),
    options,
  };
}

function explain(rule: string | true, io: Io): number {
  io.stdout(rule === true ? ruleList() : explained(rule));
  return exitCodes.clean;
}

/** Prints the present grants of a role as a contract to edit. Grants that no contract can express go to stderr. */
async function draft(role: string, files: readonly string[], options: CheckCommandOptions, io: Io): Promise<number> {
  const { given } = judgingOptions(options, false);
  const inputs = await readInputs(files, io.cwd);
  for (const { model, file } of inputs) {
    const found = draftContract(model, role, given, dayOf(options, io.now), digest);
    if (found === undefined) continue;
    io.stdout(`${printableJson(found.contract)}\n`);
    for (const line of found.left) io.stderr(`${printable(`${file}: ${line}`)}\n`);
    return exitCodes.clean;
  }
  throw notDrafted(
    role,
    inputs.flatMap(({ model }) => model.resources.filter(isRole)),
  );
}

function isRole({ type, mode }: Resource): boolean {
  return type === 'aws_iam_role' && mode === 'managed';
}

/** The reason why no contract was drafted: the input has no such role, or its name is known only after the apply. */
function notDrafted(role: string, roles: readonly Resource[]): InputError {
  const unnamed = roles.find(({ address, name }) => [address, name].includes(role));
  if (unnamed !== undefined) {
    const name = attribute(unnamed.values, 'name');
    const why = name instanceof Unknown ? `: ${name.reason}` : '';
    return InputError.of(
      `--draft-contract: the name of ${unnamed.address} is not known${why}; give it a literal name or a name_prefix, or draft from "terraform show -json" after the apply`,
    );
  }
  const names = roles.map(({ values, address }) => {
    const name = textOf(values, 'name');
    return typeof name === 'string' ? name : address;
  });
  const there = [...new Set(names)];
  return InputError.of(
    `--draft-contract: no role ${JSON.stringify(role)} in this input; ${there.length === 0 ? 'it has no roles' : `its roles are ${there.slice(0, 20).join(', ')}`}`,
  );
}
