import { type Call, type World } from '../../simulator';
import { keyInSecret, liveKeys } from './world-queries';
import type { Told } from './progress';
import type { Subject } from './subject';

/** What an onlooker sees of one call: who called what, what was answered, and the world around it. */
export interface Seen {
  readonly run: number;
  readonly call: Call;
  /** What the machine was told; nothing where it waited until its timeout. */
  readonly told: Told;
  readonly before: World;
  readonly after: World;
  /** Keys so new that not every part of AWS may know them yet. */
  readonly fresh: ReadonlySet<string>;
}

/** What onlookers have to remember to judge later; plain data, part of the global state. */
export interface Notes {
  /** Keys that the secret has held, as far as they still exist. */
  readonly stored: readonly string[];
  readonly runs: readonly RunNotes[];
}

export interface RunNotes {
  /** An UpdateSecret of which nobody knows whether it took effect. */
  readonly doubt: boolean;
  readonly asked: boolean;
  /** The first UpdateSecret was refused for certain. */
  readonly refused: boolean;
  /** A key was deleted after UpdateSecret was sent. */
  readonly tookBack: boolean;
  /** A mail was to be sent. */
  readonly told: boolean;
  readonly mailed: boolean;
  /** It made a key, wrote the secret, changed anything at all. */
  readonly made: boolean;
  readonly wrote: boolean;
  readonly changed: boolean;
}

export const newRunNotes: RunNotes = {
  doubt: false,
  asked: false,
  refused: false,
  tookBack: false,
  told: false,
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

function isRefusal(told: Told): boolean {
  return told !== 'nothing' && !told.ok && refusals.has(told.code);
}

function isStored(told: Told): boolean {
  return told !== 'nothing' && (told.ok || told.code === 'ResourceExistsException');
}

export function noted(notes: Notes, seen: Seen, subject: Subject): Notes {
  const held = keyInSecret(seen.after, subject);
  const live = liveKeys(seen.after, subject);
  const stored = [...new Set([...notes.stored, ...(held === undefined ? [] : [held])])].filter((id) =>
    live.includes(id),
  );
  const runs = notes.runs.map((each, index) => (index === seen.run ? notedOfRun(each, seen) : each));
  return { stored, runs };
}

function notedOfRun(notes: RunNotes, { call, told, before, after }: Seen): RunNotes {
  const changed = notes.changed || before.users !== after.users || before.secrets !== after.secrets;
  switch (call.api) {
    case 'updateSecret': {
      const refused = !notes.asked && isRefusal(told);
      // What is stored in the end was not refused for good.
      const isOpen = !isStored(told);
      const wrote = notes.wrote || before.secrets !== after.secrets;
      const isRefused = isOpen && (notes.refused || refused);
      return { ...notes, asked: true, refused: isRefused, doubt: isOpen && !refused, wrote, changed };
    }
    case 'createAccessKey':
      return { ...notes, made: notes.made || before.users !== after.users, changed };
    case 'deleteAccessKey':
      return { ...notes, tookBack: notes.asked, changed };
    case 'sendEmail':
      return { ...notes, told: true, mailed: notes.mailed || (told !== 'nothing' && told.ok) };
    default:
      return notes;
  }
}
