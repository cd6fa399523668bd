import type { World } from '../../simulator';
import { identityOfWorld } from './state-key';
import { Known, type Met } from './visited';
import { operatorActionIn, type Circumstance, type OperatorAction } from '../model/circumstances';
import { isOver, type Choice, type Moment } from './global-state';
import type { Invariants } from './invariants';
import type { Setting } from './setting';
import { stepsFrom } from './steps';
import type { Subject } from '../model/subject';
import { worldOf, type Beginning, type Reading } from '../model/initial-worlds';
import { Zone } from './clock-zone';

export interface Finding<Violation> {
  readonly violation: Violation;
  readonly choices: readonly Choice[];
  readonly faults: number;
  readonly start: World;
}

/** A world in which everything has ended, and the shortest way there that was met first. */
export interface End {
  readonly world: World;
  readonly choices: readonly Choice[];
  readonly faults: number;
}

export interface Explored<Violation> {
  readonly states: number;
  /** Executions that were followed to their end, or to a state from which the future was known. */
  readonly executions: number;
  /** Of these, those that came to a known state. */
  readonly merged: number;
  /** For each violation the finding with the fewest faults. */
  readonly findings: readonly Finding<Violation>[];
  /** Each world in which everything had ended, once. */
  readonly ends: readonly End[];
}

/** What is given before anything happens. */
export interface InitialConditions {
  readonly beginning: Beginning;
  readonly reading: Reading;
  readonly executions: number;
  readonly faults: number;
  readonly circumstance?: Circumstance | undefined;
}

export function firstMoment(
  { beginning, reading, executions, faults, circumstance }: InitialConditions,
  subject: Subject,
): Moment {
  const world = worldOf(beginning, subject.account, subject, reading);
  return momentOf(world, executions, faults, 0, operatorActionIn(circumstance));
}

/** @param tick later than what happened before in that world */
export function momentOf(
  world: World,
  executions: number,
  faults: number,
  tick = 0,
  operatorAction?: OperatorAction,
): Moment {
  return {
    world,
    runs: [],
    toStart: executions,
    faultsLeft: faults,
    operatorAction,
    zone: Zone.withoutClocks,
    notes: { stored: [], runs: [] },
    tick,
  };
}

/** A global state that was come to, and how. */
interface Arrival {
  readonly moment: Moment;
  readonly trail: Trail | undefined;
}

/** The way to a state: its last choice, and the way there. States that were gone through are not kept. */
interface Trail {
  readonly choice: Choice;
  readonly before: Trail | undefined;
}

interface Node extends Arrival {
  readonly met: Met;
}

/** Everything that can happen: first without faults, then with one, and so on, so that what is found first is short. */
export function explore<Violation>(
  start: Moment,
  setting: Setting,
  invariants: Invariants<Violation>,
): Explored<Violation> {
  const { subject } = setting;
  const known = new Known(subject, invariants);
  const findings = new Map<string, Finding<Violation>>();
  const ends = new Map<string, End>();
  const layers: (Node | undefined)[][] = Array.from({ length: start.faultsLeft + 1 }, () => []);
  let states = 0;
  let executions = 0;
  let merged = 0;

  const faultsOf = ({ moment }: Arrival) => start.faultsLeft - moment.faultsLeft;

  const note = (all: readonly Violation[], node: Arrival) => {
    for (const violation of all) {
      const faults = faultsOf(node);
      const key = invariants.keyOf(violation);
      const former = findings.get(key);
      if (former !== undefined && former.faults <= faults) continue;
      findings.set(key, { violation, choices: choicesOf(node), faults, start: start.world });
    }
  };

  const arrive = (node: Arrival) => {
    const { moment } = node;
    const met = known.add(moment);
    if (met === undefined) {
      executions++;
      merged++;
      return;
    }
    states++;
    if (isOver(moment)) {
      executions++;
      note(invariants.atEnd(moment, start.world), node);
      const identity = identityOfWorld(moment.world, subject);
      if (!ends.has(identity))
        ends.set(identity, { world: moment.world, choices: choicesOf(node), faults: faultsOf(node) });
    }
    // A redrive may still happen when all has ended.
    if (!isOver(moment) || moment.operatorAction === 'redriven') layers[faultsOf(node)]?.push({ ...node, met });
  };

  arrive({ moment: start, trail: undefined });
  for (const layer of layers) {
    // The layer grows while it is gone through; what is done with is let go.
    for (let index = 0; index < layer.length; index++) {
      const node = layer[index];
      layer[index] = undefined;
      if (node === undefined || node.met.isCovered) continue;
      for (const { choice, after, seen } of stepsFrom(node.moment, setting)) {
        const next = { moment: after, trail: { choice, before: node.trail } };
        if (seen !== undefined) note(invariants.ofCall(node.moment.notes, seen, start.world), next);
        note(invariants.ofEnding(after, choice.run, start.world), next);
        arrive(next);
      }
    }
  }
  return { states, executions, merged, findings: [...findings.values()], ends: [...ends.values()] };
}

function choicesOf({ trail }: Arrival): Choice[] {
  const choices: Choice[] = [];
  for (let each = trail; each !== undefined; each = each.before) choices.unshift(each.choice);
  return choices;
}
