import { longestRunSeconds, longestWaitForOthers } from './bounds';
import { zoneOf } from '../schedule/calendar';
import { duration } from '../../text/duration';
import { readScheduleExpression, type ScheduleExpression } from '../schedule/expression';
import type { Gaps } from '../schedule/gaps';
import type { EffectiveRotation } from '../layers';
import { gapsOf, graceSeconds, HORIZON_DAYS, lateSeconds, lifeOf, sumOf, windowSeconds } from './key-life';
import { YEAR_SECONDS } from '../schema/rotation';
import { traitsOf } from '../../workflow';

const DAY_SECONDS = 86_400;

/** The setting that a contradiction is reported at. */
export type Culprit = 'expression' | 'startDate' | 'gracePeriodSeconds' | 'maxKeyAgeDays';

export interface Contradiction {
  readonly culprit: Culprit;
  readonly text: string;
  /** The text for a past date that is shared by schedules that need different dates. */
  readonly ofAll?: string;
}

/**
 * Finds contradictions between the numbers of one user's rotation and the clock over the next 400 days; messages show every number, in
 * seconds.
 */
export function contradictionsOf(rotation: EffectiveRotation, now: Date): Contradiction[] {
  const expression = readScheduleExpression(rotation.schedule.expression);
  const found = [...againstTheClock(rotation, expression, now), ...againstTheYear(rotation)];
  if (found.some(({ culprit }) => culprit === 'startDate' || culprit === 'expression')) return found;
  return expression.kind === 'at' ? found : [...found, ...againstTheGaps(rotation, now)];
}

/** Problems of the start of a rotation, independent of its other numbers. */
export function contradictionsWithTheClock(rotation: EffectiveRotation, now: Date): Contradiction[] {
  return againstTheClock(rotation, readScheduleExpression(rotation.schedule.expression), now);
}

function againstTheClock(
  { schedule, maxKeyAgeDays }: EffectiveRotation,
  expression: ScheduleExpression,
  now: Date,
): Contradiction[] {
  const { startDate, timezone } = schedule;
  const shown = `"${schedule.expression}"`;
  const found: Contradiction[] = [];
  if (expression.kind === 'at') {
    const instant = zoneOf(timezone).instantOf(expression.wall);
    if (instant === undefined)
      found.push(
        at('expression', `${shown} does not exist: the clocks of ${timezone} skip that hour; write another time`),
      );
    else if (instant <= now.getTime())
      found.push(
        at(
          'expression',
          `${shown} in ${timezone} is past: the time is ${now.toISOString()}; write a time in the future`,
        ),
      );
    if (maxKeyAgeDays !== undefined)
      found.push(
        at(
          'expression',
          `${shown} starts one run only, and later keys would exceed maxKeyAgeDays ${maxKeyAgeDays}; write cron(…) or rate(…), or leave maxKeyAgeDays out`,
        ),
      );
    if (startDate !== undefined)
      found.push(at('startDate', `"${startDate}" has no effect with ${shown}; leave it out`));
  } else if (startDate !== undefined && Date.parse(startDate) <= now.getTime()) {
    const past = `"${startDate}" is past: the time is ${now.toISOString()}, and EventBridge Scheduler refuses a past date when a schedule is created or changed`;
    found.push({
      culprit: 'startDate',
      text: `${past}; ${whatToWrite(expression, startDate, now)}`,
      ofAll: `${past}; write a time in the future`,
    });
  } else if (startDate === undefined && expression.kind === 'rate')
    found.push(
      at(
        'startDate',
        `missing: without it, ${shown} starts a run as soon as it is deployed; write a time in the future, such as "${soon(now)}", or use cron(…)`,
      ),
    );
  return found;
}

/** Advice for a past start date. A cron starts at the same times without one; a rate counts from it, so another date moves every run. */
function whatToWrite(expression: ScheduleExpression, startDate: string, now: Date): string {
  if (expression.kind !== 'rate') return 'leave it out, or write a time in the future';
  const [start, period] = [Date.parse(startDate), expression.periodSeconds * 1000];
  const next = start + (Math.floor((now.getTime() - start) / period) + 1) * period;
  return `write "${new Date(next).toISOString().replace('.000Z', 'Z')}", when its next run is due, so that no run moves, or use cron(…)`;
}

/** A time at night, a week later. */
function soon(now: Date): string {
  const day = new Date(now.getTime() + 7 * DAY_SECONDS * 1000).toISOString().slice(0, 10);
  return `${day}T03:00:00Z`;
}

