import { type Call, type World } from '../../simulator';
import { keyInSecret, liveKeys } from './world-queries';
import type { CallOutcome } from './progress';
import type { Subject } from './subject';

/** What an onlooker sees of one call: who called what, what was answered, and the world around it. */
export interface ObservedCall {
  readonly run: number;
  readonly call: Call;
  /** What the machine was told; nothing where it waited until its timeout. */
  readonly outcome: CallOutcome;
  readonly before: World;
  readonly after: World;
  /** Keys so new that not every part of AWS may know them yet. */
  readonly fresh: ReadonlySet<string>;
}

/** What onlookers have to remember to judge later; plain data, part of the global state. */
export interface Observations {
  /** Keys that the secret has held, as far as they still exist. */
  readonly stored: readonly string[];
  readonly runs: readonly RunObservations[];
}

export interface RunObservations {
  /** An UpdateSecret of which nobody knows whether it took effect. */
  readonly doubt: boolean;
  readonly asked: boolean;
  /** The first UpdateSecret was refused for certain. */
  readonly refused: boolean;
  /** A key was deleted after UpdateSecret was sent. */
  readonly tookBack: boolean;
  /** A mail was to be sent. */
  readonly mailAttempted: boolean;
  readonly mailed: boolean;
  /** It made a key, wrote the secret, changed anything at all. */
  readonly made: boolean;
  readonly wrote: boolean;
  readonly changed: boolean;
}

export const nothingObserved: RunObservations = {
  doubt: false,
  asked: false,
  refused: false,
  tookBack: false,
  mailAttempted: false,
  mailed: false,
  made: false,
  wrote: false,
  changed: false,
};

/** The codes of Secrets Manager that say for certain that an UpdateSecret had no effect, and that trying again will not help. */
const refusals: ReadonlySet<string | undefined> = new Set([
  'AccessDenied',
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
]);

function isRefusal(outcome: CallOutcome): boolean {
  return outcome !== 'no answer' && !outcome.ok && refusals.has(outcome.code);
}

function isStored(outcome: CallOutcome): boolean {
  return outcome !== 'no answer' && (outcome.ok || outcome.code === 'ResourceExistsException');
}

export function observe(observations: Observations, observed: ObservedCall, subject: Subject): Observations {
  const held = keyInSecret(observed.after, subject);
  const live = liveKeys(observed.after, subject);
  const stored = [...new Set([...observations.stored, ...(held === undefined ? [] : [held])])].filter((id) =>
    live.includes(id),
  );
  const runs = observations.runs.map((each, index) => (index === observed.run ? observeRun(each, observed) : each));
  return { stored, runs };
}

function observeRun(observations: RunObservations, { call, outcome, before, after }: ObservedCall): RunObservations {
  const changed = observations.changed || before.users !== after.users || before.secrets !== after.secrets;
  switch (call.api) {
    case 'updateSecret': {
      const refused = !observations.asked && isRefusal(outcome);
      // What is stored in the end was not refused for good.
      const isOpen = !isStored(outcome);
      const wrote = observations.wrote || before.secrets !== after.secrets;
      const isRefused = isOpen && (observations.refused || refused);
      return { ...observations, asked: true, refused: isRefused, doubt: isOpen && !refused, wrote, changed };
    }
    case 'createAccessKey':
      return { ...observations, made: observations.made || before.users !== after.users, changed };
    case 'deleteAccessKey':
      return { ...observations, tookBack: observations.asked, changed };
    case 'sendEmail':
      return {
        ...observations,
        mailAttempted: true,
        mailed: observations.mailed || (outcome !== 'no answer' && outcome.ok),
      };
    default:
      return observations;
  }
}
