import type { EnvironmentSettings, UserSettings } from '../../settings';
import { longestRunSeconds } from '../../settings/rules/bounds';
import { graceSeconds, lateSeconds } from '../../settings/rules/key-life';
import { startsOf } from '../../settings/schedule/starts';
import { traitsOf } from '../../workflow/strategies';
import type { PlannedRotations } from '../document';
import { iso } from './time';

/** The starts that are planned, and the days in which they are looked for. */
const most = { starts: 3, days: 120 } as const;
const day = 86_400_000;

/** Plans the rotations of users after a time. Users with the same schedule have the same starts. */
export function planner(environment: EnvironmentSettings, at: number): (user: UserSettings) => PlannedRotations | null {
  const known = new Map<string, readonly string[]>();
  const { strategy } = environment;
  const startsFor = ({ schedule }: UserSettings): readonly string[] => {
    const key = JSON.stringify(schedule);
    const starts =
      known.get(key) ??
      startsOf(schedule, at, at + most.days * day)
        .slice(0, most.starts)
        .map((one) => iso(one));
    known.set(key, starts);
    return starts;
  };
  return (user) =>
    user.schedule.enabled === false
      ? null
      : {
          starts: startsFor(user),
          deletedAfterSeconds: traitsOf(strategy).keepsPrevious ? null : graceSeconds({ ...user, strategy }),
          lateSeconds: lateSeconds(user) + longestRunSeconds(environment),
        };
}
