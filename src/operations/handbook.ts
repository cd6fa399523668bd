/** A step of the way out of an outcome. */
type Remedy =
  /** Correct what the cause names: settings, a policy, the secret. Nothing is run. */
  | 'correct'
  /** Compare both keys with the secret, and delete the one that it does not hold. */
  | 'resolve'
  /** Make the previous value of the secret current again. */
  | 'go-back'
  | 'rotate'
  /** The rotation is complete: tell the people who should have got the mail. */
  | 'inform';

const again = ['correct', 'rotate'] as const;
const resolved = ['resolve', 'rotate'] as const;

/**
 * The way out of every outcome of an execution that is not a success, by its error or its status. Afterwards the secret holds a key that works, and the
 * next rotation succeeds. docs/how-to/operate.md says it in words.
 */
export const handbook: Readonly<Record<string, readonly Remedy[]>> = {
  UserNameRefused: again,
  SecretNameRefused: again,
  PairRefused: again,
  GracePeriodRefused: again,
  AccessKeyIdRefused: again,
  UserNotFound: again,
  KeysNotListed: again,
  ListNotUnderstood: resolved,
  AnotherRotationAtWork: resolved,
  TwoActiveKeys: resolved,
  KeysNotComparable: resolved,
  SpareKeyStays: again,
  KeyStays: again,
  CreateNotAllowed: again,
  CreateThrottled: again,
  UnknownKeySeen: resolved,
  QuotaReached: resolved,
  LostKeyDeleted: resolved,
  CreateAnswerLost: resolved,
  LostKeyStays: resolved,
  SeveralUnknownKeys: resolved,
  NotStored: again,
  NewKeyStays: resolved,
  NotKnownWhetherStored: ['correct', ...resolved],
  NewKeyMissing: ['go-back', 'rotate'],
  NewKeyNotConfirmed: ['resolve'],
  PreviousKeyStays: ['correct', 'resolve'],
  RotatedNobodyTold: ['inform'],
  TIMED_OUT: resolved,
  ABORTED: resolved,
};

/** Describes a step as a person does it. */
function remedyInWords(remedy: Remedy, user: string): string {
  switch (remedy) {
    case 'correct':
      return 'correct what the cause names';
    case 'resolve':
      return `keyturn resolve ${user}`;
    case 'go-back':
      return 'make the previous version of the secret current again';
    case 'rotate':
      return `keyturn rotate ${user}`;
    case 'inform':
      return 'inform the recipients, and look at SES';
  }
}

/** The way out of an outcome, in one line; undefined for an error that is not one of Keyturn's. */
export function wayOut(outcome: string, user: string): string | undefined {
  const steps = Object.hasOwn(handbook, outcome) ? handbook[outcome] : undefined;
  return steps?.map((step) => remedyInWords(step, user)).join('; then ');
}
