import type * as z from 'zod';
import { scheduleExpression, startDate, timeZone } from '../fields/check-schedules';
import { EXPRESSION_LENGTH } from '../schedule/expression';
import { flag, integer, object, overrides, text } from '../fields/fields';

const PAGE = 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html';

const retryFields = {
  maximumEventAgeSeconds: integer({
    description:
      'Seconds after the scheduled time at which EventBridge Scheduler gives up a failing start. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html',
    min: 60,
    max: 3600,
    unit: 'seconds',
    because: 'because a start that failed at night must not succeed hours later',
  }),
  maximumAttempts: integer({
    description:
      'How often EventBridge Scheduler repeats a start that fails. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html',
    min: 0,
    max: 185,
    unit: '',
  }),
};
const retryRight = 'an object such as {"maximumEventAgeSeconds": 900, "maximumAttempts": 10}';
const retryDescription = 'What EventBridge Scheduler does when it cannot start a run.';

const fields = {
  enabled: flag(
    'Whether the schedule starts rotations; false pauses those of an environment or a user. A paused key is not rotated and can become older than maxKeyAgeDays: keyturn status shows it. Default: true. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html',
  ),
  expression: text(
    {
      description: `When a rotation starts: cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss). ${PAGE}`,
      right: '"cron(0 3 1 * ? *)"',
      keywords: { maxLength: EXPRESSION_LENGTH, pattern: '^(cron|rate|at)\\([^()]*\\)$' },
    },
    scheduleExpression,
  ),
  timezone: text(
    {
      description: `IANA name of the time zone for cron and at. ${PAGE}`,
      right: '"Europe/Berlin" or "UTC"',
      keywords: { maxLength: 50 },
    },
    timeZone,
  ),
  startDate: text(
    {
      description: `No run starts before this time: ISO 8601 in UTC, in the future. Required for a rate, because without it the first rotation starts at once. ${PAGE}`,
      right: '"2030-01-31T03:00:00Z"',
      keywords: { pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
    },
    startDate,
  ),
  flexibleWindowMinutes: integer({
    description:
      'Minutes after the scheduled time within which a run can start; 0 for none. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html',
    min: 0,
    max: 1440,
    unit: 'minutes',
  }),
};
const right = 'an object such as {"expression": "cron(0 3 1 * ? *)", "timezone": "Europe/Berlin"}';

export const scheduleSchema = object(
  {
    enabled: fields.enabled.optional(),
    expression: fields.expression.default('cron(0 3 1 * ? *)'),
    timezone: fields.timezone.default('UTC'),
    startDate: fields.startDate.optional(),
    flexibleWindowMinutes: fields.flexibleWindowMinutes.default(0),
    retry: object(
      {
        maximumEventAgeSeconds: retryFields.maximumEventAgeSeconds.default(900),
        maximumAttempts: retryFields.maximumAttempts.default(10),
      },
      retryRight,
      retryDescription,
    ).prefault({}),
  },
  right,
  'When the keys are rotated.',
);

/** A schedule with every default filled in. */
export type ScheduleFields = Readonly<z.output<typeof scheduleSchema>>;

/** The schedule of an environment or a user; the rest is as in the schedule above it. */
export const scheduleOverrides = overrides(
  { ...fields, retry: overrides(retryFields, retryRight, retryDescription) },
  right,
  'Overrides of the schedule above.',
);
