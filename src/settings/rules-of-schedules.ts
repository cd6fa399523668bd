import { contradictionsOf, type Contradiction, type Culprit } from './arithmetic';
import type { Draft } from './draft';
import { rotationOf, type DraftEnvironment, type DraftUser, type Rotation } from './layers';
import { startsWith, type Path, type Problem } from './path';

/** One place that says how to rotate: the settings themselves, an environment or a user. */
interface Layer {
  readonly path: Path;
  readonly says: Readonly<Record<string, unknown>>;
}

const decisive = ['schedule', 'strategy', 'twoKeys', 'gracePeriodSeconds', 'settleSeconds', 'maxKeyAgeDays'];

/** The contradictions of every user in every environment, each reported once, at the nearest place that says something of it. */
export function scheduleProblems(all: Draft, faulty: readonly Path[], now: Date): Problem[] {
  const contradictions = remembering(now);
  const found = new Map<string, Problem>();
  (all.environments ?? []).forEach((environment, index) => {
    if (environment === undefined) return;
    const outer: Layer[] = [
      { path: ['environments', index], says: environment },
      { path: [], says: all },
    ];
    for (const [user, layers] of usersOf(all, environment, outer)) {
      if (layers.some((layer) => isFaulty(layer, faulty))) continue;
      for (const { culprit, text } of contradictions(rotationOf(all, environment, user))) {
        const path = placeOf(culprit, layers);
        found.set(JSON.stringify([path, text]), { path, text });
      }
    }
  });
  return [...found.values()];
}

function usersOf(all: Draft, environment: DraftEnvironment, outer: readonly Layer[]): [DraftUser, Layer[]][] {
  const path: Path = environment.users === undefined ? ['users'] : [...(outer[0]?.path ?? []), 'users'];
  return (environment.users ?? all.users ?? []).flatMap((user, index): [DraftUser, Layer[]][] =>
    user === undefined ? [] : [[user, [{ path: [...path, index], says: user }, ...outer]]],
  );
}

/** Many users share their settings. */
function remembering(now: Date): (rotation: Rotation) => Contradiction[] {
  const known = new Map<string, Contradiction[]>();
  return (rotation) => {
    const key = JSON.stringify(rotation);
    const found = known.get(key) ?? contradictionsOf(rotation, now);
    known.set(key, found);
    return found;
  };
}

/** What is faulty by itself is left out of the arithmetic, which would speak of defaults that nobody chose. */
function isFaulty({ path }: Layer, faulty: readonly Path[]): boolean {
  return faulty.some((fault) =>
    fault.length <= path.length ? startsWith(path, fault) : decisive.some((key) => startsWith(fault, [...path, key])),
  );
}

const keysOf: Readonly<Record<Culprit, Path>> = {
  expression: ['schedule', 'expression'],
  startDate: ['schedule', 'startDate'],
  gracePeriodSeconds: ['gracePeriodSeconds'],
  maxKeyAgeDays: ['maxKeyAgeDays'],
};

/** The nearest layer that says something decisive is to blame: at the culprit if it sets that, else at what it does set. */
function placeOf(culprit: Culprit, layers: readonly Layer[]): Path {
  const last = layers.at(-1)?.path ?? [];
  const layer = layers.find(({ says }) => decisive.some((key) => says[key] !== undefined));
  if (layer === undefined) return [...last, ...keysOf[culprit]];
  const [setting = ''] = keysOf[culprit];
  const isSet = layer.says[String(setting)] !== undefined;
  if (isSet) return [...layer.path, ...keysOf[culprit]];
  const own = decisive.find((key) => layer.says[key] !== undefined);
  if (own === 'schedule') return [...layer.path, ...keysOf.expression];
  return own === undefined || layer.path.length === 0 ? [...layer.path, ...keysOf[culprit]] : [...layer.path, own];
}
