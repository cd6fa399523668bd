/**
 * The instant that a timestamp names, in milliseconds since 1970; undefined for anything that is not one. The profile of RFC 3339
 * that the language takes: a capital T, and a capital Z or an offset. https://states-language.net/spec.html#timestamps
 */
export function instantOf(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-(\d{2}))T(\d{2}):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, date, day, hour] = parts;
  const instant = Date.parse(text);
  // Date.parse takes 31 February for a day in March, and 24:00:00 for the next day.
  const isRealDay = new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  return Number.isNaN(instant) || !isRealDay || hour === '24' ? undefined : instant;
}
