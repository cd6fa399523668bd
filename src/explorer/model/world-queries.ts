import {
  currentVersion,
  findSecret,
  findUser,
  keyIdIn,
  keysOf,
  type AccessKey,
  type Secret,
  type World,
} from '../../simulator';
import type { Subject } from './subject';

/** Queries that everyone with read access to a world can answer. */

export function keyInSecret(world: World, { secretName }: Subject): string | undefined {
  const secret = findSecret(world, secretName);
  if (secret === undefined) return undefined;
  // A secret never changes in place, and every invariant needs its key.
  if (!held.has(secret)) held.set(secret, keyIdIn(world, currentVersion(secret)?.value ?? ''));
  return held.get(secret);
}

const held = new WeakMap<Secret, string | undefined>();

export function allKeys(world: World, { userName }: Subject): readonly AccessKey[] {
  return findUser(world, userName)?.keys ?? [];
}

export function liveKeys(world: World, { userName }: Subject): readonly string[] {
  const user = findUser(world, userName);
  return user === undefined ? [] : keysOf(user).map(({ id }) => id);
}

/** Whether the secret holds a key that works. @param fresh keys so new that some parts of AWS may not know them yet */
export function secretWorks(world: World, subject: Subject, fresh: ReadonlySet<string> = new Set()): boolean {
  const id = keyInSecret(world, subject);
  const key = allKeys(world, subject).find((each) => each.id === id);
  return key?.status === 'Active' && key.deletedAt === undefined && !fresh.has(key.id);
}

/** Whether both keys are of one second: IAM keeps whole seconds, so it is unknown which of such keys is older. */
export function areOfOneSecond(world: World, subject: Subject): boolean {
  const seconds = allKeys(world, subject).flatMap(({ deletedAt, createdAt }) =>
    deletedAt === undefined ? [Math.floor(createdAt / 1000)] : [],
  );
  return seconds.length === 2 && seconds[0] === seconds[1];
}

const missingKey = 'AKIAQQQQQQQQQQQQQQQQ';

/** The id of the key that the input names, in the world in which the execution starts. */
export function namedKeyOf(start: World, subject: Subject): string | undefined {
  const { named } = subject;
  if (named === undefined) return undefined;
  const keys = allKeys(start, subject);
  return (named === 'gone' ? undefined : named === 'older' ? keys[0] : keys.at(-1))?.id ?? missingKey;
}

/** A secret that a rotation can write at all. */
export function isWritable(world: World, { secretName }: Subject): boolean {
  const secret = findSecret(world, secretName);
  if (secret === undefined || secret.pendingDeletion) return false;
  return secret.key === undefined || (secret.key.enabled && secret.key.allows.includes('kms:GenerateDataKey'));
}
