import type { Call, World } from '../../simulator';
import { allKeys } from '../model/world-queries';
import type { Subject } from '../model/subject';
import type { ClockZone } from './clock-zone';
import { clocks, isSinceEffect, keyOfClock, type RunState } from './global-state';

/** The times at which a call can take effect: not before the waits are over. */
export function timeOfEffect(zone: ClockZone, index: number, { timing }: RunState): ClockZone | undefined {
  const sinceEffect = clocks.sinceEffect(index);
  const sinceCall = clocks.sinceCall(index);
  const next = clocks.sinceNextCall(index);
  return zone
    .atLeast(sinceEffect, timing.afterEffect)
    ?.atLeast(sinceCall, timing.afterCall)
    ?.free(next)
    .atMost(next, timing.timeout)
    ?.where(next, sinceEffect, -timing.afterEffect)
    ?.where(next, sinceCall, -timing.afterCall)
    ?.where(sinceCall, next, timing.within);
}

/** Keys that a call sees as they were before their last change, and the times at which it can. */
export interface StaleView {
  readonly stale: readonly number[];
  readonly at: ClockZone;
}

const nothingStale: readonly number[] = [];

/** The sets of recently changed keys that the call may still see as they were before the change; the empty set first. */
export function staleViews(at: ClockZone, { api }: Call, { settleMs }: Subject): readonly StaleView[] {
  const usual = { stale: nothingStale, at };
  if (api !== 'listAccessKeys' && api !== 'createAccessKey') return [usual];
  let views: readonly StaleView[] = [usual];
  for (const key of at.names.flatMap((name) => keyOfClock(name) ?? []))
    views = [
      ...views,
      ...views.flatMap((view) => {
        const zone = view.at.atMost(clocks.sinceChange(key), settleMs - 1);
        return zone === undefined ? [] : [{ stale: [...view.stale, key], at: zone }];
      }),
    ];
  return views;
}

const none: ReadonlySet<string> = new Set();

/** Keys so new that some parts of AWS may not know them yet. */
export function freshKeys(zone: ClockZone, world: World, subject: Subject): ReadonlySet<string> {
  const recent = zone.names.filter((name) => keyOfClock(name) !== undefined && zone.least(name) < subject.settleMs);
  if (recent.length === 0) return none;
  const keys = allKeys(world, subject);
  return new Set(
    recent
      .flatMap((name) => keys[keyOfClock(name) ?? -1] ?? [])
      .flatMap((key) => (key.deletedAt === undefined ? key.id : [])),
  );
}

/** Sets the clocks for the time after the call, and removes the clocks of changes that are visible everywhere by now. */
export function clocksAfter(
  at: ClockZone,
  index: number,
  changed: readonly number[],
  { settleMs }: Subject,
): ClockZone {
  const settled = at.names.filter((name) => keyOfClock(name) !== undefined && at.least(name) >= settleMs);
  const dropped = [...settled, clocks.sinceCall(index)];
  let zone = dropped.reduce((each, name) => each.without(name), at);
  zone = zone.renamed(clocks.sinceNextCall(index), clocks.sinceCall(index)).reset(clocks.sinceEffect(index));
  for (const key of changed) zone = zone.reset(clocks.sinceChange(key));
  return zone;
}

/**
 * Adds times at which nothing can happen that could not happen at one of the given times. A call waits for a time since the last effect, and
 * sees a key as it was only until a time since its change: so a shorter time since an effect, and a longer time since a change, allow less.
 * A longer time since an effect makes no difference once the wait is over, and a longer time since a call began allows less, unless something
 * waits for it.
 * Behrmann, Bouyer, Larsen and Pelánek, "Lower and upper bounds in zone-based abstractions of timed automata", 2006.
 */
export function withTimesThatAllowLess(zone: ClockZone, runs: readonly RunState[]): ClockZone {
  const waits = new Map<string, number>();
  const unlimited = new Set<string>();
  runs.forEach(({ timing: { afterEffect, afterCall, within } }, index) => {
    waits.set(clocks.sinceEffect(index), afterEffect);
    waits.set(clocks.sinceCall(index), afterCall);
    if (within === Infinity) unlimited.add(clocks.sinceCall(index));
  });
  const longest = (name: string) => {
    const wait = waits.get(name) ?? 0;
    return wait > 0 ? wait : -Infinity;
  };
  return zone.opened(longest, (name) => isSinceEffect(name) || unlimited.has(name));
}
