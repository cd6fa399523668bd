import type { Draft } from '../draft';
import { rotationOf } from '../layers';
import { startsWith, type SettingPath, type Problem } from '../path';
import { longestRunSeconds } from './bounds';
import { duration } from '../../text/duration';
import { YEAR_SECONDS } from '../schema/rotation';
import { traitsOf } from '../../workflow';

/** A grace period that the state machine would refuse, or that no execution can last. */
export function gracePeriodProblems(all: Draft, faulty: readonly SettingPath[]): Problem[] {
  const isSound = (path: SettingPath) => !faulty.some((fault) => startsWith(path, fault));
  const found = (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const own: SettingPath = ['environments', index];
    if (environment === undefined) return [];
    const most = environment.maxGracePeriodSeconds ?? all.maxGracePeriodSeconds;
    const mostPath = [...(environment.maxGracePeriodSeconds === undefined ? [] : own), 'maxGracePeriodSeconds'];
    if (most === undefined) return [];
    const usersPath = environment.users === undefined ? ['users'] : [...own, 'users'];
    const ofUsers = (environment.users ?? all.users ?? []).map((user, at): [number | undefined, SettingPath] => [
      user?.gracePeriodSeconds,
      [...usersPath, at, 'gracePeriodSeconds'],
    ]);
    const ofEnvironment: [number | undefined, SettingPath] =
      environment.gracePeriodSeconds === undefined
        ? [rotationOf(all, environment).gracePeriodSeconds, ['gracePeriodSeconds']]
        : [environment.gracePeriodSeconds, [...own, 'gracePeriodSeconds']];
    return [
      ...[ofEnvironment, ...ofUsers].flatMap(([seconds, path]): Problem[] => {
        if (seconds === undefined || seconds <= most || !isSound(path)) return [];
        const text = `${seconds} is more than maxGracePeriodSeconds ${most}; write at most ${most}, or a larger maxGracePeriodSeconds`;
        return [{ path, text }];
      }),
      ...tooLongForOneYear(most, mostPath, rotationOf(all, environment)),
    ];
  });
  return found;
}

function tooLongForOneYear(seconds: number, path: SettingPath, rotation: ReturnType<typeof rotationOf>): Problem[] {
  const runSeconds = longestRunSeconds(rotation);
  if (!traitsOf(rotation.strategy).hasGracePeriod || seconds + runSeconds <= YEAR_SECONDS) return [];
  const sum = `longest grace period ${duration(seconds)} + longest run ${duration(runSeconds)} = ${duration(seconds + runSeconds)}`;
  const text = `${sum} is more than the ${duration(YEAR_SECONDS)} that an execution can last; write at most ${YEAR_SECONDS - runSeconds}`;
  return [{ path, text }];
}
