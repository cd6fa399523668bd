import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { check, type Report } from '../checks';
import type { Gate, SynthesisedStack } from '../infrastructure';
import { collected } from '../files';
import { readInput, type InputRead } from '../inputs';
import { plainText } from '../model';
import { contractsHere, type ReadPairs } from '../judging/contracts';
import { digest } from '../judging/digest';
import { refusals } from '../judging/refusals';
import { dayOf, judgingOptions } from './commands/check/options';
import type { Io } from './io';
import { loadPairsReader } from './read-pairs';

type World = Pick<Io, 'cwd' | 'now'>;

/** The consequence of a refusal for the caller, and the next step of a person. */
interface Words {
  readonly outcome: string;
  readonly next: string;
}

const deployment: Words = { outcome: 'nothing is deployed', next: 'Full report: npx keyturn check' };

/** The number of findings that are shown; `keyturn check` prints the whole report. */
const mostShown = 10;

/**
 * The gate that judges stacks as `keyturn check` would, in the places where they are going to be. A refusal is a short report. Throws an InputError if
 * a contract or a file next to a stack cannot be read.
 */
export async function gateFor(world: World, words: Words = deployment): Promise<Gate> {
  const readPairs = await loadPairsReader();
  return { refusalOf: (stacks) => refusalOf(stacks, world, words, readPairs) };
}

function refusalOf(
  stacks: readonly SynthesisedStack[],
  { cwd, now }: World,
  words: Words,
  readPairs: ReadPairs,
): readonly string[] {
  const contracts = contractsHere(cwd, readPairs);
  if (contracts.length === 0) return withoutContracts(stacks, words, cwd);
  const inputs = collected(stacks, (stack) => inputOf(stack, cwd));
  const report = check(
    inputs.map(({ model }) => model),
    contracts,
    { today: dayOf({}, now), digest, ...judgingOptions({}, false) },
  );
  return report.verdict === 'pass' ? [] : shortReport(report, words);
}

/** The files in the folder of a stack are deployed with it. */
function inputOf({ file, place, refused }: SynthesisedStack, cwd: string): InputRead {
  const hasPlace = existsSync(dirname(resolve(cwd, place)));
  return readInput(file, cwd, { named: () => refused, ...(hasPlace ? { place } : {}) });
}

function shortReport(report: Report, { outcome, next }: Words): string[] {
  const lines = refusals(report, { withNames: true }).map((line) => `  ${line}`);
  return [`The check refuses the synthesised stacks; ${outcome}:`, ...shown(lines), next];
}

/** Without a contract, a person must write one before anything is deployed. */
function withoutContracts(stacks: readonly SynthesisedStack[], { outcome }: Words, cwd: string): string[] {
  const drafts = stacks.flatMap((stack) =>
    rolesOf(inputOf(stack, cwd)).map(
      (role) =>
        `  npx keyturn check ${dirname(stack.refused)} --draft-contract ${role} > ${join('policies', `${role}.json`)}`,
    ),
  );
  if (drafts.length === 0) return [];
  return [
    `policies: no contract in this folder, so ${outcome}. Draft a contract for each role, and review them:`,
    '  mkdir -p policies',
    ...shown(drafts, ' roles'),
    ...(stacks.length > 1
      ? ['One contract is enough for the same role of all environments: write ${environment} for their names.']
      : []),
  ];
}

function rolesOf({ model }: InputRead): string[] {
  return model.resources.flatMap(({ type, values }) => (type === 'aws_iam_role' ? [plainText(values, 'name')] : []));
}

function shown(lines: readonly string[], kind = ''): string[] {
  const left = lines.length - mostShown;
  return [...lines.slice(0, mostShown), ...(left > 0 ? [`  and ${left} more${kind}`] : [])];
}
