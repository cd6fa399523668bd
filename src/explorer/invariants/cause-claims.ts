import type { Ended, World } from '../../simulator';
import { allKeys, keyInSecret, liveKeys, secretWorks } from '../model/world-queries';
import type { Observations, RunObservations } from '../model/observations';
import type { Subject } from '../model/subject';
import { violation, type Violation, type ViolationKind } from './kinds';

/**
 * The information that people get from the cause of a failed execution. The deployed machine wrote the cause, and an invariant judges what
 * the cause says to people: here its text is the data. So only this file looks into a cause.
 */
interface Said {
  readonly status: Ended['status'];
  /** The keys that the cause names. */
  readonly named: readonly string[];
  /** The keys that the cause reports as deleted. */
  readonly gone: readonly string[];
  /** The cause names the user and a time, as it does if the id of the key is unknown. */
  readonly saysWhen: boolean;
}

export function saidBy({ status, cause = '' }: Ended, keys: readonly string[], { userName }: Subject): Said {
  const named = keys.filter((id) => cause.includes(id));
  return {
    status,
    named,
    gone: named.filter((id) => new RegExp(`\\b${id}\\b[^.;]* was deleted`).test(cause)),
    saysWhen: cause.includes(userName) && /\d{4}-\d\d-\d\dT\d\d:\d\d/.test(cause),
  };
}

/** The facts that are known from outside when an execution reports why it failed. */
interface ClaimContext {
  readonly world: World;
  readonly start: World;
  readonly observations: Observations;
  readonly run: RunObservations;
  readonly subject: Subject;
  /** The execution is the only one: no other execution can have changed what the cause reports. */
  readonly isAlone: boolean;
}

/** A claim that a cause can make, and the test whether it is true. */
interface Claim {
  /** The violation if the claim is untrue. */
  readonly kind: ViolationKind;
  readonly says: RegExp;
  /** @param id the access key that the claim names */
  readonly isSo: (id: string, context: ClaimContext) => boolean;
}

const key = '(AKIA[A-Z2-7]{16})';
const said = (text: string) => new RegExp(text.replaceAll('KEY', key), 'g');

const isThere = (id: string, { world, subject }: ClaimContext) =>
  allKeys(world, subject).some((each) => each.id === id && each.deletedAt === undefined);
const wasHeld = (id: string, { observations, world, subject }: ClaimContext) =>
  observations.stored.includes(id) || keyInSecret(world, subject) === id;

/** A key of this execution is left that the secret never held. Any key that was made since the start counts as one, if the execution made a key. */
function isNewKeyLeft({ run, world, start, observations, subject }: ClaimContext): boolean {
  const former = liveKeys(start, subject);
  return (
    run.keyCreated && liveKeys(world, subject).some((id) => !former.includes(id) && !observations.stored.includes(id))
  );
}

export const claims: readonly Claim[] = [
  { kind: 'untrue-nothing-changed', says: /Nothing was changed|No call was made/g, isSo: (_, { run }) => !run.changed },
  { kind: 'untrue-no-key-made', says: /No key was made/g, isSo: (_, { run }) => !run.keyCreated },
  { kind: 'untrue-no-new-key', says: /It lists no new key/g, isSo: (_, context) => !isNewKeyLeft(context) },
  { kind: 'untrue-secret-not-written', says: /did not write secret/g, isSo: (_, { run }) => !run.secretWritten },
  {
    kind: 'untrue-secret-unchanged',
    says: /\bsecret (?:\S+ )?is as it was/gi,
    isSo: (_, { world, start, subject }) => keyInSecret(world, subject) === keyInSecret(start, subject),
  },
  {
    kind: 'untrue-key-deleted',
    says: said('KEY[^.;]* was deleted\\b'),
    isSo: (id, context) => !isThere(id, context),
  },
  {
    kind: 'untrue-previous-key-kept',
    says: said('did not delete the previous key, KEY'),
    isSo: (id, context) => !context.isAlone || isThere(id, context),
  },
  {
    kind: 'untrue-secret-holds-key',
    says: said('holds access key KEY'),
    isSo: (id, { world, subject }) => keyInSecret(world, subject) === id,
  },
  {
    kind: 'untrue-secret-was-given-key',
    says: said('was given access key KEY'),
    isSo: (id, context) => wasHeld(id, context) || !isThere(id, context),
  },
  {
    kind: 'untrue-key-not-stored',
    says: said('KEY[^.;]* was not stored'),
    isSo: (id, context) => !wasHeld(id, context),
  },
  {
    kind: 'untrue-no-such-key',
    says: said('KEY, but user \\S+ has no such'),
    isSo: (id, context) => !isThere(id, context),
  },
  {
    kind: 'untrue-former-key-works',
    says: /previous key works on/g,
    isSo: (_, { world, subject }) => secretWorks(world, subject),
  },
];

/** One claim that a cause makes. */
interface ClaimMade {
  readonly claim: Claim;
  /** The access key that it names; empty if it names none. */
  readonly id: string;
  readonly words: string;
}

const claimsMade = new Map<string, readonly ClaimMade[]>();
/** A bound of the memory for causes: each names its own keys. */
const mostCauses = 10_000;

/** The claims of a cause. Many global states have the same one. */
function claimsIn(cause: string): readonly ClaimMade[] {
  const known = claimsMade.get(cause);
  if (known !== undefined) return known;
  const made = claims.flatMap((claim) =>
    [...cause.matchAll(claim.says)].map(([words, id = '']) => ({ claim, id, words })),
  );
  if (claimsMade.size >= mostCauses) claimsMade.clear();
  claimsMade.set(cause, made);
  return made;
}

/** Returns the untrue claims of a cause, quoted in its own words. */
export function untrueClaims(cause: string, context: ClaimContext): Violation[] {
  return claimsIn(cause).flatMap(({ claim, id, words }) =>
    claim.isSo(id, context) ? [] : [violation(claim.kind, id === '' ? words : words.replace(id, 'KEY'))],
  );
}
