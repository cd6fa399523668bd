import type { World } from '../simulator';
import { explore, firstMoment, type Finding } from './search/explore';
import { brokenByNextRun } from './invariants/next-run';
import { identityOfWorld } from './search/state-key';
import { invariantsOf } from './invariants/invariants';
import { limitOf, type LimitName } from './invariants/limits';
import type { Choice } from './search/global-state';
import { operatorActionIn, type OutOfScope } from './model/circumstances';
import type { Case } from './cases';
import { invariantOf, keyOf, type PromiseName, type Violation } from './invariants/kinds';
import { settingOf, type Setting } from './search/setting';
import { storyOf } from './replay/scenario-id';
import { subjectUnder, type Subject } from './model/subject';

/** A story that breaks a promise, or shows a limit of what is promised. */
export interface Found {
  readonly violation: Violation;
  readonly promise: PromiseName;
  readonly limit: LimitName | undefined;
  readonly faults: number;
  readonly events: number;
  readonly executions: number;
  /** What `keyturn explore --replay` takes. */
  readonly story: string;
}

/** What came of one case; plain data, so that it can be sent from one thread to another. */
export interface Worked {
  readonly subject: string;
  readonly set: Case['set'];
  readonly states: number;
  readonly executions: number;
  readonly merged: number;
  /** The worlds in which everything had ended, by their identities. */
  readonly ends: readonly string[];
  readonly found: readonly Found[];
}

/** Explores one case, and has one more run start from every world that it ends in. */
export function work(each: Case, usual: Subject): Worked {
  const subject = subjectUnder(each.circumstance, usual);
  const setting = settingOf(subject, each.reading);
  const start = firstMoment(each, subject);
  const { states, executions, merged, findings, ends } = explore(start, setting, invariantsOf(subject));
  const found = findings.map((finding) => foundIn(each, subject, finding));
  for (const { world, choices, faults } of ends) {
    for (const violation of brokenOnce(world, setting))
      found.push(foundIn(each, subject, { violation, choices, faults, start: world }, 'healing'));
  }
  return {
    subject: subject.name,
    set: each.set,
    states,
    executions,
    merged,
    ends: ends.map(({ world }) => identityOfWorld(world, subject)),
    found: shortest(found),
  };
}

const healed = new WeakMap<Subject, Map<string, readonly Violation[]>>();

/** Many cases leave the same worlds behind; from each the next run is started once. */
function brokenOnce(left: World, setting: Setting): readonly Violation[] {
  const { subject, reading } = setting;
  const known = healed.get(subject) ?? new Map<string, readonly Violation[]>();
  healed.set(subject, known);
  const key = JSON.stringify([reading, identityOfWorld(left, subject)]);
  const broken = known.get(key) ?? brokenByNextRun(left, setting);
  known.set(key, broken);
  return broken;
}

/** An action of an operator counts if it has happened. */
function outOfScopeIn({ circumstance }: Case, choices: readonly Choice[]): OutOfScope | undefined {
  if (circumstance === 'longer-lags') return circumstance;
  const happened = choices.some(({ kind }) => kind === 'redrive' || kind === 'restore');
  return happened ? operatorActionIn(circumstance) : undefined;
}

function foundIn(each: Case, subject: Subject, finding: Finding<Violation>, then?: 'healing'): Found {
  const { violation, choices, faults, start } = finding;
  const executions = then === 'healing' ? 1 : each.executions;
  const promise = invariantOf(violation);
  return {
    violation,
    promise: executions > 1 && promise !== '5 no secret leaks' ? '6 two runs cannot collide' : promise,
    limit: limitOf(violation, { subject, executions, faults, outOfScope: outOfScopeIn(each, choices), start }),
    faults,
    events: choices.length,
    executions: each.executions,
    story: storyOf({
      subject: subject.name,
      beginning: each.beginning,
      reading: each.reading,
      executions: each.executions,
      circumstance: each.circumstance,
      choices,
      then,
    }),
  };
}

/** One story for each thing that breaks: that with the fewest faults, then events. */
export function shortest(all: readonly Found[]): Found[] {
  const best = new Map<string, Found>();
  for (const each of all) {
    const key = `${each.promise}|${keyOf(each.violation)}|${each.limit ?? ''}`;
    const former = best.get(key);
    if (former === undefined || lengthOf(each) < lengthOf(former)) best.set(key, each);
  }
  return [...best.values()].sort((a, b) =>
    a.promise < b.promise ? -1 : a.promise > b.promise ? 1 : lengthOf(a) - lengthOf(b),
  );
}

const lengthOf = ({ faults, events, executions }: Found) => faults * 1_000_000 + executions * 10_000 + events;
