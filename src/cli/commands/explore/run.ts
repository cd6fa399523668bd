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
} from '../../../explorer';
import { InputError } from '../../../input-error';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { documentOf, documentOfReplay } from './document';
import { exploreItems, itemsOf } from './explore-items';
import { isIn, mergeShards, shardDocument, shardNamed } from './shard';
import { textOf } from './text';
import { variantsOf } from './variants';
import type { Io } from '../../io';

export interface ExploreOptions {
  readonly strategy?: string;
  readonly user?: string;
  readonly invariant?: string;
  readonly maxFaults?: string;
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly replay?: string;
  readonly shard?: string;
  readonly merge?: readonly string[];
}

/**
 * Explores everything that can happen to the rotations of a stack, or of every strategy, and prints which invariants hold. Returns 1 if one is
 * broken. Throws an InputError.
 */
export async function run(stack: string | undefined, options: ExploreOptions, io: Io): Promise<number> {
  const extent = extentOf(options);
  const only = invariantsNamed(options.invariant);
  refuseMixed(options);
  const shard = options.shard === undefined ? undefined : shardNamed(options.shard);
  const { deployments, shards } = await variantsOf(stack, options, io);
  const user = options.user === undefined ? {} : { user: options.user };
  const subjects = deployments.map((deployment) => subjectOf(deployment, user));
  if (options.replay !== undefined) return printReplay(options.replay, subjects, options, io);
  const began = performance.now();
  const items = itemsOf(subjects, extent);
  const exploration = { extent, user: options.user, subjects, deployments, items: items.length };
  const exploring = { deployments, user: options.user, io };
  if (shard !== undefined) {
    // The shards are the threads, and each has a limit of memory.
    const mine = items.filter(({ place }) => isIn(shard, place));
    const { done, interrupted } = await exploreItems(mine, { ...exploring, threads: 1 });
    io.stdout(`${JSON.stringify(shardDocument(shard, exploration, done, interrupted))}\n`);
    return interrupted ? exitCodes.interrupted : exitCodes.clean;
  }
  const { done, interrupted } =
    options.merge === undefined
      ? await exploreItems(items, exploring)
      : { done: mergeShards(options.merge, exploration, io.cwd), interrupted: false };
  const reports = subjects.map((subject, index) => {
    const results = done.flatMap(({ deployment, result }) => (deployment === index ? [result] : []));
    return reportOn(subject, casesOf(extent, subject), results, only);
  });
  const seconds = (performance.now() - began) / 1000;
  const byName = new Map(subjects.map((subject) => [subject.name, subject]));
  const shown = options.json
    ? `${printableJson(documentOf(reports, extent, interrupted, shards))}\n`
    : textOf(reports, {
        colour: io.isTerminal,
        interrupted,
        seconds,
        shards,
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

/** A shard is explored, or shards are merged, or a scenario is replayed. A shard holds everything; only the report selects an invariant. */
function refuseMixed({ shard, merge, replay: replayed, invariant }: ExploreOptions): void {
  const given = [
    ...(shard === undefined ? [] : ['--shard']),
    ...(merge === undefined ? [] : ['--merge']),
    ...(replayed === undefined ? [] : ['--replay']),
  ];
  if (given.length > 1) throw InputError.of(`${given.join(' and ')} cannot be given together; give one of them`);
  if (shard !== undefined && invariant !== undefined)
    throw InputError.of('--invariant cannot be given with --shard; give it with --merge');
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
