const DAY = 86_400_000;

/** A period with one offset from UTC; times in milliseconds since 1970. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number;
}

/**
 * A time zone: converts local times to instants. A local time is held as the milliseconds since 1970 that it would be in UTC. The offsets
 * of a year are found once, so that thousands of times of a year cost little.
 */
export class Zone {
  private readonly format: Intl.DateTimeFormat;
  private readonly years = new Map<number, readonly Stretch[]>();

  /** Throws RangeError if the zone does not exist. */
  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /**
   * The instant of a local time; the first one if there are two (the hour that is repeated when summer time ends); undefined if there is
   * none (the hour that is skipped when summer time begins). EventBridge Scheduler skips the missing hour and runs once in the repeated
   * one.
   * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
   */
  instantOf(wall: number): number | undefined {
    for (const { from, until, offset } of this.stretches(new Date(wall).getUTCFullYear())) {
      const instant = wall - offset;
      if (instant >= from && instant < until) return instant;
    }
    return undefined;
  }

  /** The local time at an instant. */
  wallOf(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  private stretches(year: number): readonly Stretch[] {
    const known = this.years.get(year);
    if (known !== undefined) return known;
    // Two days more at both ends: a local time of this year can be an instant of the year before or after.
    const found = this.stretchesBetween(Date.UTC(year, 0, 1) - 2 * DAY, Date.UTC(year + 1, 0, 1) + 2 * DAY);
    this.years.set(year, found);
    return found;
  }

  private stretchesBetween(start: number, end: number): Stretch[] {
    const stretches: Stretch[] = [];
    let from = start;
    let offset = this.offsetAt(start);
    for (let day = start; day < end; day += DAY) {
      const next = this.offsetAt(day + DAY);
      if (next === offset) continue;
      const change = this.changeBetween(day, day + DAY, offset);
      stretches.push({ from, until: change, offset });
      [from, offset] = [change, next];
    }
    stretches.push({ from, until: end, offset });
    return stretches;
  }

  /** The first second, by halving, at which the offset is no longer `offset`. */
  private changeBetween(before: number, after: number, offset: number): number {
    let [low, high] = [before, after];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (this.offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    return high;
  }

  private offsetAt(instant: number): number {
    const text = this.format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
    const match = /^GMT([+-])(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?$/.exec(text);
    if (match === null) return 0;
    const [, sign, hours, minutes = '0', seconds = '0'] = match;
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name; one object a name, so that its offsets are found once. Throws RangeError if there is none. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name) ?? new Zone(name);
  zones.set(name, known);
  return known;
}

/** Reads `2027-03-01T04:00:00` as a local time; undefined if the date or time does not exist. */
export function readWallTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const wall = Date.parse(`${text}Z`);
  // Date.parse reads February 30th as March 2nd.
  return Number.isNaN(wall) || new Date(wall).toISOString() !== `${text}.000Z` ? undefined : wall;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 0 for Sunday to 6 for Saturday; months count from 1. */
export function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