function againstTheYear(rotation: EffectiveRotation): Contradiction[] {
  if (!traitsOf(rotation.strategy).hasGracePeriod) return [];
  const runSeconds = longestRunSeconds(rotation);
  const total = rotation.gracePeriodSeconds + runSeconds;
  if (total <= YEAR_SECONDS) return [];
  const sum = `grace period ${duration(rotation.gracePeriodSeconds)} + longest run ${duration(runSeconds)} = ${duration(total)}`;
  return [
    at(
      'gracePeriodSeconds',
      `gracePeriodSeconds ${rotation.gracePeriodSeconds} is too long: ${sum} is more than the ${duration(YEAR_SECONDS)} that an execution can last; write at most ${YEAR_SECONDS - runSeconds}`,
    ),
  ];
}

function againstTheGaps(rotation: EffectiveRotation, now: Date): Contradiction[] {
  const { schedule } = rotation;
  const late = lateSeconds(rotation);
  const busySeconds = graceSeconds(rotation) + longestRunSeconds(rotation);
  const gaps = gapsOf(rotation, now, late + busySeconds);
  if (gaps === undefined)
    return [
      at(
        'expression',
        `"${schedule.expression}" starts no run in the next ${HORIZON_DAYS} days${schedule.startDate === undefined ? '' : ` (its start date is ${schedule.startDate})`}; write an expression that does`,
      ),
    ];
  if (gaps.smallest - late <= busySeconds) return [tooClose(rotation, gaps.smallest)];
  return againstTheAge(rotation, gaps);
}

function tooClose(rotation: EffectiveRotation, smallest: number): Contradiction {
  const { schedule } = rotation;
  const runSeconds = longestRunSeconds(rotation);
  const window = windowSeconds(schedule);
  const left = smallest - window - schedule.retryMaxAgeSeconds;
  const grace = graceSeconds(rotation);
  const leftText = `smallest gap ${duration(smallest)} − flexible window ${duration(window)} − retry age ${duration(schedule.retryMaxAgeSeconds)} = ${duration(left)}`;
  const graceText = grace > 0 ? `grace period ${duration(grace)} + ` : '';
  const sum = `${graceText}longest run ${duration(runSeconds)} (${waiting(rotation)})${grace > 0 ? ` = ${duration(grace + runSeconds)}` : ''}`;
  const expression = `"${schedule.expression}"`;
  if (left > runSeconds)
    return at(
      'gracePeriodSeconds',
      `gracePeriodSeconds ${grace} is too long for ${expression}: ${leftText}, which must be more than ${sum}; write less than ${left - runSeconds}, or a schedule with longer gaps`,
    );
  return at(
    'expression',
    `${expression} starts runs too close together: ${leftText}, which must be more than ${sum}; write a schedule with longer gaps`,
  );
}

/** A description of the longest run. */
function waiting(rotation: EffectiveRotation): string {
  return traitsOf(rotation.strategy).waitsForOthers
    ? `with every retry, and with the wait of ${duration(longestWaitForOthers(rotation))} for other runs`
    : 'with every retry';
}

function againstTheAge(rotation: EffectiveRotation, gaps: Gaps): Contradiction[] {
  const { schedule, maxKeyAgeDays } = rotation;
  if (maxKeyAgeDays === undefined) return [];
  const expression = `"${schedule.expression}"`;
  if (gaps.last !== undefined)
    return [
      at(
        'expression',
        `${expression} starts its last run at ${new Date(gaps.last).toISOString()}, and after that, keys exceed maxKeyAgeDays ${maxKeyAgeDays}; write an expression without an end`,
      ),
    ];
  const terms = lifeOf(rotation, gaps);
  const oldest = sumOf(terms);
  const allowed = maxKeyAgeDays * DAY_SECONDS;
  if (oldest <= allowed) return [];
  const sum = terms.map(([name, seconds]) => `${name} ${duration(seconds)}`).join(' + ');
  return [
    at(
      'maxKeyAgeDays',
      `maxKeyAgeDays ${maxKeyAgeDays} = ${allowed} s is less than a key can live under ${expression}: ${sum} = ${duration(oldest)}; write at least ${Math.ceil(oldest / DAY_SECONDS)} days, or a schedule with shorter gaps`,
    ),
  ];
}

function at(culprit: Culprit, text: string): Contradiction {
  return { culprit, text };
}
