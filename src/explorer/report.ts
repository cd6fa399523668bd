import { isWithinPromises } from './invariants/limits';
import { sets, type Case, type SetName } from './cases';
import { keyOf, promises, type PromiseName } from './invariants/kinds';
import type { Subject } from './model/subject';
import { shortest, type Found, type Worked } from './run-case';

/** What the exploration of one machine came to. */
export interface SubjectReport {
  readonly name: string;
  /** SHA-256 of the definition that was explored. */
  readonly definition: string;
  readonly sets: readonly SetReport[];
  /** Distinct worlds left behind, from each of which one more run was started. */
  readonly worldsHealed: number;
  readonly found: readonly Found[];
  readonly verdicts: Readonly<Record<PromiseName, Verdict>>;
}

export interface SetReport {
  readonly set: SetName;
  /** Worlds to begin with, each under each reading: how many were explored, of how many. */
  readonly worlds: number;
  readonly planned: number;
  readonly states: number;
  readonly executions: number;
  readonly merged: number;
}

/** `held` within its limits; `limited` where stories show a limit that is written down; `unjudged` where nothing looked at it. */
export type Verdict = 'held' | 'limited' | 'broken' | 'unjudged';

export function reportOn(
  { name, definition }: Pick<Subject, 'name' | 'definition'>,
  planned: readonly Case[],
  done: readonly Worked[],
  only?: readonly PromiseName[],
): SubjectReport {
  const all = shortest(done.flatMap((each) => each.found));
  const found = all.filter((each) => (only?.includes(each.promise) ?? true) && !isRepeated(each, all));
  return {
    name,
    definition,
    sets: sets.flatMap((set) => setReport(set, planned, done)),
    worldsHealed: new Set(done.flatMap(({ ends }) => ends)).size,
    found,
    verdicts: Object.fromEntries(promises.map((promise) => [promise, verdictOn(promise, done, found, only)])) as Record<
      PromiseName,
      Verdict
    >,
  };
}

/** What one execution alone breaks at once is told there, and not again where two meet or the next run does the same. */
function isRepeated(found: Found, all: readonly Found[]): boolean {
  const { promise, violation } = found;
  const isLater = promise === '6 two runs cannot collide' || violation.inNextRun;
  const key = keyOf({ ...violation, inNextRun: false });
  return (
    isLater && all.some((each) => each.promise !== promise && keyOf(each.violation) === key && each.limit === undefined)
  );
}

function setReport(set: SetName, planned: readonly Case[], done: readonly Worked[]): SetReport[] {
  const mine = done.filter((each) => each.set === set);
  const count = planned.filter((each) => each.set === set).length;
  if (count === 0) return [];
  const sum = (of: (each: Worked) => number) => mine.reduce((total, each) => total + of(each), 0);
  return [
    {
      set,
      worlds: mine.length,
      planned: count,
      states: sum(({ states }) => states),
      executions: sum(({ executions }) => executions),
      merged: sum(({ merged }) => merged),
    },
  ];
}

function verdictOn(
  promise: PromiseName,
  done: readonly Worked[],
  found: readonly Found[],
  only: readonly PromiseName[] | undefined,
): Verdict {
  const promised = done.filter(({ set }) => set !== 'beyond what is promised');
  const twoRan = promised.some(({ set }) => set === 'two executions');
  const isJudged = promise === '6 two runs cannot collide' ? twoRan : promised.length > 0;
  if (!isJudged || only?.includes(promise) === false) return 'unjudged';
  const stories = found.filter((each) => each.promise === promise);
  if (stories.some(({ limit }) => limit === undefined)) return 'broken';
  return stories.some(({ limit }) => isWithinPromises(limit)) ? 'limited' : 'held';
}
