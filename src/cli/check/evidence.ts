import { check, type Contract } from '../../checks';
import { InputError } from '../../problem';
import { differences, readEvidence, type Evidence, type HashedFile, type HashedInput } from '../../report';
import { nameOf, readText } from '../../terraform';
import { resolve } from 'node:path';
import { collected } from './collected';
import type { ContractsRead } from './contracts';
import { digest, hashed, hashedInput } from './hash';
import { readInput, withGivenSource, type InputRead } from './inputs';
import { exitCodes } from '../exit-codes';
import type { Io } from '../io';

const right = 'give what "keyturn check --format evidence" wrote';

/** Makes the verdict of evidence again, from the same inputs and contracts, and says whether it holds. */
export function verify(
  given: string,
  files: readonly string[],
  source: string | undefined,
  contracts: ContractsRead,
  io: Io,
): number {
  const file = nameOf(given);
  const evidence = readEvidence(parsed(readText(given, resolve(io.cwd, given), right), file), file);
  const inputs = sameInputs(evidence, files, source, io.cwd, file);
  const report = check(
    inputs.map(({ model }) => model),
    sameContracts(evidence, contracts, file),
    { ...evidence.options, today: evidence.report.date, digest },
  );
  const lines = differences(evidence.report, report);
  for (const line of lines) io.stdout(`✗ ${file}: ${line}\n`);
  const { verdict, date } = evidence.report;
  if (lines.length === 0)
    io.stdout(
      `✓ ${file}: holds; the verdict of ${date} was ${verdict}, and is made again from the same inputs and contracts\n`,
    );
  return lines.length === 0 && verdict === 'pass' ? exitCodes.clean : exitCodes.findings;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw InputError.of(`${file}: is no JSON; ${right}`);
  }
}

/** The inputs under the names that the evidence knows them by; every one of them, and no other. */
function sameInputs(
  evidence: Evidence,
  files: readonly string[],
  source: string | undefined,
  cwd: string,
  file: string,
): InputRead[] {
  const names = new Map(evidence.inputs.map((input) => [input.sha256, input.file]));
  const given = files.length > 0 ? files : evidence.inputs.map((input) => input.file);
  const read = collected(given, (name) => {
    const input = readInput(name, cwd, (text) => names.get(digest(text)));
    if (!names.has(digest(input.text)))
      throw InputError.of(`${name}: is not what ${file} was made from; its hash is another`);
    return withGivenSource(input, source, cwd);
  });
  return evidence.inputs.map((kept) => {
    const input = read.find(({ text }) => digest(text) === kept.sha256);
    if (input === undefined) throw InputError.of(`${file}: was made from ${kept.file} too; name it as well`);
    refuseOtherCompany(kept, input, file);
    return input;
  });
}

/** What lies around a stack is a part of it. */
function refuseOtherCompany(kept: HashedInput, read: InputRead, file: string): void {
  const own = (files: readonly HashedFile[] = []) => files.map(({ file: name, sha256 }) => `${name} ${sha256}`).sort();
  const [before, now] = [own(kept.beside), own(hashedInput(read).beside)];
  const other = [...before, ...now].find((one) => !before.includes(one) || !now.includes(one));
  if (other !== undefined)
    throw InputError.of(
      `${other.split(' ')[0] ?? ''}: is not what it was when ${file} was made; it is a part of ${kept.file}`,
    );
}

function sameContracts(evidence: Evidence, { contracts, texts }: ContractsRead, file: string): Contract[] {
  const byHash = new Map(
    contracts.map((contract) => [hashed(contract.file, texts.get(contract.file) ?? '').sha256, contract]),
  );
  return evidence.contracts.map((kept: HashedFile) => {
    const contract = byHash.get(kept.sha256);
    if (contract === undefined)
      throw InputError.of(
        `${kept.file}: is not the contract that ${file} was made with; take it from the commit of ${evidence.report.date}, with --contract-from or --contract`,
      );
    return { ...contract, file: kept.file };
  });
}
