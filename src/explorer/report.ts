import { isInScope } from './invariants/limits';
import { sets, type ExplorationCase, type SetName } from './cases';
import { keyOf, invariants, type InvariantName } from './invariants/kinds';
import type { Subject } from './model/subject';
import { shortest, type ReportedViolation, type CaseResult } from './run-case';

/** The result of the exploration of one machine. */
export interface SubjectReport {
  readonly name: string;
  /** SHA-256 of the definition that was explored. */
  readonly definition: string;
  readonly sets: readonly SetReport[];
  /** The number of distinct worlds left behind. One more run was started from each. */
  readonly worldsLeft: number;
  readonly found: readonly ReportedViolation[];
  readonly verdicts: Readonly<Record<InvariantName, InvariantVerdict>>;
}

export interface SetReport {
  readonly set: SetName;
  /** The number of explored initial worlds, each under each interpretation, and the number of all. */
  readonly worlds: number;
  readonly planned: number;
  readonly states: number;
  readonly executions: number;
  readonly merged: number;
}

/** The verdict: `held`; `limited` if scenarios show a documented limit; `broken`; `unjudged` if the exploration did not judge it. */
export type InvariantVerdict = 'held' | 'limited' | 'broken' | 'unjudged';

export function reportOn(
  { name, definition }: Pick<Subject, 'name' | 'definition'>,
  planned: readonly ExplorationCase[],
  done: readonly CaseResult[],
  only?: readonly InvariantName[],
): SubjectReport {
  const all = shortest(done.flatMap((each) => each.found));
  const found = all.filter((each) => (only?.includes(each.invariant) ?? true) && !isRepeated(each, all));
  return {
    name,
    definition,
    sets: sets.flatMap((set) => setReport(set, planned, done)),
    worldsLeft: new Set(done.flatMap(({ ends }) => ends)).size,
    found,
    verdicts: Object.fromEntries(
      invariants.map((invariant) => [invariant, verdictOn(invariant, done, found, only)]),
    ) as Record<InvariantName, InvariantVerdict>,
  };
}

/** Whether a violation is already reported: a violation by one execution alone is not reported again for two executions or for the next run. */
function isRepeated(found: ReportedViolation, all: readonly ReportedViolation[]): boolean {
  const { invariant, violation } = found;
  const isLater = invariant === '6 two runs cannot collide' || violation.inNextRun;
  const key = keyOf({ ...violation, inNextRun: false });
  return (
    isLater &&
    all.some((each) => each.invariant !== invariant && keyOf(each.violation) === key && each.limit === undefined)
  );
}

function setReport(set: SetName, planned: readonly ExplorationCase[], done: readonly CaseResult[]): SetReport[] {
  const mine = done.filter((each) => each.set === set);
  const count = planned.filter((each) => each.set === set).length;
  if (count === 0) return [];
  const sum = (of: (each: CaseResult) => number) => mine.reduce((total, each) => total + of(each), 0);
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
  invariant: InvariantName,
  done: readonly CaseResult[],
  found: readonly ReportedViolation[],
  only: readonly InvariantName[] | undefined,
): InvariantVerdict {
  const promised = done.filter(({ set }) => set !== 'beyond what is promised');
  const twoRan = promised.some(({ set }) => set === 'two executions');
  const isJudged = invariant === '6 two runs cannot collide' ? twoRan : promised.length > 0;
  if (!isJudged || only?.includes(invariant) === false) return 'unjudged';
  const scenarios = found.filter((each) => each.invariant === invariant);
  if (scenarios.some(({ limit }) => limit === undefined)) return 'broken';
  return scenarios.some(({ limit }) => isInScope(limit)) ? 'limited' : 'held';
}
