import {
  casesOf,
  invariants,
  readScenarioId,
  reportOn,
  sequenceDiagram,
  subjectOf,
  replay,
  replayText,
  usualExtent,
  type Extent,
  type InvariantName,
  type Subject,
  type SubjectReport,
  type CaseResult,
} from '../../../explorer';
import { InputError } from '../../../input-error';
import type { Deployment } from '../../../terraform';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { documentOf, documentOfReplay } from './document';
import { workOff } from './pool';
import { progressBar } from './progress';
import { textOf } from './text';
import { variantsOf } from './variants';
import type { WorkItem } from './worker';
import type { Io } from '../../io';

export interface ExploreOptions {
  readonly strategy?: string;
  readonly user?: string;
  readonly invariant?: string;
  readonly maxFaults?: string;
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly replay?: string;
}

/**
 * Explores everything that can happen to the rotations of a stack, or of every strategy, and prints which invariants hold. Returns 1 if one is
 * broken. Throws an InputError.
 */
export async function run(stack: string | undefined, options: ExploreOptions, io: Io): Promise<number> {
  const extent = extentOf(options);
  const only = invariantsNamed(options.invariant);
  const deployments = await variantsOf(stack, options, io);
  const user = options.user === undefined ? {} : { user: options.user };
  const subjects = deployments.map((deployment) => subjectOf(deployment, user));
  if (options.replay !== undefined) return printReplay(options.replay, subjects, options, io);
  const began = performance.now();
  const { done, interrupted } = await exploreAll(deployments, subjects, options.user, extent, io);
  const reports = subjects.map((subject, index) =>
    reportOn(subject, casesOf(extent, subject), done[index] ?? [], only),
  );
  const seconds = (performance.now() - began) / 1000;
  const byName = new Map(subjects.map((subject) => [subject.name, subject]));
  const shown = options.json
    ? `${printableJson(documentOf(reports, extent, interrupted))}\n`
    : textOf(reports, {
        colour: io.isTerminal,
        interrupted,
        seconds,
        replayCommand: printable(replayCommand(stack, options)),
        replayOf: (name, scenarioId) => {
          const subject = byName.get(name);
          return subject && replay(readScenarioId(scenarioId), subject);
        },
      });
  io.stdout(shown);
  if (isBroken(reports)) return exitCodes.findings;
  return interrupted ? exitCodes.interrupted : exitCodes.clean;
}

/** One line to paste. Without a stack, the id of the scenario names the strategy. */
function replayCommand(stack: string | undefined, { strategy, user }: ExploreOptions): string {
  const quoted = (text: string) =>
    /^[\w./@+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return [
    'keyturn explore',
    ...(stack === undefined ? [] : [quoted(stack)]),
    ...(stack === undefined || strategy === undefined ? [] : ['--strategy', strategy]),
    ...(user === undefined ? [] : ['--user', quoted(user)]),
    '--replay',
  ].join(' ');
}

function isBroken(reports: readonly SubjectReport[]): boolean {
  return reports.some(({ verdicts }) => Object.values(verdicts).includes('broken'));
}

async function exploreAll(
  deployments: readonly Deployment[],
  subjects: readonly Subject[],
  user: string | undefined,
  extent: Extent,
  io: Io,
): Promise<{ readonly done: readonly (readonly CaseResult[])[]; readonly interrupted: boolean }> {
  const items = longestFirst(
    subjects.flatMap((subject, deployment) => casesOf(extent, subject).map((each) => ({ deployment, each }))),
  );
  const done = deployments.map((): CaseResult[] => []);
  const bar = progressBar(items.length, io.progress);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    await workOff({
      deployments,
      user,
      items,
      signal: stop.signal,
      onDone: ({ deployment }, result) => {
        done[deployment]?.push(result);
        bar.step();
      },
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
    bar.clear();
  }
  return { done, interrupted: stop.signal.aborted };
}

/** Two executions take longest; no core should wait for one that began last. */
function longestFirst(items: readonly WorkItem[]): WorkItem[] {
  const weight = ({ each }: WorkItem) => each.executions * 10 + each.faults;
  return [...items].sort((a, b) => weight(b) - weight(a));
}

function printReplay(text: string, subjects: readonly Subject[], { json }: ExploreOptions, io: Io): number {
  const scenario = readScenarioId(text);
  const subject =
    subjects.find(({ name }) => name === scenario.subject) ?? (subjects.length === 1 ? subjects[0] : undefined);
  if (subject === undefined) {
    const names = subjects.map(({ name }) => name).join('; ');
    throw InputError.of(`--replay: the scenario is of ${JSON.stringify(scenario.subject)}; this is ${names}`);
  }
  const replayed = replay(scenario, subject);
  const shown = json
    ? printableJson(documentOfReplay(text, replayed))
    : `${replayText(replayed)}\n${sequenceDiagram(replayed).trimEnd()}`;
  io.stdout(`${shown}\n`);
  return replayed.broken.length > 0 ? exitCodes.findings : exitCodes.clean;
}

function extentOf({ maxFaults, deep }: ExploreOptions): Extent {
  if (maxFaults !== undefined && !/^[0-2]$/.test(maxFaults))
    throw InputError.of(`--max-faults: ${JSON.stringify(maxFaults)} is not one of 0, 1, 2`);
  return { maxFaults: maxFaults === undefined ? usualExtent.maxFaults : Number(maxFaults), deep: deep ?? false };
}

/** An invariant by its number, or by its name as the report writes it. */
function invariantsNamed(text: string | undefined): InvariantName[] | undefined {
  if (text === undefined) return undefined;
  const found = invariants.filter((invariant) => invariant === text || invariant.startsWith(`${text} `));
  if (found.length > 0) return found;
  throw InputError.of(`--invariant: ${JSON.stringify(text)} is not one of ${invariants.join('; ')}`);
}
