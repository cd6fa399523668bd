import type { z } from 'zod';
import { addressOf, domainOf } from './schema/check-mail';
import { rotationOf } from './layers';
import { partitionOf } from './schema/regions';
import type { settingsSchema } from './schema/schema';
import { plainFields } from './schema/secret-format';
import type {
  EnvironmentSettings,
  NotificationSettings,
  RecipientSettings,
  SecretFormat,
  Settings,
  UserSettings,
} from './settings';

type Parsed = z.output<typeof settingsSchema>;
type ParsedEnvironment = Parsed['environments'][number];

/** Fills in what each environment takes from the settings beside it. */
export function resolve(parsed: Parsed): Settings {
  return freeze({ environments: parsed.environments.map((environment) => resolveEnvironment(parsed, environment)) });
}

function resolveEnvironment(all: Parsed, own: ParsedEnvironment): EnvironmentSettings {
  const { strategy, twoKeys, gracePeriodSeconds, settleSeconds, maxKeyAgeDays } = rotationOf(all, own);
  const users = (own.users ?? all.users).map((user): UserSettings => {
    const rotation = rotationOf(all, own, user);
    return {
      name: user.name,
      path: user.path,
      secretName: user.secretName,
      gracePeriodSeconds: rotation.gracePeriodSeconds,
      schedule: rotation.schedule,
    };
  });
  const longest = users.reduce((most, user) => Math.max(most, user.gracePeriodSeconds), gracePeriodSeconds);
  return {
    name: own.name,
    accountId: own.accountId,
    region: own.region,
    partition: own.partition ?? partitionOf(own.region) ?? 'aws',
    strategy,
    twoKeys,
    gracePeriodSeconds,
    maxGracePeriodSeconds: own.maxGracePeriodSeconds ?? all.maxGracePeriodSeconds ?? longest,
    settleSeconds,
    ...(maxKeyAgeDays === undefined ? {} : { maxKeyAgeDays }),
    users,
    notification: notificationOf(all, own),
    secretFormat: secretFormatOf(own.secretFormat ?? all.secretFormat),
    tags: tagsOf(all.tags, own.tags ?? {}),
  };
}

function notificationOf(all: Parsed, own: ParsedEnvironment): NotificationSettings {
  const nearest = own.notification ?? {};
  const { notification } = all;
  const sender = nearest.sender ?? notification.sender;
  const configurationSet = nearest.configurationSet ?? notification.configurationSet;
  return {
    sender,
    identities: identitiesOf(sender, nearest.identities ?? notification.identities),
    ...(configurationSet === undefined ? {} : { configurationSet }),
    recipients: recipientsOf(nearest.recipients ?? notification.recipients, nearest.replyTo ?? notification.replyTo),
    subject: nearest.subject ?? notification.subject,
    htmlBody: nearest.htmlBody ?? notification.htmlBody,
    textBody: nearest.textBody ?? notification.textBody,
  };
}

/** SES asks for the identity of the address if there is one, else for that of the domain. */
export function identitiesOf(sender: string, identities: readonly string[] | undefined): readonly string[] {
  const address = addressOf(sender);
  return identities ?? [address, domainOf(address)];
}

function recipientsOf(
  recipients: Parsed['notification']['recipients'],
  replyTo: readonly string[] = [],
): RecipientSettings {
  if (Array.isArray(recipients)) return { to: recipients, cc: [], bcc: [], replyTo };
  const { to = [], cc = [], bcc = [] } = recipients;
  return { to, cc, bcc, replyTo };
}

/** The environment's own tags win, ignoring case, as IAM does. */
export function tagsOf(
  all: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const taken = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  const rest = Object.entries(all).filter(([key]) => !taken.has(key.toLowerCase()));
  return { ...Object.fromEntries(rest), ...own };
}

function secretFormatOf(format: Parsed['secretFormat']): SecretFormat {
  if (format?.fields === undefined && format?.constants === undefined) return { kind: 'access-key' };
  return { kind: 'mapped', fields: format.fields ?? plainFields, constants: format.constants ?? {} };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
