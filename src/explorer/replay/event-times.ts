import type { ScenarioEvent, GlobalState } from '../search/global-state';
import { earliest, type TimeConstraint } from './earliest-times';

/** Collects the constraints on the times of events, and finds the earliest times. */
export class EventTimes {
  private readonly constraints: TimeConstraint[] = [];
  private count = 1;
  private lastEvent = 0;
  private readonly runs = new Map<number, { call: number; effect: number }>();
  private readonly changes = new Map<number, number>();

  constructor(private readonly settleMs: number) {}

  /** Starts again: later executions begin a day after all others have ended. */
  restart(): void {
    this.runs.clear();
    this.changes.clear();
    const begin = this.place();
    this.constrain(this.lastEvent, begin, 24 * 3_600_000);
    this.lastEvent = begin;
  }

  /** Returns the place of the event among the times. */
  add(state: GlobalState, { run, kind, stale }: ScenarioEvent, isOrdered: boolean, after: GlobalState): number {
    if (kind === 'start') {
      this.runs.set(run, { call: this.lastEvent, effect: this.lastEvent });
      return this.lastEvent;
    }
    const { call, effect } = this.runs.get(run) ?? { call: 0, effect: 0 };
    const timing = state.runs[run]?.timing;
    if (timing === undefined || kind !== 'call') return kind === 'stop' ? effect : this.atLast(run, kind);
    const nextCall = this.place();
    const nextEffect = this.place();
    this.constrain(effect, nextCall, timing.afterEffect);
    this.constrain(call, nextCall, timing.afterCall);
    if (timing.within !== Infinity) this.constrain(nextCall, call, -timing.within);
    this.constrain(nextCall, nextEffect, 0);
    this.constrain(nextEffect, nextCall, -timing.timeout);
    if (!isOrdered) return nextEffect;
    this.constrain(this.lastEvent, nextEffect, 0);
    for (const key of stale) this.constrain(nextEffect, this.changes.get(key) ?? 0, 1 - this.settleMs);
    this.lastEvent = nextEffect;
    this.runs.set(run, { call: nextCall, effect: nextEffect });
    state.world.users.forEach(({ name }, place) => {
      const before = state.world.users[place]?.keys ?? [];
      const now = after.world.users.find((user) => user.name === name)?.keys ?? [];
      now.forEach((key, index) => {
        if (before[index]?.deletedAt !== key.deletedAt || before[index] === undefined)
          this.changes.set(index, nextEffect);
      });
    });
    return nextEffect;
  }

  /** Places an operator's action directly after the last event; a redriven execution starts again there. */
  private atLast(run: number, kind: ScenarioEvent['kind']): number {
    if (kind === 'redrive') this.runs.set(run, { call: this.lastEvent, effect: this.lastEvent });
    return this.lastEvent;
  }

  /** Returns the seconds of each place. */
  solved(): readonly number[] {
    return (earliest(this.count, this.constraints) ?? []).map((milliseconds) => milliseconds / 1000);
  }

  private place(): number {
    return this.count++;
  }

  private constrain(earlier: number, later: number, least: number): void {
    this.constraints.push({ earlier, later, least });
  }
}
