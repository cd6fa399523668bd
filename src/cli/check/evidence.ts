import { check, type Contract } from '../../checks';
import { InputError } from '../../problem';
import { differences, readEvidence, type Evidence, type HashedFile } from '../../report';
import { nameOf, readText } from '../../terraform';
import { resolve } from 'node:path';
import { collected } from './collected';
import type { ContractsRead } from './contracts';
import { digest, hashed } from './hash';
import { readInput, type InputRead } from './inputs';
import { exitCodes } from '../exit-codes';
import type { Io } from '../io';

const right = 'give what "keyturn check --format evidence" wrote';

/** Makes the verdict of evidence again, from the same inputs and contracts, and says whether it holds. */
export function verify(given: string, files: readonly string[], contracts: ContractsRead, io: Io): number {
  const file = nameOf(given);
  const evidence = readEvidence(parsed(readText(given, resolve(io.cwd, given), right), file), file);
  const inputs = sameInputs(evidence, files, io.cwd, file);
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
function sameInputs(evidence: Evidence, files: readonly string[], cwd: string, file: string): InputRead[] {
  const given = collected(files.length > 0 ? files : evidence.inputs.map((input) => input.file), (name) => ({
    name,
    sha256: digest(readInput(name, cwd).text),
  }));
  const known = new Set(evidence.inputs.map(({ sha256 }) => sha256));
  const strangers = given.filter(({ sha256 }) => !known.has(sha256));
  if (strangers.length > 0)
    throw new InputError(
      strangers.map(({ name }) => `${name}: is not what ${file} was made from; its hash is another`),
    );
  return evidence.inputs.map((input) => {
    const same = given.find(({ sha256 }) => sha256 === input.sha256);
    if (same === undefined) throw InputError.of(`${file}: was made from ${input.file} too; name it as well`);
    return readInput(same.name, cwd, input.file);
  });
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
