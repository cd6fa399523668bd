const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds for readers: `90061 s (1 day 1 hour 1 minute 1 second)`. */
export function duration(seconds: number): string {
  if (seconds < 0) return `−${-seconds} s`;
  const words: string[] = [];
  let rest = seconds;
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return seconds < 60 ? `${seconds} s` : `${seconds} s (${words.join(' ')})`;
}
