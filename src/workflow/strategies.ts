/** A part of a rotation; build.ts says which file makes its states. */
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
  | 'end';

interface Traits {
  /** The parts of a rotation, in their order. */
  readonly steps: readonly StepName[];
  /** The order of the calls in a sentence. */
  readonly order: string;
  /** What becomes of the previous key, as the end of a sentence. */
  readonly summary: string;
  /** The secret may hold a deleted key until the new key is stored. */
  readonly mayDie: boolean;
  /** The previous key stays after a success, until the next run. */
  readonly keepsPrevious: boolean;
  /** The previous key stays for the grace period, and the same run deletes it. */
  readonly hasGracePeriod: boolean;
  /** A run waits for other runs before it creates a key. */
  readonly waitsForOthers: boolean;
  /** The setting `twoKeys` decides what is done with two active keys. */
  readonly hasTwoKeys: boolean;
}

const store = ['create', 'look-for-others', 'store', 'forget', 'confirm', 'notify'] as const;

/** Every strategy, in one place. docs/how-it-works.md compares them; src/simulator/strategy.ts recognises each by its states. */
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
  },
  'until-next-rotation': {
    steps: ['check-input', 'delete-spare', ...store, 'end'],
    order: 'List, delete the spare key, create, update, send; the previous key lives until the next run.',
    summary: 'keeps the previous key until the next run',
    mayDie: false,
    keepsPrevious: true,
    hasGracePeriod: false,
    waitsForOthers: true,
    hasTwoKeys: false,
  },
} as const satisfies { readonly [name: string]: Traits };

/** In which order keys are created and deleted. */
export type Strategy = keyof typeof table;

export const strategies = Object.keys(table) as readonly string[] as readonly [Strategy, ...Strategy[]];

export const traitsOf = (strategy: Strategy): Traits => table[strategy];

/** What holds where the settings say nothing. */
export const defaultStrategy: Strategy = 'overlap';
