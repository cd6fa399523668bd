import type { Fleet, Peak } from '../../../../fleet';
import { plainJson, type Json } from '../../../../json';

/** The simulation of a fleet as one JSON document. Moments are in ISO 8601, durations in seconds. */
export function fleetDocument({ period, stacks, accounts }: Fleet): Json {
  return plainJson({
    format: 'keyturn-fleet/1',
    from: iso(period.from),
    until: iso(period.until),
    stacks: stacks.map(({ stack, users, disabled, rotations, startsByDay, oldest, ...rest }) => ({
      stack,
      users,
      disabled,
      rotations,
      startsByDay,
      busiestMinute: peakOf(rest.busiestMinute),
      mostRunning: peakOf(rest.mostRunning),
      longestRunSeconds: rest.longestRun / 1000,
      oldestKey:
        oldest === undefined
          ? null
          : { user: oldest.user, seconds: Math.round(oldest.longest / 1000), isLeft: oldest.isLeft },
      usersOver90Days: rest.usersOver90Days,
    })),
    accounts: accounts.map(({ quotas, ...account }) => ({
      ...account,
      quotas: quotas.map(({ mostAt, ...quota }) => ({ ...quota, mostAt: mostAt === undefined ? null : iso(mostAt) })),
    })),
  });
}

function peakOf({ most, at }: Peak): object {
  return { most, at: at === undefined ? null : iso(at) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
