import { defaultLimits, type Limits } from './schema/load';
import { rotationSchema, type RotationSettings } from './schema/rotation';
import { scheduleSchema, type ScheduleFields } from './schema/schedule';
import type { Draft } from './draft';
import type { ScheduleSettings } from './settings';

type Item<T> = T extends readonly (infer I)[] ? NonNullable<I> : never;
export type DraftEnvironment = Item<NonNullable<Draft['environments']>>;
export type DraftUser = Item<NonNullable<Draft['users']>>;
type DraftSchedule = NonNullable<DraftUser['schedule']>;

/** The rotation settings of one user in one environment. */
export interface EffectiveRotation extends RotationSettings {
  readonly schedule: ScheduleSettings;
}

const defaultRotation = rotationSchema.parse({});
const defaultSchedule = scheduleSchema.parse({});

type SettingsLayer<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Takes each of these members from the first layer that has it. */
export function fromNearest<T extends object>(
  keys: readonly (keyof T)[],
  layers: readonly SettingsLayer<T>[],
  otherwise: T,
): T {
  const found = { ...otherwise };
  for (const key of keys) {
    const value = layers.find((layer) => layer[key] !== undefined)?.[key];
    if (value !== undefined) found[key] = value;
  }
  return found;
}

const rotationKeys = rotationSchema.keyof().options;

/** The user's setting, else the environment's, else the one for all. */
export function rotationSettingsOf(all: Draft, environment: DraftEnvironment, user: DraftUser = {}): RotationSettings {
  return fromNearest(rotationKeys, [user, environment, all], defaultRotation);
}

export function rotationOf(all: Draft, environment: DraftEnvironment, user: DraftUser = {}): EffectiveRotation {
  const layers = [user.schedule ?? {}, spreadIn(environment), spreadIn(all)];
  return { ...rotationSettingsOf(all, environment, user), schedule: scheduleOf(layers) };
}

/** The same for every user of an environment. Most users of a fleet have no settings of their own: they share one object. */
export function rotationsIn(all: Draft, environment: DraftEnvironment): (user?: DraftUser) => EffectiveRotation {
  const shared = rotationOf(all, environment);
  return (user = {}) => {
    const own: SettingsLayer<RotationSettings> = user;
    const isShared = user.schedule === undefined && rotationKeys.every((key) => own[key] === undefined);
    return isShared ? shared : rotationOf(all, environment, user);
  };
}

/** The two settings of a flexible window that one layer can have, in minutes. */
export function windowsIn(layer: Pick<DraftEnvironment, 'schedule' | 'spread'> = {}) {
  return [layer.spread, layer.schedule?.flexibleWindowMinutes] as const;
}

/** The schedule of a layer with its spread, which is the same as its flexible window. */
function spreadIn({ schedule = {}, spread }: Pick<DraftEnvironment, 'schedule' | 'spread'>): DraftSchedule {
  return spread === undefined ? schedule : { ...schedule, flexibleWindowMinutes: spread };
}

const scheduleKeys = scheduleSchema.omit({ retry: true, startDate: true, enabled: true }).keyof().options;

function scheduleOf(layers: readonly DraftSchedule[]): ScheduleSettings {
  const { retry: defaultRetry, ...defaults } = defaultSchedule;
  const found = fromNearest<Omit<ScheduleFields, 'retry' | 'startDate' | 'enabled'>>(scheduleKeys, layers, defaults);
  const startDate = startDateOf(layers, found.expression);
  const retry = fromNearest(
    ['maximumEventAgeSeconds', 'maximumAttempts'],
    layers.map((layer) => layer.retry ?? {}),
    defaultRetry,
  );
  const enabled = layers.map((layer) => layer.enabled).find((each) => each !== undefined);
  return {
    ...found,
    ...(enabled === false ? { enabled } : {}),
    ...(startDate === undefined ? {} : { startDate }),
    retryMaxAgeSeconds: retry.maximumEventAgeSeconds,
    retryMaxAttempts: retry.maximumAttempts,
  };
}

/** Drops a start date that belongs to another expression if `at(…)` replaces that one. */
function startDateOf(layers: readonly DraftSchedule[], expression: string): string | undefined {
  const decides = layers.findIndex((layer) => layer.expression !== undefined);
  const says = layers.findIndex((layer) => layer.startDate !== undefined);
  return expression.startsWith('at(') && says > decides ? undefined : layers[says]?.startDate;
}

/** The rates of an environment; undefined if none is written. */
export function limitsOf(all: Draft, environment: DraftEnvironment): Limits | undefined {
  const layers = [environment.limits, all.limits].filter((layer) => layer !== undefined);
  return layers.length === 0 ? undefined : fromNearest(['sesPerSecond', 'iamPerSecond'], layers, defaultLimits);
}
