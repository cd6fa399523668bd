import {
  namingCircumstances,
  outOfScopeCircumstances,
  type Circumstance,
  type OutOfScope,
} from './model/circumstances';
import type { Subject } from './model/subject';
import {
  initialWorlds,
  defaultInterpretation,
  interpretations,
  type InitialWorld,
  type Interpretation,
} from './model/initial-worlds';

/** One initial world under one interpretation. Everything that can happen from it is explored together. */
export interface ExplorationCase {
  readonly set: SetName;
  readonly initialWorld: InitialWorld;
  readonly interpretation: Interpretation;
  readonly executions: 1 | 2;
  readonly faults: number;
  readonly circumstance?: Circumstance | undefined;
}

export const sets = [
  'one execution, one fault',
  'one execution, two faults',
  'two executions',
  'beyond what is promised',
] as const;
export type SetName = (typeof sets)[number];

export interface Extent {
  /** The largest number of faults; each set has a bound of its own as well. */
  readonly maxFaults: number;
  /** Adds two faults and two executions under every interpretation, and two executions with two faults. */
  readonly deep: boolean;
}

export const usualExtent: Extent = { maxFaults: 2, deep: false };

/**
 * Initial worlds for two executions: a new user, a user in its usual state, with a spare key, with two keys in use, and with two keys of the
 * same second; and a secret that neither execution can write, so that both delete their new keys. If every key is deleted first, it makes no
 * difference which keys are active or older.
 */
const usual = ['0-empty', 'A-it', 'IA-newer', 'AI-older', 'AA-newer', 'A=A-newer', 'A-missing'];
const usualToDeleteFirst = ['0-empty', 'A-it', 'AA-newer'];

/** The cases of an extent, the long ones first, so that no core waits for the last one. */
export function casesOf(
  { maxFaults, deep }: Extent,
  { traits, takesNamedKey }: Pick<Subject, 'traits' | 'takesNamedKey'>,
): ExplorationCase[] {
  const one = Math.min(maxFaults, 1);
  const all = { among: initialWorlds, under: interpretations };
  const usually = { among: initialWorlds, under: [defaultInterpretation] };
  const others = { among: initialWorlds, under: interpretations.slice(1) };
  const meeting = initialWorlds.filter(({ id }) => (traits.mayDie ? usualToDeleteFirst : usual).includes(id));
  const pairs = maxFaults < 2 ? [] : cases('one execution, two faults', deep ? all : usually, 1, 2);
  const singles = maxFaults < 2 ? all : deep ? undefined : others;
  const two = deep
    ? { among: initialWorlds, under: interpretations }
    : { among: meeting, under: [defaultInterpretation] };
  return [
    ...(deep && maxFaults >= 2
      ? cases('two executions', { among: meeting, under: [defaultInterpretation] }, 2, 2)
      : []),
    ...cases('two executions', two, 2, one).reverse(),
    ...pairs,
    ...(singles === undefined ? [] : cases('one execution, one fault', singles, 1, one)),
    ...unusualCases(one, meeting),
    ...(takesNamedKey ? namingCases(one) : []),
    ...outOfScopeCircumstances.flatMap((circumstance) =>
      casesOutOfScope(
        circumstance,
        { among: initialWorlds.filter(({ id }) => id === 'A-it'), under: [defaultInterpretation] },
        one,
      ),
    ),
  ];
}

/**
 * The duration of an execution depends on what it finds, so slow executions begin in every world. A mail comes last, when worlds have become
 * equal. Only two executions can make two keys of one second: a single execution that finds a key waits for minutes before it makes another.
 */
function unusualCases(faults: number, meeting: readonly InitialWorld[]): ExplorationCase[] {
  const under = [defaultInterpretation];
  const from = (circumstance: Circumstance, set: SetName, among: readonly InitialWorld[], executions: 1 | 2) =>
    cases(set, { among, under }, executions, faults).map((each) => ({ ...each, circumstance }));
  return [
    ...from(
      'one-second',
      'two executions',
      meeting.filter(({ id }) => id === '0-empty'),
      2,
    ),
    ...from('slow', 'one execution, one fault', initialWorlds, 1),
    ...from('unverified', 'one execution, one fault', meeting, 1),
  ];
}

/** Inputs that name each key of each initial world, and one that does not exist. */
function namingCases(faults: number): ExplorationCase[] {
  const under = [defaultInterpretation];
  const keysFor = { 'older-named': 1, 'newer-named': 2, 'gone-named': 0 } as const;
  return namingCircumstances.flatMap((circumstance) =>
    cases(
      'one execution, one fault',
      { among: initialWorlds.filter(({ keys }) => keys.length >= keysFor[circumstance]), under },
      1,
      faults,
    ).map((each) => ({ ...each, circumstance })),
  );
}

/** One execution and a fault, as many are redriven; two without, as two meet lags. */
function casesOutOfScope(circumstance: OutOfScope, range: CaseRange, one: number): ExplorationCase[] {
  const executions = circumstance === 'longer-lags' ? 2 : 1;
  const faults = executions === 2 ? 0 : one;
  return cases('beyond what is promised', range, executions, faults).map((each) => ({ ...each, circumstance }));
}

interface CaseRange {
  readonly among: readonly InitialWorld[];
  readonly under: readonly Interpretation[];
}

function cases(set: SetName, { among, under }: CaseRange, executions: 1 | 2, faults: number): ExplorationCase[] {
  return under.flatMap((interpretation) =>
    among.map((initialWorld) => ({ set, initialWorld, interpretation, executions, faults })),
  );
}
