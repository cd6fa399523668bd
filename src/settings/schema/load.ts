import { integer, overrides } from '../fields/fields';

const MOST = 10_000;

const fields = {
  sesPerSecond: integer({
    description:
      'The mails that Amazon SES sends for the account in a second. Default: 1, as in the sandbox of SES. https://docs.aws.amazon.com/ses/latest/dg/quotas.html',
    min: 1,
    max: MOST,
    unit: 'mails a second',
  }),
  iamPerSecond: integer({
    description:
      'The calls that IAM takes from the account in a second. Default: 10, an assumption, because AWS publishes no quota. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    min: 1,
    max: MOST,
    unit: 'calls a second',
  }),
};

const right = 'an object such as {"sesPerSecond": 14}';
const description =
  'The rates of the account that rotations meet. If this section or "spread" is written, more users at one time than the rates allow are refused, with the window to write.';

/** The rates of an account; each has a default. */
export const limitsSchema = overrides(fields, right, description);

/** Every rate of an account. */
export interface Limits {
  readonly sesPerSecond: number;
  readonly iamPerSecond: number;
}

export const defaultLimits: Limits = { sesPerSecond: 1, iamPerSecond: 10 };

export const spreadSchema = integer({
  description:
    'Minutes within which the rotations of a schedule start: the flexible window of all users of the environment in one setting. A user can have another window. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html',
  min: 0,
  max: 1440,
  unit: 'minutes',
});
