import { version } from '../../../../../package.json';
import { check, type Contract } from '../../../../checks';
import { InputError } from '../../../../input-error';
import type { Printing } from '../../../../report';
import {
  confirm,
  evidenceOf,
  readEvidence,
  rulesOf,
  type Evidence,
  type HashedFile,
  type HashedInput,
} from '../../../../report/evidence';
import { judgedSignature, signerWith } from './signatures';
import type { Target } from '../options';
import { collected, nameOf, readText } from '../../../../files';
import { parseJsonFile } from '../../../../json';
import { resolve } from 'node:path';
import type { ContractsRead } from '../read/contracts';
import { hashedContracts, hashedInput } from '../hash';
import { withGivenSource } from '../read/inputs';
import { digest } from '../../../../judging/digest';
import { printable } from '../../../../text/printable';
import { exitCodes } from '../../../exit-codes';
import type { Io } from '../../../io';
import { readInput, type InputRead } from '../../../../inputs';

const right = 'give the output of "keyturn check --format evidence"';

/** The files that the call names. Without inputs or a base in the call, those of the evidence. */
interface Given {
  readonly files: readonly string[];
  readonly base?: readonly string[] | string | undefined;
  readonly source?: string | undefined;
  readonly signedBy?: string;
}

/** Signs evidence with the key that the call names. Throws an InputError if there is nothing to sign. */
export function signerOf(sign: string, targets: readonly Target[], cwd: string): NonNullable<Printing['sign']> {
  if (!targets.some(({ format }) => format === 'evidence'))
    throw InputError.of('--sign: signs evidence only; add --output evidence=FILE');
  return signerWith(sign, cwd);
}

/** Reports a signature that is absent, broken or of another key. Returns whether the evidence can be relied on as far as its signature says. */
function verifySignature(evidence: Evidence, file: string, { signedBy }: Given, io: Io): boolean {
  const { kind, words } = judgedSignature(evidence, signedBy, io.cwd);
  if (kind === 'refused') io.stdout(`✗ ${printable(`${file}: ${words}`)}\n`);
  else if (kind === 'as-wanted') io.stdout(`✓ ${printable(`${file}: ${words}`)}\n`);
  else if (words !== '') io.stdout(`  ${printable(words)}\n`);
  return kind !== 'refused';
}

/** Makes the verdict of evidence again, from the same inputs and contracts, and reports whether it holds. */
export function verify(given: string, call: Given, contracts: ContractsRead, io: Io): number {
  const { files, base = [], source } = call;
  const file = nameOf(given);
  const kept = readEvidence(parseJsonFile(readText(given, resolve(io.cwd, given), right), file), file);
  const { signature, ...evidence } = kept;
  const about = { file, source, cwd: io.cwd };
  const inputs = sameInputs(evidence.inputs, files, about);
  const bases =
    evidence.base === undefined ? undefined : sameInputs(evidence.base, [base].flat(), { ...about, source: undefined });
  const judges = sameContracts(evidence, contracts, file);
  const report = check(
    inputs.map(({ model }) => model),
    judges.map(({ contract }) => contract),
    {
      ...evidence.options,
      // --strict said nothing about rules that its release did not have.
      strictRules: rulesOf(evidence),
      ...(bases === undefined ? {} : { base: bases.map(({ model }) => model) }),
      today: evidence.report.date,
      digest,
    },
  );
  const again = evidenceOf(report, {
    toolVersion: version,
    inputs: inputs.map(hashedInput),
    ...(bases === undefined ? {} : { base: bases.map(hashedInput) }),
    contracts: judges.map(({ hash }) => hash),
    // The hashes say that the contracts are the same, although this call may take them from another commit or folder.
    ...(evidence.contractsFrom === undefined ? {} : { contractsFrom: evidence.contractsFrom }),
    options: evidence.options,
  });
  const isSigned = verifySignature({ ...evidence, ...(signature && { signature }) }, file, call, io);
  const { differences, notes } = confirm(evidence, again);
  for (const line of differences) io.stdout(`${printable(`✗ ${file}: ${line}`)}\n`);
  const { verdict, date } = report;
  if (differences.length === 0)
    io.stdout(
      `✓ ${printable(file)}: holds; the verdict of ${date} was ${verdict}, and the same inputs and contracts give it again\n`,
    );
  for (const note of notes) io.stdout(`  ${printable(note)}\n`);
  return isSigned && differences.length === 0 && verdict === 'pass' ? exitCodes.clean : exitCodes.findings;
}

