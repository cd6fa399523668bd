import type { World } from '../../simulator';
import { allKeys, areOfOneSecond, keyInSecret, liveKeys, namedKeyOf } from '../model/world-queries';
import { operatorActionIn, type Circumstance, type OutOfScope } from '../model/circumstances';
import type { ScenarioEvent } from '../search/global-state';
import type { Violation } from './kinds';
import type { Subject } from '../model/subject';

/** Limits of five actions: circumstances in which an invariant does not hold. Reports list them too. */
export const limits = {
  'older-of-two':
    'If the older of two active keys is replaced (until-next-rotation, and overlap with replace-older), the secret must not hold the older one: five actions cannot show which key it holds. After `NotKnownWhetherStored` it may; its mail says so, and that the next rotation deletes the older one.',
  'one-second':
    'Two keys that were created in the same second: it is not known which one is older. If that matters, the rotation is refused, nothing is changed, and both are named.',
  'two-and-a-fault':
    'Two executions for one user at the same time, with a fault: a key in use can be deleted. At least one of the executions then ends FAILED.',
  'dead-between':
    'delete-first: from its Delete to its UpdateSecret the secret is dead, longer if the execution fails in between; two executions at the same time can leave a dead secret. A failure says so.',
  'named-in-use':
    'If the input names the key that the secret holds, and the user has another key, the secret is dead from the deletion of that key to the update of the secret.',
  'longer-lags':
    'Lists that lag longer than a run waits (four times the settle time was tried): the invariants about two executions, and about unknown keys, hold for lags up to the settle time.',
  redriven:
    'A redriven execution continues with old data and skips every check of the keys: start a new one instead, and deny states:RedriveExecution.',
  restored:
    'A person who puts the previous value back into the secret during a grace period must stop the execution first: otherwise the previous key is deleted while the secret holds it.',
} as const;

export type LimitName = keyof typeof limits;

export interface ViolationContext {
  readonly subject: Subject;
  readonly executions: number;
  readonly faults: number;
  /** A circumstance for which nothing is promised. */
  readonly outOfScope: OutOfScope | undefined;
  /** The world in which the execution that breaks the invariant began. */
  readonly start: World;
}

/** The circumstance that is out of scope, if it applies: an action of an operator counts only if it has happened. */
export function outOfScopeIn({
  circumstance,
  events,
}: {
  readonly circumstance?: Circumstance | undefined;
  readonly events: readonly ScenarioEvent[];
}): OutOfScope | undefined {
  if (circumstance === 'longer-lags') return circumstance;
  const happened = events.some(({ kind }) => kind === 'redrive' || kind === 'restore');
  return happened ? operatorActionIn(circumstance) : undefined;
}

/** The limit that a violation falls under, by its kind and its context; undefined if the invariant is promised there. */
// eslint-disable-next-line complexity -- a table: one case for each kind, so that a new kind is a compile error
export function limitOf({ kind, inNextRun }: Violation, context: ViolationContext): LimitName | undefined {
  const { outOfScope } = context;
  switch (kind) {
    case 'leak-beside-secret-value':
    case 'leak-in-parameters':
    case 'leak-in-ending':
      return undefined;
    case 'next-run-refuses-keys-of-one-second':
      return 'one-second';
    case 'older-deleted-in-doubt':
      return 'older-of-two';
    // Two executions and a fault can leave a dead secret, but not if every execution succeeded.
    case 'secret-dead-after-success':
      return olderOfTwo(context) ?? outOfScope;
    case 'secret-died':
    case 'secret-key-too-new':
    case 'secret-dead-after-one-success':
    case 'next-run-fails-silently':
    case 'next-run-fails':
    case 'next-run-harms':
      return olderOfTwo(context) ?? namedInUse(context) ?? twoAndAFault(context) ?? outOfScope;
    case 'unknown-key-not-named':
    case 'previous-key-not-named':
    case 'deleted-key-still-there':
    case 'key-left-by-success':
    case 'key-deleted-in-doubt':
    case 'new-key-kept-after-refusal':
    case 'rotation-undone-for-mail':
    case 'success-not-mailed':
    case 'failure-not-mailed':
    case 'end-not-reported':
    case 'named-key-left':
    case 'changed-for-no-key':
    case 'execution-timed-out':
    case 'success-without-new-key':
    case 'untrue-nothing-changed':
    case 'untrue-no-key-made':
    case 'untrue-no-new-key':
    case 'untrue-secret-not-written':
    case 'untrue-secret-unchanged':
    case 'untrue-key-deleted':
    case 'untrue-previous-key-kept':
    case 'untrue-secret-holds-key':
    case 'untrue-secret-was-given-key':
    case 'untrue-key-not-stored':
    case 'untrue-no-such-key':
    case 'untrue-former-key-works':
      return (inNextRun ? olderOfTwo(context) : undefined) ?? outOfScope;
  }
}

function olderOfTwo({ start, subject }: ViolationContext): LimitName | undefined {
  return isOlderInUse(start, subject) ? 'older-of-two' : undefined;
}

function namedInUse({ start, subject }: ViolationContext): LimitName | undefined {
  const named = namedKeyOf(start, subject);
  const isOneOfTwo = named !== undefined && liveKeys(start, subject).length === 2;
  return isOneOfTwo && keyInSecret(start, subject) === named ? 'named-in-use' : undefined;
}

function twoAndAFault({ executions, faults }: ViolationContext): LimitName | undefined {
  return executions > 1 && faults > 0 ? 'two-and-a-fault' : undefined;
}

/** Not among them: an input that names the key in use, because the input asks for what follows. */
const inScope: ReadonlySet<LimitName> = new Set(['older-of-two', 'one-second', 'two-and-a-fault']);

/** Is it a limit in the circumstances for which the invariants are promised? */
export function isInScope(limit: LimitName | undefined): boolean {
  return limit !== undefined && inScope.has(limit);
}

function isOlderInUse(world: World, subject: Subject): boolean {
  const [older, newer, ...more] = allKeys(world, subject).filter(({ deletedAt }) => deletedAt === undefined);
  if (!subject.traits.replacesOlder || older === undefined || newer === undefined || more.length > 0) return false;
  if (areOfOneSecond(world, subject)) return false;
  return older.status === 'Active' && newer.status === 'Active' && keyInSecret(world, subject) === older.id;
}
