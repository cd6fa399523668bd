import { anything, join, type Shape } from './data/shape';
import type { DefinedState, Definition } from './definition';
import { edgesOf, leadingTo } from './graph';
import { onceForBoth } from '../../once';
import { runState, type Run, type StateFailure } from './run-state';

/** The most runs of states: many times the number that the largest machine needs. Beyond it nothing is known of any data. */
const mostRuns = 20_000;

/**
 * Returns the possible failures of each of these states, for every route to it. Nothing is known of the data of a state to which no known route
 * leads.
 */
export function failuresIn(
  definition: Definition,
  wanted: readonly DefinedState[],
): ReadonlyMap<DefinedState, readonly StateFailure[]> {
  const runs = runAll(definition, wanted);
  return new Map(wanted.map((state) => [state, (runs.get(state.name) ?? runOf(state, anything)).failures]));
}

/** Runs a state once if two definitions share it and give it the same data. */
const runOf = onceForBoth(runState);
const joinedOf = onceForBoth(join);

/** Runs the states that lead to these, until no run finds further possible data. */
function runAll(definition: Definition, wanted: readonly DefinedState[]): ReadonlyMap<string, Run> {
  const { top, startAt } = definition;
  const order = orderOf(definition, leadingTo(definition, wanted));
  const ranks = new Map(order.map((name, rank) => [name, rank]));
  const known = new Map<string, Shape>([[startAt, anything]]);
  const runs = new Map<string, Run>();
  // Earlier states run first: a later state then runs with all the data that they pass to it.
  const isWaiting = order.map((name) => name === startAt);
  let left = mostRuns;
  for (let rank = 0; rank < order.length; rank++) {
    const name = order[rank] ?? '';
    const state = top.get(name);
    if (isWaiting[rank] !== true || state === undefined) continue;
    if (left-- === 0) return new Map();
    isWaiting[rank] = false;
    const run = runOf(state, known.get(name) ?? anything);
    runs.set(name, run);
    for (const { to, data } of run.out) {
      const next = ranks.get(to);
      if (next === undefined) continue;
      const before = known.get(to);
      const joined = before === undefined ? data : joinedOf(before, data);
      if (joined === before) continue;
      known.set(to, joined);
      isWaiting[next] = true;
      rank = Math.min(rank, next - 1);
    }
  }
  return runs;
}

/** Orders the states so that each comes after the states that lead to it, except in loops. */
function orderOf({ top, startAt }: Definition, among: ReadonlySet<string>): string[] {
  const done: string[] = [];
  const seen = new Set([startAt]);
  const path = [{ name: startAt, next: 0 }];
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const state = top.get(last.name);
    const edge = state === undefined ? undefined : edgesOf(state)[last.next++];
    if (edge === undefined) done.push(path.pop()?.name ?? '');
    else if (!seen.has(edge.to) && among.has(edge.to)) {
      seen.add(edge.to);
      path.push({ name: edge.to, next: 0 });
    }
  }
  return done.reverse();
}
