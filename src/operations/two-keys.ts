import type { KeyFacts, Known } from './facts';

/** The situation of a user, by which an operator decides. */
export type Situation =
  | { readonly kind: 'one-key'; readonly isInSecret: boolean | undefined }
  | { readonly kind: 'secret-not-known'; readonly why: string }
  /** The secret holds none of the keys. One that is inactive can go: nobody can use it. */
  | {
      readonly kind: 'secret-dead';
      readonly secretKeyId: string | undefined;
      readonly keys: readonly KeyFacts[];
      readonly inactive: KeyFacts | undefined;
    }
  /** The secret holds one key, and the other one can go. */
  | { readonly kind: 'spare'; readonly held: KeyFacts; readonly other: KeyFacts; readonly canDelete: boolean };

/** Compares the keys of a user, oldest first, with the id in the secret. */
export function situationOf(keys: readonly KeyFacts[], secretKeyId: Known<string | undefined>): Situation {
  const held = secretKeyId.known ? keys.find(({ id }) => id === secretKeyId.value) : undefined;
  if (keys.length < 2) return { kind: 'one-key', isInSecret: secretKeyId.known ? held !== undefined : undefined };
  if (!secretKeyId.known) return { kind: 'secret-not-known', why: secretKeyId.why };
  const other = keys.find((key) => key !== held);
  if (held === undefined || other === undefined) {
    const inactive = keys.find(({ status }) => status !== 'Active');
    return { kind: 'secret-dead', secretKeyId: secretKeyId.value, keys, inactive };
  }
  return { kind: 'spare', held, other, canDelete: canDelete(other, held) };
}

/** A deletion cannot be undone: an active key can be deleted only if it is known that nobody used it since the other one was created. */
function canDelete(other: KeyFacts, held: KeyFacts): boolean {
  if (other.status !== 'Active') return true;
  const { lastUsedAt } = other;
  return lastUsedAt === null || (lastUsedAt !== undefined && lastUsedAt < held.createdAt);
}

/** A key that a person can deactivate or delete. */
export interface Removable {
  readonly key: KeyFacts;
  readonly canDelete: boolean;
}

/**
 * The key that can go: the one that the secret does not hold. If it holds neither, the one that is wanted, or else an inactive one. Of two active keys
 * a person must choose.
 */
export function removableOf(situation: Situation, wanted: string | undefined): Removable | undefined {
  if (situation.kind === 'spare') return { key: situation.other, canDelete: situation.canDelete };
  if (situation.kind !== 'secret-dead') return undefined;
  const key = wanted === undefined ? situation.inactive : situation.keys.find(({ id }) => id === wanted);
  return key === undefined ? undefined : { key, canDelete: key.status !== 'Active' };
}

/** Whether two looks at the keys saw the same. */
export function isSame(one: Situation, other: Situation): boolean {
  const [first, second] = [seenIn(one), seenIn(other)];
  return first !== undefined && first === second;
}

function seenIn(situation: Situation): string | undefined {
  const parts = ({ id, status }: KeyFacts) => [id, status];
  if (situation.kind === 'spare') return JSON.stringify([situation.held.id, parts(situation.other)]);
  if (situation.kind === 'secret-dead') return JSON.stringify([situation.secretKeyId, situation.keys.map(parts)]);
  return undefined;
}
