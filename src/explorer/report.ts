import { isInScope } from './invariants/limits';
import { sets, type ExplorationCase, type SetName } from './cases';
import { keyOf, invariants, type InvariantName } from './invariants/kinds';
import type { Subject } from './model/subject';
import { shortest, type ReportedViolation, type CaseResult } from './run-case';

/** What the exploration of one machine came to. */
export interface SubjectReport {
  readonly name: string;
  /** SHA-256 of the definition that was explored. */
  readonly definition: string;
  readonly sets: readonly SetReport[];
  /** Distinct worlds left behind, from each of which one more run was started. */
  readonly worldsLeft: number;
  readonly found: readonly ReportedViolation[];
  readonly verdicts: Readonly<Record<InvariantName, InvariantVerdict>>;
}

export interface SetReport {
  readonly set: SetName;
  /** Initial worlds, each under each interpretation: how many were explored, of how many. */
  readonly worlds: number;
  readonly planned: number;
  readonly states: number;
  readonly executions: number;
  readonly merged: number;
}

/** `held`; `limited` if scenarios show a limit that is written down; `broken`; `unjudged` if nothing looked at it. */
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

/** A violation by one execution alone is reported once, and not again for two executions or for the next run. */
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
