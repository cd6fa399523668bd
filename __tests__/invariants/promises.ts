import {
  currentVersion,
  findSecret,
  findUser,
  isWorking,
  keysOf,
  type Ended,
  type TraceEntry,
  type World,
} from '../../src/simulator';
import { traitsOf, type Strategy } from '../../src/workflow';
import { secretName, userName } from './worlds';

/** The promises that are looked for from outside, by their numbers in the README. */
export type Promise =
  | '1 the secret is never dead'
  | '2 no orphan without an alarm'
  | '3 never ambiguous, never destructive'
  | '4 the next run heals'
  | '5 no secret leaks'
  | '6 two runs cannot collide'
  | '7 someone is told';

export interface Story {
  readonly strategy: Strategy;
  readonly before: World;
  readonly startedAt: number;
  readonly ended: readonly Ended[];
  readonly trace: readonly TraceEntry[];
  readonly after: World;
  readonly moments: readonly { readonly world: World; readonly time: number }[];
}

/** The key that readers of the secret get. */
function keyInSecret(world: World): string | undefined {
  const secret = findSecret(world, secretName);
  const value = secret === undefined ? undefined : currentVersion(secret)?.value;
  return /"AccessKeyId":"(\w+)"/.exec(value ?? '')?.[1];
}

function secretWorks(world: World, time: number): boolean {
  const id = keyInSecret(world);
  const key = findUser(world, userName)?.keys.find((each) => each.id === id);
  return key !== undefined && isWorking(world, key, time);
}

function liveKeys(world: World): string[] {
  const user = findUser(world, userName);
  return user === undefined ? [] : keysOf(user).map(({ id }) => id);
}

function secretsEverMade(story: Story): string[] {
  return [story.before, story.after, ...story.moments.map(({ world }) => world)].flatMap((world) =>
    world.users.flatMap(({ keys }) => keys.map(({ secret }) => secret)),
  );
}

const succeeded = (story: Story) => story.ended.filter(({ status }) => status === 'SUCCEEDED');
const causes = (story: Story) => story.ended.map(({ error, cause }) => `${error ?? ''} ${cause ?? ''}`).join('\n');

function called(story: Story, action: string) {
  return story.trace.flatMap((entry) => (entry.kind === 'called' && entry.action === action ? [entry] : []));
}

/** Unless the strategy lets it die, a secret that held a working key holds one at every moment, and a while after the end. */
function secretIsNeverDead(story: Story): boolean {
  if (traitsOf(story.strategy).mayDie || !secretWorks(story.before, story.startedAt)) return true;
  const end = Math.max(...story.ended.map(({ endedAt }) => endedAt));
  return [...story.moments, { world: story.after, time: end + 3_600_000 }].every(({ world, time }) =>
    secretWorks(world, time),
  );
}

/** What a run leaves next to the key in the secret and the previous one is named in a failure. */
function orphansAreNamed(story: Story): boolean {
  const before = liveKeys(story.before);
  const inSecret = keyInSecret(story.after);
  const loose = liveKeys(story.after).filter((id) => id !== inSecret);
  const said = causes(story);
  // A key that a run has stored is known: the next run found it as the one in use, and kept it as the previous one.
  const stored = new Set(story.moments.map(({ world }) => keyInSecret(world)));
  const made = loose.filter((id) => !before.includes(id) && !stored.has(id));
  if (!made.every((id) => said.includes(id) || (said.includes('CreateAnswerLost') && said.includes(userName))))
    return false;
  // These errors say that the new key was deleted again; one of a collision names the key that was, and the others that were seen.
  const saidGone = story.ended.every(({ error }) => /^(NotStored|LostKeyDeleted)$/.test(error ?? ''));
  if (saidGone && made.length > 0) return false;
  if (made.some((id) => said.includes(`${id} was deleted again`))) return false;
  if (succeeded(story).length !== story.ended.length) return true;
  // Every run succeeded: nothing may be left but the previous key, where the strategy keeps it.
  return traitsOf(story.strategy).keepsPrevious ? loose.length <= 1 : loose.length === 0;
}

/** Errors that say for certain that the first UpdateSecret took no effect. */
const refusal =
  /ResourceNotFound|InvalidRequest|InvalidParameter|EncryptionFailure|LimitExceeded|MalformedPolicy|PreconditionNotMet/;

