import type { Fleet, MachineFleet, Peak } from '../../../../fleet';
import { plainJson, type Json } from '../../../../json';

/** The simulation of a fleet as one JSON document. Moments are in ISO 8601, durations in seconds. */
export function fleetDocument({ period, stacks, accounts }: Fleet): Json {
  return plainJson({
    format: 'keyturn-fleet/1',
    from: iso(period.from),
    until: iso(period.until),
    stacks: stacks.map(({ stack, startsByDay, shards, ...whole }) => ({
      stack,
      startsByDay,
      ...machineOf(whole),
      ...(shards === undefined ? {} : { shards: shards.map(({ shard, ...one }) => ({ shard, ...machineOf(one) })) }),
    })),
    accounts: accounts.map(({ quotas, ...account }) => ({
      ...account,
      quotas: quotas.map(({ mostAt, ...quota }) => ({ ...quota, mostAt: mostAt === undefined ? null : iso(mostAt) })),
    })),
  });
}

function machineOf({ users, disabled, rotations, oldest, ...rest }: MachineFleet): object {
  return {
    users,
    disabled,
    rotations,
    busiestMinute: peakOf(rest.busiestMinute),
    mostRunning: peakOf(rest.mostRunning),
    longestRunSeconds: rest.longestRun / 1000,
    oldestKey:
      oldest === undefined
        ? null
        : { user: oldest.user, seconds: Math.round(oldest.longest / 1000), isLeft: oldest.isLeft },
    usersOver90Days: rest.usersOver90Days,
  };
}

function peakOf({ most, at }: Peak): object {
  return { most, at: at === undefined ? null : iso(at) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
