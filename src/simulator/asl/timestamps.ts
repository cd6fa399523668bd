/**
 * The instant of a timestamp, in milliseconds since 1970; undefined for any other text. The profile of RFC 3339 in the States Language: a
 * capital T, and a capital Z or an offset. https://states-language.net/spec.html#timestamps
 */
export function instantOf(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-(\d{2}))T(\d{2}):\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, date, day, hour] = parts;
  const instant = Date.parse(text);
  // Date.parse reads 31 February as a day in March, and 24:00:00 as the next day.
  const isRealDay = new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  return Number.isNaN(instant) || !isRealDay || hour === '24' ? undefined : instant;
}
