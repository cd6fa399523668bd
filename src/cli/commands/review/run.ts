import { check, environmentOf, type CheckOptions, type Report } from '../../../checks';
import { InputError } from '../../../input-error';
import {
  mismatchesOf,
  pictureSections,
  review,
  reviewFormatNames,
  reviewFormats,
  sidesOfOne,
  sidesOfTwo,
  type Mismatch,
  type Review,
  type ReviewBasis,
  type ReviewFormatName,
  type ReviewPrinting,
} from '../../../review';
import { exitCodes } from '../../exit-codes';
import { rotationPath } from '../check/rotation-path';
import type { Io } from '../../io';
import type { InputRead } from '../../../inputs';
import { digest } from '../../../judging/digest';
import { hashedContracts, hashedInput } from '../check/hash';
import { located } from '../check/located';
import { judgingOptions, targetsIn, type FormatTarget } from '../check/options';
import { writeAll } from '../check/outputs';
import { readContractsIfAny, type ContractsRead } from '../check/read/contracts';
import { readInputs, withGivenSource } from '../check/read/inputs';
import { optionsGiven } from '../options-given';
import { filesOf, instantOf, markerNameOf, type ReviewCommandOptions } from './options';

/**
 * Shows what a change changes, and judges its result if there is a contract. Returns 0 on a pass, and if nothing is judged and no contract is
 * required.
 */
export async function run(given: readonly string[], options: ReviewCommandOptions, io: Io): Promise<number> {
  const files = filesOf(given);
  const targets = targetsIn(options, reviewFormatNames);
  const now = instantOf(options, io.now);
  const marker = markerNameOf(options);
  const named = options.contract === undefined ? [] : [options.contract].flat();
  const contracts = await readContractsIfAny(named, options.contractFrom, io.cwd);
  const read = await readInputs(files, io.cwd);
  const inputs = read.map((input, index) =>
    index === read.length - 1 ? withGivenSource(input, options.source, io.cwd) : input,
  );
  const [first, second] = inputs;
  if (first === undefined) return exitCodes.badInput;
  const [before, after] = second === undefined ? [undefined, first] : [first, second];
  const judging: CheckOptions = {
    today: now.toISOString().slice(0, 10),
    digest,
    ...judgingOptions(options, named.length > 0),
    ...(options.contractFrom === undefined ? {} : { changedContracts: contracts.changed }),
  };
  const judged = contracts.contracts.length === 0 ? undefined : check([after.model], contracts.contracts, judging);
  const report = judged && (await located(judged, { inputs: [after], contracts }, { cwd: io.cwd, isReviewed: false }));
  if (before !== undefined) refuseOthers([before, after], report, contracts, judging);
  const reviewed = review({
    sides: before === undefined ? sidesOfOne(after.model) : sidesOfTwo(before.model, after.model),
    after: after.model,
    before: before?.model,
    report,
    now,
  });
  const found: Review = { ...reviewed, basis: basisOf(options, inputs, contracts) };
  const pictures = () => pictureSections(after.model, now, rotationPath(after.model));
  await put(found, targets, { ...(marker === undefined ? {} : { marker }), pictures }, io);
  return exitCodeOf(found, options);
}

function basisOf(options: ReviewCommandOptions, inputs: readonly InputRead[], contracts: ContractsRead): ReviewBasis {
  return {
    options: optionsGiven(options, ['format', 'output', 'marker']),
    files: inputs.map(hashedInput),
    contracts: hashedContracts(contracts),
    ...(contracts.from === undefined ? {} : { contractsFrom: contracts.from }),
  };
}

function exitCodeOf({ verdict }: Review, { requireContract = false }: ReviewCommandOptions): number {
  const isClean = verdict === 'pass' || (verdict === 'not-judged' && !requireContract);
  return isClean ? exitCodes.clean : exitCodes.findings;
}

const words: { readonly [kind in Mismatch['kind']]: (mismatch: Mismatch) => string } = {
  kind: ({ before, after }) => `the first is ${before}, the second ${after}; give two inputs of one kind`,
  account: ({ before, after }) => `the first is of account ${before}, the second of ${after}; give two of one account`,
  environment: ({ before, after }) =>
    `the first is of environment ${before}, the second of ${after}; give two of one environment`,
};

/** Two inputs of different kinds, accounts or environments are not two sides of a change. */
function refuseOthers(
  [before, after]: readonly [InputRead, InputRead],
  report: Report | undefined,
  { contracts }: ContractsRead,
  judging: CheckOptions,
): void {
  const mismatches = mismatchesOf(
    { model: before.model, environment: environmentOf(before.model, contracts, judging) },
    { model: after.model, environment: report?.checks[0]?.environment },
  );
  if (mismatches.length === 0) return;
  throw new InputError(mismatches.map((one) => `${before.file} and ${after.file}: ${words[one.kind](one)}`));
}

async function put(
  found: Review,
  targets: readonly FormatTarget<ReviewFormatName>[],
  page: Pick<ReviewPrinting, 'marker' | 'pictures'>,
  io: Io,
): Promise<void> {
  const textFor = async ({ format, file }: FormatTarget<ReviewFormatName>): Promise<string> => {
    const { print } = await reviewFormats[format].load();
    const isPrinted = file === undefined;
    return print(found, {
      colour: isPrinted && io.isTerminal,
      ...(isPrinted && io.width !== undefined ? { width: io.width } : {}),
      ...page,
    });
  };
  const texts = await Promise.all(targets.map(async (target) => ({ file: target.file, text: await textFor(target) })));
  writeAll(
    texts.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])),
    io.cwd,
  );
  for (const { file, text } of texts) if (file === undefined) io.stdout(text);
}
