import { longestRunSeconds } from './bounds';
import { zoneOf } from '../schedule/calendar';
import { firings, readScheduleExpression } from '../schedule/expression';
import { measureGaps, type Gaps } from '../schedule/gaps';
import type { EffectiveRotation } from '../layers';
import type { ScheduleSettings } from '../settings';
import { traitsOf, type Strategy } from '../../workflow';

/** The time over which schedules are checked: more than a year, so that it includes every gap of a year. */
export const HORIZON_DAYS = 400;

/**
 * The age in days that CIS AWS Foundations and Security Hub allow a key.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3
 */
export const CIS_KEY_AGE_DAYS = 90;

const DAY_MS = 86_400_000;

/** A part of a sum, in seconds: `['largest gap', 2678400]`. */
type Term = readonly [name: string, seconds: number];

/** The window within which EventBridge Scheduler starts a rotation, in seconds. */
export function windowSeconds({ flexibleWindowMinutes }: Pick<ScheduleSettings, 'flexibleWindowMinutes'>): number {
  return flexibleWindowMinutes * 60;
}

/** The longest delay of a start by EventBridge Scheduler, in seconds. */
export function lateSeconds({ schedule }: Pick<EffectiveRotation, 'schedule'>): number {
  return windowSeconds(schedule) + schedule.retryMaxAgeSeconds;
}

/** Seconds for which the previous key stays while the same run waits to delete it. */
export function graceSeconds({
  strategy,
  gracePeriodSeconds,
}: Pick<EffectiveRotation, 'strategy' | 'gracePeriodSeconds'>): number {
  return traitsOf(strategy).hasGracePeriod ? gracePeriodSeconds : 0;
}

/** The parts of a schedule that decide when it starts. */
type Timed = Pick<ScheduleSettings, 'expression' | 'timezone' | 'startDate'>;

/** Measures the gaps between the starts of a rotation from a moment on; see {@link measureGaps}. */
export function gapsOf({ schedule }: { readonly schedule: Timed }, now: Date, tooSmall = 0): Gaps | undefined {
  const start = schedule.startDate === undefined ? now.getTime() : Date.parse(schedule.startDate);
  const starts = firings(readScheduleExpression(schedule.expression), zoneOf(schedule.timezone), now.getTime(), start);
  return measureGaps(starts, now.getTime() + HORIZON_DAYS * DAY_MS, tooSmall);
}

/**
 * The terms of the longest life of a key, from CreateAccessKey to DeleteAccessKey, if every run succeeds: one run creates the key on time,
 * and the run that deletes it starts as late and takes as long as possible.
 */
export function lifeOf(rotation: EffectiveRotation, gaps: Gaps): readonly Term[] {
  const { schedule, strategy, gracePeriodSeconds } = rotation;
  const life = {
    strategy,
    windowSeconds: windowSeconds(schedule),
    retrySeconds: schedule.retryMaxAgeSeconds,
    graceSeconds: gracePeriodSeconds,
    runSeconds: longestRunSeconds(rotation),
  };
  return lifeTerms(life, gaps);
}

/** The facts about a rotation that decide how long a key lives. */
interface Life {
  readonly strategy: Strategy;
  readonly windowSeconds: number;
  readonly retrySeconds: number;
  readonly graceSeconds: number;
  /** The longest time of a run without its grace period. */
  readonly runSeconds: number;
}

/** The same terms, if the length of a run is known from elsewhere. */
export function lifeTerms(
  { strategy, windowSeconds, retrySeconds, graceSeconds, runSeconds }: Life,
  gaps: Gaps,
): readonly Term[] {
  const { keepsPrevious, hasGracePeriod } = traitsOf(strategy);
  const gap: Term = keepsPrevious ? ['largest two gaps in a row', gaps.largestTwo] : ['largest gap', gaps.largest];
  return [
    gap,
    ['flexible window', windowSeconds],
    ['retry age', retrySeconds],
    ...(hasGracePeriod ? [['grace period', graceSeconds] satisfies Term] : []),
    ['longest run', runSeconds],
  ];
}

/** The longest time that a user has two keys between two starts, if every run succeeds; Infinity if they are never deleted. */
export function longestSecondsWithTwoKeys(rotation: EffectiveRotation): number {
  const { keepsPrevious, hasGracePeriod } = traitsOf(rotation.strategy);
  if (keepsPrevious) return Infinity;
  return hasGracePeriod ? rotation.gracePeriodSeconds + longestRunSeconds(rotation) : 0;
}

export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, [, seconds]) => sum + seconds, 0);
}
