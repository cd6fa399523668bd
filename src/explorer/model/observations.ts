import { type Call, type World } from '../../simulator';
import { keyInSecret, liveKeys } from './world-queries';
import type { CallOutcome } from './progress';
import type { Subject } from './subject';

/** One call, seen from outside: the execution and its call, the answer, and the world before and after. */
export interface ObservedCall {
  readonly run: number;
  readonly call: Call;
  /** The outcome for the execution: an answer, or none until its timeout. */
  readonly outcome: CallOutcome;
  readonly before: World;
  readonly after: World;
  /** Keys so new that some parts of AWS may not know them yet. */
  readonly fresh: ReadonlySet<string>;
}

/** The facts about earlier calls that are needed to judge later ones; plain data, part of the global state. */
export interface Observations {
  /** Keys that the secret has held and that still exist. */
  readonly stored: readonly string[];
  readonly runs: readonly RunObservations[];
}

export interface RunObservations {
  /** It is unknown whether an UpdateSecret took effect. */
  readonly updateInDoubt: boolean;
  readonly updateSent: boolean;
  /** The first UpdateSecret was certainly refused. */
  readonly updateRefused: boolean;
  /** The execution deleted a key after it had sent UpdateSecret. */
  readonly deletedAfterUpdate: boolean;
  readonly mailAttempted: boolean;
  readonly mailSent: boolean;
  /** The execution's latest call was a mail. */
  readonly mailedLast: boolean;
  readonly keyCreated: boolean;
  readonly secretWritten: boolean;
  /** The execution changed something. */
  readonly changed: boolean;
}

export const nothingObserved: RunObservations = {
  updateInDoubt: false,
  updateSent: false,
  updateRefused: false,
  deletedAfterUpdate: false,
  mailAttempted: false,
  mailSent: false,
  mailedLast: false,
  keyCreated: false,
  secretWritten: false,
  changed: false,
};

/**
 * The codes of Secrets Manager which mean with certainty that an UpdateSecret had no effect, and that another attempt will not help. A
 * refusal by KMS (AccessDeniedException) does not mean that: a repeated call needs more permissions than the first one, so it can be refused
 * after the first one took effect.
 */
const refusals: ReadonlySet<string | undefined> = new Set([
  'AccessDenied',
  'EncryptionFailure',
  'InvalidParameterException',
  'InvalidRequestException',
  'LimitExceededException',
  'MalformedPolicyDocumentException',
  'PreconditionNotMetException',
  'ResourceNotFoundException',
]);

function isRefusal(outcome: CallOutcome): boolean {
  return outcome !== 'no answer' && !outcome.ok && refusals.has(outcome.code);
}

function isStored(outcome: CallOutcome): boolean {
  return outcome !== 'no answer' && (outcome.ok || outcome.code === 'ResourceExistsException');
}

/** Whether a call is a mail: every call of SES is. */
export function isMail({ service }: Pick<Call, 'service'>): boolean {
  return service === 'ses';
}

export function observe(observations: Observations, observed: ObservedCall, subject: Subject): Observations {
  const stored = storedAfter(observations.stored, observed, subject);
  const mailedLast = isMail(observed.call);
  const runs = observations.runs.map((each, index) => {
    if (index !== observed.run) return each;
    const next = observeRun(each, observed);
    return next.mailedLast === mailedLast ? next : { ...next, mailedLast };
  });
  return { stored, runs };
}

function storedAfter(former: readonly string[], { before, after }: ObservedCall, subject: Subject): readonly string[] {
  const held = keyInSecret(after, subject);
  if (before === after && (held === undefined || former.includes(held))) return former;
  const live = liveKeys(after, subject);
  return [...new Set([...former, ...(held === undefined ? [] : [held])])].filter((id) => live.includes(id));
}

function mailed(observations: RunObservations, outcome: CallOutcome): RunObservations {
  const isSent = outcome !== 'no answer' && outcome.ok;
  return { ...observations, mailAttempted: true, mailSent: observations.mailSent || isSent };
}

function observeRun(observations: RunObservations, { call, outcome, before, after }: ObservedCall): RunObservations {
  const changed = observations.changed || before.users !== after.users || before.secrets !== after.secrets;
  if (isMail(call)) return mailed(observations, outcome);
  switch (call.api) {
    case 'updateSecret': {
      const refused = !observations.updateSent && isRefusal(outcome);
      // A value that is stored later was not refused permanently.
      const isOpen = !isStored(outcome);
      const secretWritten = observations.secretWritten || before.secrets !== after.secrets;
      const isRefused = isOpen && (observations.updateRefused || refused);
      return {
        ...observations,
        updateSent: true,
        updateRefused: isRefused,
        updateInDoubt: isOpen && !refused,
        secretWritten,
        changed,
      };
    }
    case 'createAccessKey':
      return { ...observations, keyCreated: observations.keyCreated || before.users !== after.users, changed };
    case 'deleteAccessKey':
      return { ...observations, deletedAfterUpdate: observations.updateSent, changed };
    default:
      return observations;
  }
}
