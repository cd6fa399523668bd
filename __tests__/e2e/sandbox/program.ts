import { renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { strategies } from '../../../src/workflow';
import { belongingsIn } from './belongings';
import { Probe } from './probe';
import { questions, unanswerable } from './questions';
import { Rotations, type Found } from './rotations';
import { listed, nameOf, Refusal, refuseOtherAccounts, refuseUnfit, sandboxOf, type Sandbox } from './sandbox';

const usage =
  'npm run sandbox            tries Keyturn out in the account that KEYTURN_SANDBOX_ACCOUNT names\nnpm run sandbox -- clean   removes what an earlier run left there';

const exitCodes = { asExpected: 0, otherwise: 1, refused: 2 } as const;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const complain = (line: string) => void process.stderr.write(`sandbox: ${line}\n`);

/** The command line. Its exit code: 0 if all was as expected, 1 if something was not, 2 if nothing was begun. */
export async function main(words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const [command, ...rest] = words;
  if (rest.length > 0 || !(command === undefined || command === 'clean')) {
    complain(`unknown words\n${usage}`);
    return exitCodes.refused;
  }
  try {
    const sandbox = sandboxOf(env);
    await refuseOtherAccounts(sandbox);
    if (command === 'clean') return await clean(sandbox);
    await refuseUnfit(sandbox);
    return await tryOut(sandbox);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    complain(error.message);
    return exitCodes.refused;
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
    say(concealed(sandbox, `${one.problems.length === 0 ? '✓' : '✗'} ${[one.what, ...one.problems].join('\n    ')}`));
  };
  try {
    const answers = await tryEach(rotations, new Probe(sandbox, stop.signal), note);
    say(`answers are in ${write(sandbox, found, answers)}`);
  } catch (error) {
    note({ what: 'the suite goes on to its end', problems: [stop.signal.aborted ? 'it was stopped' : brief(error)] });
  } finally {
    if (!(await removeAll(sandbox))) found.push({ what: 'everything is removed', problems: ['something is left'] });
    rotations.close();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
  return found.every(({ problems }) => problems.length === 0) ? exitCodes.asExpected : exitCodes.otherwise;
}

/** Tells what was found as it comes; the answers to the questions. */
async function tryEach(rotations: Rotations, probe: Probe, note: (one: Found) => void): Promise<readonly Answer[]> {
  await rotations.prepare();
  await allOf(strategies.map(async (strategy) => note(await rotations.deploy(strategy))));
  probe.stopped.throwIfAborted();
  note(await rotations.checkAccount());
  // Executions wait for most of their time, and questions are asked meanwhile.
  const rotating = allOf(strategies.map((strategy) => rotations.rotate(strategy, probe.stopped)));
  const [rotated, answers] = await allOf([rotating, answersTo(probe)]);
  for (const one of rotated.flat()) note(one);
  for (const { question, answer } of answers) say(`? ${question}\n    ${answer}`);
  await allOf(strategies.map(async (strategy) => note(await rotations.destroy(strategy))));
  note(rotations.checkSecrecy());
  return answers;
}

async function clean(sandbox: Sandbox): Promise<number> {
  return (await removeAll(sandbox)) ? exitCodes.asExpected : exitCodes.otherwise;
}

/** Removes all that has the suite's names and its tag; what has only the name is somebody else's. Says what is left, if anything is. */
async function removeAll({ clients, patience }: Sandbox): Promise<boolean> {
  const begin = Date.now();
  const removed = new Set<string>();
  // What was asked for and not waited for may come late, so nothing must be there in two looks.
  for (let emptyLooks = 0; ;) {
    const there = (await belongingsIn(clients)).filter(({ isOurs }) => isOurs);
    emptyLooks = there.length === 0 ? emptyLooks + 1 : 0;
    if (emptyLooks === 2) {
      say(`removed ${removed.size} things from the account`);
      return true;
    }
    const failed: string[] = [];
    for (const { kind, name, remove } of there)
      await remove().then(
        () => removed.add(`${kind} ${name}`),
        (error: unknown) => failed.push(nameOf(error)), // it may be busy, and is tried again
      );
    if (Date.now() - begin > patience.forRemoval * 1000 && failed.length > 0) {
      complain(`${listed(there)} cannot be removed (${failed.join(', ')}); try "npm run sandbox -- clean" later`);
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, patience.betweenLooks * 1000));
  }
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
