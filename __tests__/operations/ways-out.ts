import { allKeys, isWritable, keyInSecret, liveKeys } from '../../src/explorer/model/world-queries';
import type { Subject } from '../../src/explorer/model/subject';
import { handbook } from '../../src/operations/handbook';
import type { KeyFacts } from '../../src/operations/facts';
import { removableOf, situationOf, type Situation } from '../../src/operations/two-keys';
import {
  addSecret,
  addUser,
  defaultStart,
  secretKeyActions,
  type AccessKey,
  type Secret,
  type World,
} from '../../src/simulator';

/** The steps of the handbook as a person does them, in the embedded AWS. */

/** Does the steps of an outcome up to the rotation, which the caller starts. */
export function afterSteps(outcome: string, world: World, subject: Subject, at: number): World {
  const steps = handbook[outcome];
  if (steps === undefined) throw new Error(`the handbook has no ${outcome}`);
  let after = world;
  for (const step of steps) {
    if (step === 'correct') after = corrected(after, subject, at);
    if (step === 'resolve') after = resolved(after, subject, at);
    if (step === 'go-back') after = wentBack(after, subject);
  }
  return after;
}

/** What an operator sees: `keyturn resolve` judges the same. */
function look(world: World, subject: Subject): { readonly keys: readonly KeyFacts[]; readonly situation: Situation } {
  const live = liveKeys(world, subject);
  const keys = allKeys(world, subject)
    .filter(({ id }) => live.includes(id))
    .map(({ id, status, createdAt }): KeyFacts => ({ id, status, createdAt, lastUsedAt: null }))
    .sort((one, other) => one.createdAt - other.createdAt);
  return { keys, situation: situationOf(keys, { known: true, value: keyInSecret(world, subject) }) };
}

/** What must be corrected before a rotation can succeed: the user, the secret, its KMS key, and the senders of mails. */
export function corrected(world: World, subject: Subject, at: number): World {
  const withUser = world.users.length === 0 ? addUser(world, subject.userName, subject.path) : world;
  const { account } = subject;
  const mailed = { ...withUser, account: { ...withUser.account, mail: account.mail } };
  if (mailed.secrets.length === 0) return addSecret(mailed, subject.secretName, undefined, at);
  return { ...mailed, secrets: mailed.secrets.map(usable) };
}

function usable(secret: Secret): Secret {
  const { key } = secret;
  return {
    ...secret,
    pendingDeletion: false,
    ...(key === undefined ? {} : { key: { ...key, enabled: true, allows: secretKeyActions } }),
  };
}

/** Does what `keyturn resolve` does or advises. */
function resolved(world: World, subject: Subject, at: number): World {
  const { keys, situation } = look(world, subject);
  const removable = removableOf(situation, undefined);
  if (removable !== undefined) return changeKey(world, removable.key.id, { deletedAt: at });
  // Of two active keys a person chooses one.
  return situation.kind === 'secret-dead' ? changeKey(world, keys.at(-1)?.id, { status: 'Inactive' }) : world;
}

/** The world after somebody has deleted the key that the secret holds. */
export function withoutKeyInSecret(world: World, subject: Subject): World {
  return changeKey(world, keyInSecret(world, subject), { deletedAt: defaultStart });
}

function changeKey(world: World, id: string | undefined, change: Partial<AccessKey>): World {
  const changed = (keys: readonly AccessKey[]) => keys.map((key) => (key.id === id ? { ...key, ...change } : key));
  return { ...world, users: world.users.map((user) => ({ ...user, keys: changed(user.keys) })) };
}

/** Exchanges the labels of the current and the previous version. */
function wentBack(world: World, { secretName }: Subject): World {
  const other: Readonly<Record<string, string>> = { AWSCURRENT: 'AWSPREVIOUS', AWSPREVIOUS: 'AWSCURRENT' };
  const exchanged = (secret: Secret): Secret => ({
    ...secret,
    versions: secret.versions.map((version) => ({
      ...version,
      labels: version.labels.map((label) => other[label] ?? label),
    })),
  });
  const [secret] = world.secrets;
  const hasPrevious = secret?.versions.some(({ labels }) => labels.includes('AWSPREVIOUS')) ?? false;
  return hasPrevious
    ? { ...world, secrets: world.secrets.map((each) => (each.name === secretName ? exchanged(each) : each)) }
    : world;
}

/** A trouble that was there before, and that the next run reports under its own name. */
export function isOtherTrouble(world: World, subject: Subject): boolean {
  const { keys } = look(world, subject);
  const isUnverified = JSON.stringify(world.account.mail) !== JSON.stringify(subject.account.mail);
  return world.users.length === 0 || !isWritable(world, subject) || keys.length === 2 || isUnverified;
}
