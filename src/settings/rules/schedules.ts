import { contradictionsOf, contradictionsWithTheClock, type Contradiction, type Culprit } from './arithmetic';
import type { Draft } from '../draft';
import { rotationsIn, type DraftEnvironment, type DraftUser, type EffectiveRotation } from '../layers';
import { valueAt, type SettingPath, type Problem } from '../path';

/** One layer of rotation settings: the settings for all, an environment or a user. */
interface ScheduleLayer {
  readonly path: SettingPath;
  readonly says: Readonly<Record<string, unknown>>;
}

const decisive = ['schedule', 'spread', 'strategy', 'twoKeys', 'gracePeriodSeconds', 'settleSeconds', 'maxKeyAgeDays'];

/** The contradictions of every user in every environment, each reported once, at the nearest layer that sets one of its numbers. */
export function scheduleProblems(all: Draft, faulty: readonly SettingPath[], now: Date): Problem[] {
  const contradictions = remembering((rotation) => contradictionsOf(rotation, now));
  const clockAlone = remembering((rotation) => contradictionsWithTheClock(rotation, now));
  const isFaulty = faultyLayers(faulty, decisive);
  const isScheduleFaulty = faultyLayers(faulty, ['schedule']);
  const found = new Map<string, Problem>();
  (all.environments ?? []).forEach((environment, index) => {
    if (environment === undefined) return;
    const outer: ScheduleLayer[] = [
      { path: ['environments', index], says: environment },
      { path: [], says: all },
    ];
    const rotationOf = rotationsIn(all, environment);
    for (const [user, layers] of usersOf(all, environment, outer)) {
      if (layers.some(isScheduleFaulty)) continue;
      // The start of a schedule does not depend on the other numbers.
      const judge = layers.some(isFaulty) ? clockAlone : contradictions;
      for (const { culprit, text, ofAll } of judge(rotationOf(user))) {
        const path = placeOf(culprit, layers);
        // One date for schedules that need different ones is one problem.
        const key = JSON.stringify([path, ofAll ?? text]);
        const before = found.get(key);
        found.set(key, { path, text: before === undefined || before.text === text ? text : (ofAll ?? text) });
      }
    }
  });
  return [...found.values()];
}

function usersOf(
  all: Draft,
  environment: DraftEnvironment,
  outer: readonly ScheduleLayer[],
): [DraftUser, ScheduleLayer[]][] {
  const path: SettingPath = environment.users === undefined ? ['users'] : [...(outer[0]?.path ?? []), 'users'];
  return (environment.users ?? all.users ?? []).flatMap((user, index): [DraftUser, ScheduleLayer[]][] =>
    user === undefined ? [] : [[user, [{ path: [...path, index], says: user }, ...outer]]],
  );
}

/** Many users share their settings, and most of them the object too. */
function remembering(
  judge: (rotation: EffectiveRotation) => Contradiction[],
): (rotation: EffectiveRotation) => Contradiction[] {
  const known = new Map<EffectiveRotation | string, Contradiction[]>();
  return (rotation) => {
    const shared = known.get(rotation);
    if (shared !== undefined) return shared;
    const text = JSON.stringify(rotation);
    const found = known.get(text) ?? judge(rotation);
    known.set(rotation, found).set(text, found);
    return found;
  };
}

/**
 * Layers in which one of the keys is invalid. The arithmetic leaves them out: it would otherwise report defaults that nobody chose.
 */
function faultyLayers(faulty: readonly SettingPath[], keys: readonly string[]): (layer: ScheduleLayer) => boolean {
  const layers = new Set<string>();
  for (const fault of faulty) {
    layers.add(JSON.stringify(fault));
    fault.forEach((key, length) => {
      if (keys.includes(String(key))) layers.add(JSON.stringify(fault.slice(0, length)));
    });
  }
  return ({ path }) => layers.size > 0 && layers.has(JSON.stringify(path));
}

const keysOf: Readonly<Record<Culprit, SettingPath>> = {
  expression: ['schedule', 'expression'],
  startDate: ['schedule', 'startDate'],
  gracePeriodSeconds: ['gracePeriodSeconds'],
  maxKeyAgeDays: ['maxKeyAgeDays'],
};

/**
 * Finds the place to report: in the nearest layer that sets one of the numbers, at the main setting if that layer has it, else at the one
 * that it has.
 */
function placeOf(culprit: Culprit, layers: readonly ScheduleLayer[]): SettingPath {
  const keys = keysOf[culprit];
  const setter = layers.find(({ says }) => valueAt(says, keys) !== undefined);
  if (culprit === 'startDate' || culprit === 'expression') {
    const expresses = layers.find(({ says }) => valueAt(says, keysOf.expression) !== undefined);
    return [...((setter ?? expresses)?.path ?? []), ...keys];
  }
  const nearest = layers.find(({ says }) => decisive.some((key) => says[key] !== undefined));
  if (nearest === undefined || nearest === setter || nearest.path.length === 0)
    return [...(nearest?.path ?? []), ...keys];
  if (nearest.says.schedule !== undefined) return [...nearest.path, ...keysOf.expression];
  return [...nearest.path, ...decisive.filter((key) => nearest.says[key] !== undefined).slice(0, 1)];
}
