import { longestRunSeconds } from './bounds';
import { zoneOf } from '../schedule/calendar';
import { firings, readScheduleExpression } from '../schedule/expression';
import { measureGaps, type Gaps } from '../schedule/gaps';
import type { EffectiveRotation } from '../layers';
import { traitsOf } from '../../workflow';

/** How far schedules are looked through: more than a year, so that every gap of a year is among them. */
export const HORIZON_DAYS = 400;

const DAY_MS = 86_400_000;

/** A part of a sum, in seconds: `['largest gap', 2678400]`. */
type Term = readonly [name: string, seconds: number];

/** How long after its time EventBridge Scheduler may start a run, in seconds. */
export function lateSeconds({ schedule }: EffectiveRotation): number {
  return schedule.flexibleWindowMinutes * 60 + schedule.retryMaxAgeSeconds;
}

/** Seconds for which the previous key stays while the same run waits to delete it. */
export function graceSeconds({ strategy, gracePeriodSeconds }: EffectiveRotation): number {
  return traitsOf(strategy).hasGracePeriod ? gracePeriodSeconds : 0;
}

/** The gaps between the starts of a rotation from a moment on; see {@link measureGaps}. */
export function gapsOf({ schedule }: EffectiveRotation, now: Date, tooSmall = 0): Gaps | undefined {
  const start = schedule.startDate === undefined ? now.getTime() : Date.parse(schedule.startDate);
  const starts = firings(readScheduleExpression(schedule.expression), zoneOf(schedule.timezone), now.getTime(), start);
  return measureGaps(starts, now.getTime() + HORIZON_DAYS * DAY_MS, tooSmall);
}

/**
 * What the longest life of a key adds up to, from CreateAccessKey to the DeleteAccessKey that ends it, where every run succeeds: one run
 * makes the key on time, the run that deletes it starts as late, and takes as long, as it can.
 */
export function lifeOf(rotation: EffectiveRotation, gaps: Gaps): readonly Term[] {
  const { schedule, strategy, gracePeriodSeconds } = rotation;
  const { keepsPrevious, hasGracePeriod } = traitsOf(strategy);
  const gap: Term = keepsPrevious ? ['largest two gaps in a row', gaps.largestTwo] : ['largest gap', gaps.largest];
  return [
    gap,
    ['flexible window', schedule.flexibleWindowMinutes * 60],
    ['retry age', schedule.retryMaxAgeSeconds],
    ...(hasGracePeriod ? [['grace period', gracePeriodSeconds] satisfies Term] : []),
    ['longest run', longestRunSeconds(rotation)],
  ];
}

/** For how long at most a user has two keys between two starts, where every run succeeds: for ever is Infinity. */
export function longestSecondsWithTwoKeys(rotation: EffectiveRotation): number {
  const { keepsPrevious, hasGracePeriod } = traitsOf(rotation.strategy);
  if (keepsPrevious) return Infinity;
  return hasGracePeriod ? rotation.gracePeriodSeconds + longestRunSeconds(rotation) : 0;
}

export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, [, seconds]) => sum + seconds, 0);
}
