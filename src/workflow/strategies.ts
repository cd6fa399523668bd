/** A part of a rotation; build.ts maps it to the file that makes its states. */
export type StepName =
  | 'check-input'
  | 'delete-every-key'
  | 'delete-spare'
  | 'create'
  | 'look-for-others'
  | 'store'
  | 'forget'
  | 'confirm'
  | 'notify'
  | 'delete-previous'
  | 'delete-named'
  | 'end';

/** The order of the calls of a definition, from its states and transitions. */
export interface CallOrder {
  /** A key can be deleted before a key is created. */
  readonly deletesBefore: boolean;
  /** The status or the age of a key is read before a key is created. */
  readonly choosesSpare: boolean;
  /** No state that leads to CreateAccessKey reads the status or the age, not even a state that is never reached. */
  readonly deletesBlindly: boolean;
  /** Every success after CreateAccessKey can come after a last deletion: a key is deleted, and none is created after that. */
  readonly deletesLast: boolean;
}

interface Traits {
  /** The parts of a rotation, in their order. */
  readonly steps: readonly StepName[];
  /** The order of the calls, as a sentence. */
  readonly order: string;
  /** The treatment of the previous key, as the end of a sentence. */
  readonly summary: string;
  /** The secret may hold a deleted key until the new key is stored. */
  readonly mayDie: boolean;
  /** The previous key stays after a success, until the next run. */
  readonly keepsPrevious: boolean;
  /** The previous key stays for the grace period, and the same run deletes it. */
  readonly hasGracePeriod: boolean;
  /** A run waits for other runs before it creates a key. */
  readonly waitsForOthers: boolean;
  /** The setting `twoKeys` decides about two active keys. */
  readonly hasTwoKeys: boolean;
  /** Whether a definition whose calls have this order follows the strategy; true for one strategy at most. */
  readonly isOrder: (order: CallOrder) => boolean;
}

const store = ['create', 'look-for-others', 'store', 'forget', 'confirm', 'notify'] as const;

/** Every strategy, in one place. docs/explanation/how-it-works.md compares them. */
const table = {
  'delete-first': {
    steps: ['check-input', 'delete-every-key', ...store, 'end'],
    order: 'List, delete every key, create, update, send.',
    summary: 'keeps no previous key',
    mayDie: true,
    keepsPrevious: false,
    hasGracePeriod: false,
    waitsForOthers: false,
    hasTwoKeys: false,
    isOrder: ({ deletesBefore, deletesBlindly, deletesLast }) => deletesBefore && deletesBlindly && !deletesLast,
  },
  overlap: {
    steps: ['check-input', 'delete-spare', ...store, 'delete-previous', 'end'],
    order: 'List, delete the spare key, create, update, send, wait the grace period, delete the previous key.',
    summary: 'keeps the previous key for the grace period',
    mayDie: false,
    keepsPrevious: false,
    hasGracePeriod: true,
    waitsForOthers: true,
    hasTwoKeys: true,
    isOrder: ({ deletesLast }) => deletesLast,
  },
  'until-next-rotation': {
    steps: ['check-input', 'delete-spare', ...store, 'delete-named', 'end'],
    order: 'List, delete the spare key, create, update, send; the previous key lives until the next run.',
    summary: 'keeps the previous key until the next run',
    mayDie: false,
    keepsPrevious: true,
    hasGracePeriod: false,
    waitsForOthers: true,
    hasTwoKeys: false,
    isOrder: ({ deletesBefore, choosesSpare, deletesLast }) => deletesBefore && choosesSpare && !deletesLast,
  },
} as const satisfies { readonly [name: string]: Traits };

/** The order in which keys are created and deleted. */
export type Strategy = keyof typeof table;

export const strategies = Object.keys(table) as readonly string[] as readonly [Strategy, ...Strategy[]];

export const traitsOf = (strategy: Strategy): Traits => table[strategy];

/** The strategy if the settings name none. */
export const defaultStrategy: Strategy = 'overlap';
