import type { EffectiveRotation } from '../../src/settings/layers';
import { strategies, traitsOf } from '../../src/workflow';

export const now = new Date('2026-01-01T00:00:00Z');
const startDate = '2026-01-05T03:00:00Z';
const day = 86_400;

/** Schedules that people write, by what they are called. */
export const usualSchedules: readonly (readonly [name: string, expression: string])[] = [
  ['weekly', 'cron(0 3 ? * MON *)'],
  ['every 30 days', 'rate(30 days)'],
  ['monthly', 'cron(0 3 1 * ? *)'],
  ['every 44 days', 'rate(44 days)'],
  ['every 89 days', 'rate(89 days)'],
  ['quarterly', 'cron(0 3 1 1/3 ? *)'],
];

type Way = Pick<EffectiveRotation, 'strategy' | 'gracePeriodSeconds'>;

/** Strategies, those with a grace period with a short and a long grace period. */
export const usualWays: readonly (readonly [name: string, way: Way])[] = strategies.flatMap(
  (strategy): (readonly [string, Way])[] =>
    traitsOf(strategy).hasGracePeriod
      ? [
          [`${strategy}, 1 day of grace`, { strategy, gracePeriodSeconds: day }],
          [`${strategy}, 6 days of grace`, { strategy, gracePeriodSeconds: 6 * day }],
        ]
      : [[strategy, { strategy, gracePeriodSeconds: day }]],
);

/** A rotation with the defaults of all that is not said. */
export function rotationWith(
  way: Way,
  expression: string,
  schedule: Partial<EffectiveRotation['schedule']> = {},
): EffectiveRotation {
  return {
    ...way,
    twoKeys: 'refuse',
    settleSeconds: 15,
    maxKeyAgeDays: undefined,
    schedule: {
      expression,
      timezone: 'UTC',
      startDate,
      flexibleWindowMinutes: 0,
      retryMaxAgeSeconds: 900,
      retryMaxAttempts: 10,
      ...schedule,
    },
  };
}
