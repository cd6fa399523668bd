import { InputError } from '../../input-error';

/** The history of an execution is kept for 90 days. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const mostDays = 90;

/** The number of days of `--since-days`. Throws an InputError. */
export function sinceDaysOf(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= mostDays) return days;
  throw InputError.of(`--since-days: must be a whole number from 1 to ${mostDays}; got ${JSON.stringify(text)}`);
}
