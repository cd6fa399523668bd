/** The names of the invariants. The reports, the schema and `--invariant` use these names. */
export const invariants = [
  '1 the secret is never dead',
  '2 no orphan without an alarm',
  '3 never ambiguous, never destructive',
  '4 the next run heals',
  '5 no secret leaks',
  '6 two runs cannot collide',
  '7 someone is told',
] as const;

export type InvariantName = (typeof invariants)[number];

interface KindEntry {
  readonly invariant: InvariantName;
  /** The words of a report about the violation; `{}` is replaced by the quote of the violation. */
  readonly words: string;
}

const untrueCause: KindEntry = { invariant: '7 someone is told', words: 'A failure says something false: {}.' };

/** Every way to break an invariant. Code decides by the kind; the words are for people. */
export const violationKinds = {
  'secret-died': {
    invariant: '1 the secret is never dead',
    words: 'The secret held a working key, but now it holds none.',
  },
  'older-deleted-in-doubt': {
    invariant: '1 the secret is never dead',
    words: 'A mail asked which of two keys the secret holds, and another execution deleted that key.',
  },
  'secret-key-too-new': {
    invariant: '1 the secret is never dead',
    words: 'The secret holds a key so new that AWS may not accept it yet.',
  },
  'secret-dead-after-one-success': {
    invariant: '1 the secret is never dead',
    words: 'One of the executions succeeded, and the secret is dead.',
  },
  'secret-dead-after-success': {
    invariant: '1 the secret is never dead',
    words: 'Every execution succeeded, and the secret is dead.',
  },
  'unknown-key-not-named': {
    invariant: '2 no orphan without an alarm',
    words: 'An unknown key is left, and no failure names it.',
  },
  'previous-key-not-named': {
    invariant: '2 no orphan without an alarm',
    words: 'The previous key is left, and no failure names it.',
  },
  'deleted-key-still-there': {
    invariant: '2 no orphan without an alarm',
    words: 'A failure says that a key was deleted, but the key exists.',
  },
  'key-left-by-success': {
    invariant: '2 no orphan without an alarm',
    words: 'A success leaves a key that the strategy does not keep.',
  },
  'key-deleted-in-doubt': {
    invariant: '3 never ambiguous, never destructive',
    words: 'A key is deleted while it is not known whether UpdateSecret took effect.',
  },
  'new-key-kept-after-refusal': {
    invariant: '3 never ambiguous, never destructive',
    words: 'UpdateSecret was certainly refused, but the new key was not deleted again.',
  },
  'next-run-fails-silently': {
    invariant: '4 the next run heals',
    words: 'The next run fails, and does not say why.',
  },
  'next-run-refuses-keys-of-one-second': {
    invariant: '4 the next run heals',
    words: 'The next run refuses two keys of one second, changes nothing and names both.',
  },
  'next-run-fails': {
    invariant: '4 the next run heals',
    words: 'The next run fails without a fault.',
  },
  'next-run-harms': {
    invariant: '4 the next run heals',
    words: 'The next run cannot succeed, but changes something.',
  },
  'leak-beside-secret-value': {
    invariant: '5 no secret leaks',
    words: 'The secret access key is stored in another place than its secret.',
  },
  'leak-in-parameters': {
    invariant: '5 no secret leaks',
    words: 'The secret access key is among the parameters of {}.',
  },
  'leak-in-ending': {
    invariant: '5 no secret leaks',
    words: 'The result of an execution shows a secret access key.',
  },
  'rotation-undone-for-mail': {
    invariant: '7 someone is told',
    words: 'A mail could not be sent, and the rotation was reverted.',
  },
  'success-not-mailed': {
    invariant: '7 someone is told',
    words: 'An execution succeeded, and nobody was notified.',
  },
  'named-key-left': {
    invariant: '2 no orphan without an alarm',
    words: 'An execution succeeded, but the key that its input names still exists.',
  },
  'changed-for-no-key': {
    invariant: '3 never ambiguous, never destructive',
    words: 'The key that the input names does not exist, but the execution changed something.',
  },
  'failure-not-mailed': {
    invariant: '7 someone is told',
    words: 'An execution failed and sent no mail of it.',
  },
  'end-not-reported': {
    invariant: '7 someone is told',
    words: 'An execution ended without success, no mail of it was sent, and no alert reports that end.',
  },
  'execution-timed-out': {
    invariant: '7 someone is told',
    words: 'An execution timed out, and no cause names what it left behind.',
  },
  'success-without-new-key': {
    invariant: '7 someone is told',
    words: 'A success was reported, but the secret holds an earlier key.',
  },
  'untrue-nothing-changed': untrueCause,
  'untrue-no-key-made': untrueCause,
  'untrue-no-new-key': untrueCause,
  'untrue-secret-not-written': untrueCause,
  'untrue-secret-unchanged': untrueCause,
  'untrue-key-deleted': untrueCause,
  'untrue-previous-key-kept': untrueCause,
  'untrue-secret-holds-key': untrueCause,
  'untrue-secret-was-given-key': untrueCause,
  'untrue-key-not-stored': untrueCause,
  'untrue-no-such-key': untrueCause,
  'untrue-former-key-works': untrueCause,
} as const satisfies Readonly<Record<string, KindEntry>>;

export type ViolationKind = keyof typeof violationKinds;

/** One way in which an invariant is broken. */
export interface Violation {
  readonly kind: ViolationKind;
  /** The call, or the part of the machine's cause, that the violation is about; empty if the kind is enough. */
  readonly quote: string;
  /** The violation was found in a run that started from a world that other runs left behind. */
  readonly inNextRun: boolean;
}

export function violation(kind: ViolationKind, quote = ''): Violation {
  return { kind, quote, inNextRun: false };
}

export function invariantOf({ kind, inNextRun }: Violation): InvariantName {
  return inNextRun ? '4 the next run heals' : violationKinds[kind].invariant;
}

/** Identifies a finding: violations with equal keys are the same finding. */
export function keyOf({ kind, quote, inNextRun }: Violation): string {
  return `${kind} ${inNextRun} ${quote}`;
}

/** The sentence that reports and replays print. */
export function wordsOf({ kind, quote, inNextRun }: Violation): string {
  const words = violationKinds[kind].words.replace('{}', () => quote);
  return inNextRun ? `In the next run: ${words}` : words;
}
