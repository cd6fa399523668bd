import { renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { strategies } from '../../../src/workflow';
import { belongingsIn } from './belongings';
import { Probe } from './probe';
import { questions, unanswerable } from './questions';
import { Rotations, type Found } from './rotations';
import {
  listed,
  nameOf,
  Refusal,
  refuseOtherAccounts,
  refuseUnfit,
  sandboxOf,
  sandboxWithoutSender,
  type Sandbox,
} from './sandbox';
import { compareStrategies } from './states';

const usage =
  'npm run sandbox            tries Keyturn out in the account that KEYTURN_SANDBOX_ACCOUNT names\nnpm run sandbox -- clean   removes what an earlier run left there\nnpm run sandbox -- states  compares the states of the definitions with TestState alone, and creates nothing';

const exitCodes = { asExpected: 0, otherwise: 1, refused: 2 } as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`sandbox: ${line}\n`);

/** The command line. Its exit code: 0 if all was as expected, 1 if something was not, 2 if nothing was begun. */
export async function main(words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command, ...rest] = words;
  if (rest.length > 0 || !(command === undefined || command === 'clean' || command === 'states')) {
    complain(`unknown words\n${usage}`);
    return exitCodes.refused;
  }
  try {
    if (command === 'states') return await compare(sandboxWithoutSender(env));
    const sandbox = sandboxOf(env);
    await refuseOtherAccounts(sandbox);
    if (command === 'clean') return await clean(sandbox);
    await refuseUnfit(sandbox);
    return await tryOut(sandbox);
  } catch (error) {
    complain(brief(error));
    return error instanceof Refusal ? exitCodes.refused : exitCodes.otherwise;
  }
}

/** Does everything, cleans up whatever happens, and writes what was found. */
async function tryOut(sandbox: Sandbox): Promise<number> {
  const stop = new AbortController();
  const rotations = new Rotations(sandbox);
  const interrupt = () => {
    complain(stop.signal.aborted ? 'is cleaning up, please wait' : 'stops, and cleans up');
    stop.abort(new Error('it was stopped'));
    rotations.interrupt();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  const found: Found[] = [];
  const note = (one: Found) => {
    found.push(one);
    say(concealed(sandbox, lineOf(one)));
  };
  let answers: readonly Answer[] = [];
  try {
    await tryEach(rotations, new Probe(sandbox, stop.signal), note, (all) => {
      answers = all;
    });
  } catch (error) {
    note({ what: 'the suite goes on to its end', problems: [stop.signal.aborted ? 'it was stopped' : brief(error)] });
  } finally {
    if (answers.length > 0) say(`answers are in ${write(sandbox, found, answers)}`);
    if (!(await removeAll(sandbox))) found.push({ what: 'everything is removed', problems: ['something is left'] });
    await rotations.close();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  return found.every(({ problems }) => problems.length === 0) ? exitCodes.asExpected : exitCodes.otherwise;
}

/** Reports each finding immediately, and all answers at the end. */
async function tryEach(
  rotations: Rotations,
  probe: Probe,
  note: (one: Found) => void,
  keep: (answers: readonly Answer[]) => void,
): Promise<void> {
  await rotations.prepare();
  await allOf(strategies.map(async (strategy) => note(await rotations.deploy(strategy, probe.stopped))));
  probe.stopped.throwIfAborted();
  note(await rotations.checkAccount());
  // Executions wait for most of their time; states are compared and questions are asked meanwhile.
  const rotating = allOf(strategies.map((strategy) => rotations.rotate(strategy, probe.stopped)));
  const comparing = compareStrategies(probe.sandbox, probe.stopped);
  const [rotated, compared, answers] = await allOf([rotating, comparing, answersTo(probe)]);
  keep(answers);
  for (const one of [...compared, ...rotated.flat()]) note(one);
  for (const { question, answer } of answers) say(`? ${question}\n    ${answer}`);
  await allOf(strategies.map(async (strategy) => note(await rotations.destroy(strategy))));
  note(rotations.checkSecrecy());
}

/** Creates nothing, so there is nothing to clean up. */
async function compare(sandbox: Sandbox): Promise<number> {
  await refuseOtherAccounts(sandbox);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new Error('it was stopped'));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const found = await compareStrategies(sandbox, stop.signal);
    for (const one of found) say(lineOf(one));
    return found.every(({ problems }) => problems.length === 0) ? exitCodes.asExpected : exitCodes.otherwise;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function lineOf({ what, problems }: Found): string {
  return `${problems.length === 0 ? '✓' : '✗'} ${[what, ...problems].join('\n    ')}`;
}

async function clean(sandbox: Sandbox): Promise<number> {
  await belongingsIn(sandbox.clients); // a caller without read rights is reported immediately
  return (await removeAll(sandbox)) ? exitCodes.asExpected : exitCodes.otherwise;
}

/** Removes all that has the suite's names and its tag; what has only the name is somebody else's. Says what is left, if anything is. */
async function removeAll({ clients, patience }: Sandbox): Promise<boolean> {
  const begin = Date.now();
  const removed = new Set<string>();
  // What was asked for and not waited for may come late, so nothing must be there in two looks.
  let emptyLooks = 0;
  let failed = new Set<string>();
  while (emptyLooks < 2) {
    const fail = (error: unknown) => void failed.add(nameOf(error)); // it may be busy, and is tried again
    const there = await belongingsIn(clients).catch(fail);
    const ours = (there ?? []).filter(({ isOurs }) => isOurs);
    emptyLooks = there !== undefined && ours.length === 0 ? emptyLooks + 1 : 0;
    if (emptyLooks === 0 && Date.now() - begin > patience.forRemoval * 1000) {
      complain(`cannot remove ${listed(ours)} (${[...failed].join(', ')}): try "npm run sandbox -- clean" later`);
      return false;
    }
    failed = new Set();
    for (const { kind, name, remove } of ours) await remove().then(() => void removed.add(`${kind} ${name}`), fail);
    await new Promise((resolve) => setTimeout(resolve, patience.betweenLooks * 1000));
  }
  say(`removed ${removed.size} things from the account`);
  return true;
}

export interface Answer {
  readonly question: string;
  readonly answer: string;
}

/** An answer to each question, one question after the other: IAM throttles who asks too much at once. */
async function answersTo(probe: Probe): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const { question, probe: tryIt } of questions) {
    probe.stopped.throwIfAborted();
    const answer = await tryIt(probe).catch((error: unknown) => `no answer: ${nameOf(error)}`);
    answers.push({ question, answer });
  }
  return answers;
}

/** Waits for all, also when one fails: nothing may be made any more when the cleaning up begins. */
async function allOf<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Writes the answers whole or not at all. */
function write(sandbox: Sandbox, found: readonly Found[], answers: readonly Answer[]): string {
  const { accountId, region } = sandbox.place;
  const file = resolve('sandbox-answers.json');
  const content = { accountId, region, date: new Date().toISOString(), found, answers, unanswerable };
  writeFileSync(`${file}.part`, concealed(sandbox, `${JSON.stringify(content, undefined, 2)}\n`));
  renameSync(`${file}.part`, file);
  return file;
}

/** The text without any secret access key, wherever it may have come from. */
function concealed({ secretKeys }: Sandbox, text: string): string {
  return [...secretKeys].reduce((rest, secret) => rest.replaceAll(secret, '(a secret access key)'), text);
}

/** The first lines of what went wrong. */
function brief(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n').slice(0, 12).join('\n');
}
