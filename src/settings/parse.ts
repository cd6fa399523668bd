import { z } from 'zod';
import { InputError } from '../problem';
import type { EnvironmentSettings, ScheduleSettings, Settings, UserSettings } from './settings';

const schedule = z.strictObject({
  expression: z.string().optional(),
  timezone: z.string().optional(),
  startDate: z.string().optional(),
  flexibleWindowMinutes: z.int().optional(),
  retry: z.strictObject({ maximumEventAgeSeconds: z.int().optional(), maximumAttempts: z.int().optional() }).optional(),
});
const user = z.strictObject({
  name: z.string(),
  path: z.string().default('/'),
  secretName: z.string(),
  gracePeriodSeconds: z.int().optional(),
  schedule: schedule.optional(),
});
const notification = z.strictObject({
  sender: z.string(),
  identities: z.array(z.string()).optional(),
  configurationSet: z.string().optional(),
  recipients: z.array(z.string()),
  subject: z.string().default('Access key of {userName} rotated'),
  htmlBody: z.string().default('<p>The access key of {userName} was rotated.</p>'),
  textBody: z.string().default('The access key of {userName} was rotated.'),
});
const raw = z.strictObject({
  environments: z.array(
    z.strictObject({
      name: z.string(),
      accountId: z.string(),
      region: z.string(),
      partition: z.string().default('aws'),
    }),
  ),
  users: z.array(user),
  schedule: schedule.default({}),
  strategy: z.enum(['delete-first', 'overlap', 'until-next-rotation']).default('overlap'),
  twoKeys: z.enum(['refuse', 'replace-older']).default('refuse'),
  gracePeriodSeconds: z.int().default(86_400),
  settleSeconds: z.int().default(15),
  maxKeyAgeDays: z.int().optional(),
  notification,
  tags: z.record(z.string(), z.string()).default({}),
});
type Raw = z.output<typeof raw>;
type RawSchedule = z.output<typeof schedule>;

/** Reads settings as `cdktf.json` holds them; throws InputError with one line a problem. */
export function parseSettings(input: unknown, options: { file: string; now: Date }): Settings {
  const result = raw.safeParse(input);
  if (result.success) return { environments: result.data.environments.map((place) => environment(place, result.data)) };
  throw new InputError(
    result.error.issues.map((issue) => `${options.file}: context.keyturn.${issue.path.join('.')}: ${issue.message}`),
  );
}

function environment(place: Raw['environments'][number], all: Raw): EnvironmentSettings {
  const users = all.users.map((one): UserSettings => ({
    name: one.name,
    path: one.path,
    secretName: one.secretName,
    gracePeriodSeconds: one.gracePeriodSeconds ?? all.gracePeriodSeconds,
    schedule: scheduleOf(all.schedule, one.schedule ?? {}),
  }));
  const { sender, identities, configurationSet, recipients, subject, htmlBody, textBody } = all.notification;
  return {
    ...place,
    strategy: all.strategy,
    twoKeys: all.twoKeys,
    gracePeriodSeconds: all.gracePeriodSeconds,
    maxGracePeriodSeconds: Math.max(all.gracePeriodSeconds, ...users.map((one) => one.gracePeriodSeconds)),
    settleSeconds: all.settleSeconds,
    ...(all.maxKeyAgeDays === undefined ? {} : { maxKeyAgeDays: all.maxKeyAgeDays }),
    users,
    notification: {
      sender,
      identities: identities ?? [sender],
      ...(configurationSet === undefined ? {} : { configurationSet }),
      recipients: { to: recipients, cc: [], bcc: [], replyTo: [] },
      subject,
      htmlBody,
      textBody,
    },
    secretFormat: { kind: 'access-key' },
    tags: all.tags,
  };
}

function scheduleOf(defaults: RawSchedule, own: RawSchedule): ScheduleSettings {
  const startDate = own.startDate ?? defaults.startDate;
  return {
    expression: own.expression ?? defaults.expression ?? 'cron(0 3 1 * ? *)',
    timezone: own.timezone ?? defaults.timezone ?? 'UTC',
    ...(startDate === undefined ? {} : { startDate }),
    flexibleWindowMinutes: own.flexibleWindowMinutes ?? defaults.flexibleWindowMinutes ?? 0,
    retryMaxAgeSeconds: own.retry?.maximumEventAgeSeconds ?? defaults.retry?.maximumEventAgeSeconds ?? 900,
    retryMaxAttempts: own.retry?.maximumAttempts ?? defaults.retry?.maximumAttempts ?? 10,
  };
}