/** The inputs under the names that the evidence uses: exactly the inputs of the evidence. */
function sameInputs(
  inputs: readonly HashedInput[],
  files: readonly string[],
  { file, source, cwd }: { readonly file: string; readonly source: string | undefined; readonly cwd: string },
): InputRead[] {
  const left = [...inputs];
  const given = files.length > 0 ? files : inputs.map((input) => input.file);
  const read = collected(given, (name) => {
    const input = readInput(name, cwd, { named: (text) => takeFrom(left, digest(text), nameOf(name))?.file });
    if (!inputs.some(({ sha256 }) => sha256 === digest(input.text)))
      throw InputError.of(`${name}: is not the input of ${file}; its hash differs`);
    return withGivenSource(input, source, cwd);
  });
  return inputs.map((kept) => {
    const input = read.find((one) => one.file === kept.file && digest(one.text) === kept.sha256);
    if (input === undefined) throw InputError.of(`${file}: was also made from ${kept.file}; give it too`);
    refuseOtherCompany(kept, input, file);
    return input;
  });
}

/** Removes one input with this content from the list. If several have it, the one with this name is preferred. */
function takeFrom(left: HashedInput[], sha256: string, name: string): HashedInput | undefined {
  const alike = left.filter((one) => one.sha256 === sha256);
  const taken = alike.find((one) => one.file === name) ?? alike[0];
  if (taken !== undefined) left.splice(left.indexOf(taken), 1);
  return taken;
}

/** The files around a stack are part of it. */
function refuseOtherCompany(kept: HashedInput, read: InputRead, file: string): void {
  const [before, now] = [kept.beside ?? [], hashedInput(read).beside ?? []];
  const [other] = [...missingIn(now, before), ...missingIn(before, now)];
  if (other !== undefined)
    throw InputError.of(`${other.file}: has changed since ${file} was made; it is a part of ${kept.file}`);
}

/** The members that only one of the lists has, or that differ in content. */
function missingIn(files: readonly HashedFile[], wanted: readonly HashedFile[]): HashedFile[] {
  return wanted.filter((one) => !files.some(({ file, sha256 }) => file === one.file && sha256 === one.sha256));
}

interface Judge {
  readonly contract: Contract;
  readonly hash: HashedInput;
}

function sameContracts(evidence: Evidence, all: ContractsRead, file: string): Judge[] {
  const hashes = hashedContracts(all);
  return evidence.contracts.map((kept): Judge => {
    const alike = hashes.filter(({ sha256 }) => sha256 === kept.sha256);
    const hash = alike.find((one) => isSamePairs(kept, one));
    const contract = all.contracts.find((one) => one.file === hash?.file);
    if (hash === undefined || contract === undefined) {
      const [pairs] = alike.length === 0 ? [] : (kept.beside ?? []);
      throw InputError.of(
        `${pairs?.file ?? kept.file}: is not the ${pairs === undefined ? 'contract' : 'file of pairs'} that ${file} was made with; take it from the commit of ${evidence.report.date}, with --contract-from or --contract`,
      );
    }
    return { contract: { ...contract, file: kept.file }, hash: named(hash, kept) };
  });
}

/** Whether both contracts have the same pairs in their files, or no file. */
function isSamePairs({ beside: kept = [] }: HashedInput, { beside: found = [] }: HashedInput): boolean {
  return kept.length === found.length && kept.every(({ sha256 }, index) => sha256 === found[index]?.sha256);
}

/** A hash under the names that the evidence uses. */
function named(hash: HashedInput, kept: HashedInput): HashedInput {
  const beside = hash.beside?.map((one, index) => ({ ...one, file: kept.beside?.[index]?.file ?? one.file }));
  return { ...hash, file: kept.file, ...(beside === undefined ? {} : { beside }) };
}
