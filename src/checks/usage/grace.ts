import { dayAfter } from '../../text/day';

/** The grace for unused lines of a contract. Days are as 2027-01-31. */
type Grace =
  | { readonly kind: 'none' }
  /** The `since` is later than the check, so it has no effect. */
  | { readonly kind: 'not-begun'; readonly since: string }
  | { readonly kind: 'holds' | 'over'; readonly last: string };

/** The grace of a line on a day: some days from its `since`, or none if it has no `since`. */
export function graceOf(since: string | undefined, days: number, today: string): Grace {
  if (since === undefined) return { kind: 'none' };
  if (since > today) return { kind: 'not-begun', since };
  const last = dayAfter(since, days);
  return { kind: today <= last ? 'holds' : 'over', last };
}