/**
 * Between an UpdateSecret whose outcome is open and the answer that settles it, or the end, no key is deleted; after a certain refusal
 * the new key is deleted again.
 */
function doubtIsNeverDestructive(story: Story): boolean {
  return story.ended.every(({ name }) => {
    let doubt = false;
    let refused = false;
    let tookBack = false;
    let first = true;
    for (const entry of story.trace) {
      if (entry.execution !== name || entry.kind !== 'called') continue;
      if (entry.action === 'secretsmanager:UpdateSecret') {
        const { answer } = entry;
        const stored = answer.ok || answer.error.includes('ResourceExists');
        const isRefusal =
          !answer.ok && first && (refusal.test(answer.error) || answer.cause.includes('not authorized'));
        refused ||= isRefusal;
        doubt = !stored && !isRefusal;
        first = false;
      } else if (entry.action === 'iam:DeleteAccessKey' && !first) {
        if (doubt) return false;
        tookBack = true;
      }
    }
    return !refused || tookBack;
  });
}

/** No secret access key in outputs, errors, causes, mails, or the parameters of a call other than UpdateSecret. */
function noSecretLeaks(story: Story): boolean {
  const seen = JSON.stringify([
    story.ended.map(({ output, error, cause }) => [output, error, cause]),
    story.after.mails,
    story.trace.flatMap((entry) =>
      entry.kind === 'called' && entry.action !== 'secretsmanager:UpdateSecret' ? [entry.call] : [],
    ),
  ]);
  return secretsEverMade(story).every((secret) => !seen.includes(JSON.stringify(secret).slice(1, -1)));
}

/** A success was mailed; what was not mailed ends as a failure. */
function someoneIsTold(story: Story): boolean {
  const told = called(story, 'ses:SendEmail').filter(({ answer }) => answer.ok);
  return succeeded(story).every(({ name }) => told.some(({ execution }) => execution === name));
}

/** After a success the secret holds the key that was made; a run that did not store one says so. */
function successMeansRotated(story: Story): boolean {
  if (succeeded(story).length === 0) return true;
  const end = Math.max(...story.ended.map(({ endedAt }) => endedAt));
  return secretWorks(story.after, end + 3_600_000) && !liveKeys(story.before).includes(keyInSecret(story.after) ?? '');
}

/** Nobody is harmed who used a key that the strategy keeps: with two runs as with one. A dead secret is reported. */
function deadSecretIsTold(story: Story): boolean {
  const end = Math.max(...story.ended.map(({ endedAt }) => endedAt));
  return secretWorks(story.after, end + 3_600_000) || succeeded(story).length < story.ended.length;
}

/** What one run without faults must reach from any world that a fault left behind: the intended one, or a refusal that changes nothing. */
export function healed(story: Story): boolean {
  const [only] = story.ended;
  if (only === undefined) return false;
  if (only.status === 'SUCCEEDED') return successMeansRotated(story) && orphansAreNamed(story);
  const unchanged =
    JSON.stringify([liveKeys(story.before), keyInSecret(story.before)]) ===
    JSON.stringify([liveKeys(story.after), keyInSecret(story.after)]);
  return (
    unchanged &&
    only.error === 'TwoActiveKeys' &&
    liveKeys(story.before).every((id) => only.cause?.includes(id) ?? false)
  );
}

/** Broken promises of one run with at most one fault. */
export function brokenByOne(story: Story): Promise[] {
  const judged: [Promise, boolean][] = [
    ['1 the secret is never dead', secretIsNeverDead(story)],
    ['2 no orphan without an alarm', orphansAreNamed(story) && successMeansRotated(story)],
    ['3 never ambiguous, never destructive', doubtIsNeverDestructive(story)],
    ['5 no secret leaks', noSecretLeaks(story)],
    ['7 someone is told', someoneIsTold(story)],
  ];
  return judged.flatMap(([promise, holds]) => (holds ? [] : [promise]));
}

/** Broken promises of two runs for one user. */
export function brokenByTwo(story: Story): Promise[] {
  const harmless =
    secretIsNeverDead(story) &&
    orphansAreNamed(story) &&
    deadSecretIsTold(story) &&
    noSecretLeaks(story) &&
    someoneIsTold(story);
  return harmless ? [] : ['6 two runs cannot collide'];
}
