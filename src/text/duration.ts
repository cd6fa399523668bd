const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1 day 40 seconds`. */
export function durationInWords(seconds: number): string {
  let rest = Math.round(seconds);
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [counted(count, unit)];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

/** The duration in its largest unit only: `3 days`. */
export function durationInLargestUnit(seconds: number): string {
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? units[3];
  return counted(Math.floor(seconds / size), unit);
}

/** Seconds in words: `90061 s (1 day 1 hour 1 minute 1 second)`. */
export function duration(seconds: number): string {
  if (seconds < 0) return `−${-seconds} s`;
  return seconds < 60 ? `${seconds} s` : `${seconds} s (${durationInWords(seconds)})`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
