import type { KeyFacts, Known } from './facts';

/** The situation of a user, by which an operator decides. */
export type Situation =
  | { readonly kind: 'one-key'; readonly isInSecret: boolean | undefined }
  | { readonly kind: 'secret-not-known'; readonly why: string }
  /** The secret holds none of the keys. */
  | { readonly kind: 'secret-dead'; readonly secretKeyId: string | undefined }
  /** The secret holds one key, and the other one can go. */
  | { readonly kind: 'spare'; readonly held: KeyFacts; readonly other: KeyFacts; readonly canDelete: boolean };

/** Compares the keys of a user, oldest first, with the id in the secret. */
export function situationOf(keys: readonly KeyFacts[], secretKeyId: Known<string | undefined>): Situation {
  const held = secretKeyId.known ? keys.find(({ id }) => id === secretKeyId.value) : undefined;
  if (keys.length < 2) return { kind: 'one-key', isInSecret: secretKeyId.known ? held !== undefined : undefined };
  if (!secretKeyId.known) return { kind: 'secret-not-known', why: secretKeyId.why };
  const other = keys.find((key) => key !== held);
  if (held === undefined || other === undefined) return { kind: 'secret-dead', secretKeyId: secretKeyId.value };
  return { kind: 'spare', held, other, canDelete: canDelete(other, held) };
}

/** A deletion cannot be undone: an active key can be deleted only if it is known that nobody used it since the other one was created. */
function canDelete(other: KeyFacts, held: KeyFacts): boolean {
  if (other.status !== 'Active') return true;
  const { lastUsedAt } = other;
  return lastUsedAt === null || (lastUsedAt !== undefined && lastUsedAt < held.createdAt);
}

/** Whether two looks at the keys saw the same. */
export function isSame(one: Situation, other: Situation): boolean {
  return (
    one.kind === 'spare' &&
    other.kind === 'spare' &&
    one.held.id === other.held.id &&
    one.other.id === other.other.id &&
    one.other.status === other.other.status
  );
}
