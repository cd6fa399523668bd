import { settingsSchema } from './schema/schema';
import { scheduleSchema } from './schema/schedule';
import type { Draft } from './draft';
import type { ScheduleSettings } from './settings';
import type { Strategy, TwoKeys } from '../workflow';

type Item<T> = T extends readonly (infer I)[] ? NonNullable<I> : never;
export type DraftEnvironment = Item<NonNullable<Draft['environments']>>;
export type DraftUser = Item<NonNullable<Draft['users']>>;
type DraftSchedule = NonNullable<DraftUser['schedule']>;

/** How one user of one environment is rotated: what the user says, else what the environment says, else all the rest. */
export interface Rotation {
  readonly strategy: Strategy;
  readonly twoKeys: TwoKeys;
  readonly gracePeriodSeconds: number;
  readonly settleSeconds: number;
  readonly maxKeyAgeDays: number | undefined;
  readonly schedule: ScheduleSettings;
}

const { strategy, twoKeys, gracePeriodSeconds, settleSeconds } = settingsSchema.shape;
const defaults = {
  strategy: strategy.parse(undefined),
  twoKeys: twoKeys.parse(undefined),
  gracePeriodSeconds: gracePeriodSeconds.parse(undefined),
  settleSeconds: settleSeconds.parse(undefined),
  schedule: scheduleSchema.parse({}),
};

export function rotationOf(all: Draft, environment: DraftEnvironment, user: DraftUser = {}): Rotation {
  return {
    strategy: environment.strategy ?? all.strategy ?? defaults.strategy,
    twoKeys: environment.twoKeys ?? all.twoKeys ?? defaults.twoKeys,
    gracePeriodSeconds:
      user.gracePeriodSeconds ??
      environment.gracePeriodSeconds ??
      all.gracePeriodSeconds ??
      defaults.gracePeriodSeconds,
    settleSeconds: environment.settleSeconds ?? all.settleSeconds ?? defaults.settleSeconds,
    maxKeyAgeDays: environment.maxKeyAgeDays ?? all.maxKeyAgeDays,
    schedule: scheduleOf([user.schedule ?? {}, environment.schedule ?? {}, all.schedule ?? {}, defaults.schedule]),
  };
}

/** The nearest layer that says something decides; the last one says everything that has a default. */
function scheduleOf(layers: readonly [...DraftSchedule[], DraftSchedule, typeof defaults.schedule]): ScheduleSettings {
  const first = <T>(read: (layer: DraftSchedule) => T | undefined): T | undefined =>
    layers.map(read).find((value) => value !== undefined);
  const expression = first((layer) => layer.expression) ?? defaults.schedule.expression;
  const startDate = startDateOf(layers, expression);
  return {
    expression,
    timezone: first((layer) => layer.timezone) ?? defaults.schedule.timezone,
    ...(startDate === undefined ? {} : { startDate }),
    flexibleWindowMinutes: first((layer) => layer.flexibleWindowMinutes) ?? defaults.schedule.flexibleWindowMinutes,
    retryMaxAgeSeconds:
      first((layer) => layer.retry?.maximumEventAgeSeconds) ?? defaults.schedule.retry.maximumEventAgeSeconds,
    retryMaxAttempts: first((layer) => layer.retry?.maximumAttempts) ?? defaults.schedule.retry.maximumAttempts,
  };
}

/** A start date that was meant for another expression does not follow where `at(…)` was put in its stead. */
function startDateOf(layers: readonly DraftSchedule[], expression: string): string | undefined {
  const decides = layers.findIndex((layer) => layer.expression !== undefined);
  const says = layers.findIndex((layer) => layer.startDate !== undefined);
  return expression.startsWith('at(') && says > decides ? undefined : layers[says]?.startDate;
}
