import type * as z from 'zod';
import { addressOf, domainOf, inPunycode, sourceOf } from './fields/check-mail';
import { fromNearest, rotationOf, rotationSettingsOf } from './layers';
import { notificationSchema } from './schema/notification';
import { knownPartitionOf } from './fields/regions';
import type { settingsSchema } from './schema/schema';
import { plainFields } from './schema/secret-format';
import { stateOf } from './state';
import type {
  EnvironmentSettings,
  MailboxSettings,
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
  const rotation = rotationSettingsOf(all, own);
  const notification = notificationOf(fromNearest(notificationKeys, [own.notification ?? {}], all.notification));
  const users = (own.users ?? all.users).map((user): UserSettings => {
    const { gracePeriodSeconds, schedule } = rotationOf(all, own, user);
    const { name, path, secretName, recipients } = user;
    return {
      ...{ name, path, secretName, gracePeriodSeconds, schedule },
      ...(recipients === undefined ? {} : { recipients: withThose(notification.recipients, mailboxesOf(recipients)) }),
    };
  });
  const longest = Math.max(rotation.gracePeriodSeconds, ...users.map((user) => user.gracePeriodSeconds));
  return {
    name: own.name,
    accountId: own.accountId,
    region: own.region,
    partition: own.partition ?? knownPartitionOf(own.region) ?? 'aws',
    ...rotation,
    maxGracePeriodSeconds: rotation.maxGracePeriodSeconds ?? longest,
    users,
    notification,
    ...(own.assumeRole === undefined ? {} : { assumeRole: own.assumeRole }),
    ...(own.profile === undefined ? {} : { profile: own.profile }),
    secretFormat: secretFormatOf(own.secretFormat ?? all.secretFormat),
    tags: tagsOf(all.tags, own.tags ?? {}),
    state: stateOf(own.state ?? all.state, own.name),
  };
}

const notificationKeys = notificationSchema.keyof().options;

function notificationOf({ identities, recipients, replyTo, ...mail }: Parsed['notification']): NotificationSettings {
  const sender = sourceOf(mail.sender);
  return {
    ...mail,
    sender,
    identities: identitiesOf(sender, identities?.map(inPunycode)),
    recipients: recipientsOf(recipients, replyTo),
  };
}

/** SES asks for the identity of the address if there is one, else for that of the domain. */
function identitiesOf(sender: string, identities: readonly string[] | undefined): readonly string[] {
  const address = addressOf(sender);
  return identities ?? [address, domainOf(address)];
}

function recipientsOf(
  recipients: Parsed['notification']['recipients'],
  replyTo: readonly string[] = [],
): RecipientSettings {
  const answers = replyTo.map(inPunycode);
  return { ...mailboxesOf(recipients), replyTo: answers };
}

/** The addresses of a list, which are those in To, or of three. */
function mailboxesOf(recipients: Parsed['notification']['recipients']): MailboxSettings {
  const { to = [], cc = [], bcc = [] } = Array.isArray(recipients) ? { to: recipients } : recipients;
  return { to: to.map(inPunycode), cc: cc.map(inPunycode), bcc: bcc.map(inPunycode) };
}

/** The recipients of all users, and a user's own; who is among the first is not told twice. */
function withThose(all: MailboxSettings, own: MailboxSettings): MailboxSettings {
  const told = new Set([...all.to, ...all.cc, ...all.bcc]);
  const more = (addresses: readonly string[]) => addresses.filter((address) => !told.has(address) && told.add(address));
  return { to: [...all.to, ...more(own.to)], cc: [...all.cc, ...more(own.cc)], bcc: [...all.bcc, ...more(own.bcc)] };
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
