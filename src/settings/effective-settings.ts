import type * as z from 'zod';
import { addressOf, domainOf, inPunycode, sourceOf } from './fields/check-mail';
import { fromNearest, limitsOf, rotationSettingsOf, rotationsIn, type EffectiveRotation } from './layers';
import { notificationSchema } from './schema/notification';
import { knownPartitionOf } from './fields/regions';
import { defaultUsersPerShard, type separateSettingsSchema } from './schema/schema';
import { plainFields } from './schema/secret-format';
import { stateOf, withPlace } from './state';
import type {
  EnvironmentSettings,
  MailboxSettings,
  NotificationSettings,
  RecipientSettings,
  SecretFormat,
  Settings,
  UserSettings,
} from './settings';

type Parsed = z.output<typeof separateSettingsSchema>;
type ParsedEnvironment = Parsed['environments'][number];

/** Fills in what each environment inherits from the settings next to "environments". */
export function resolve(parsed: Parsed): Settings {
  return freeze({ environments: parsed.environments.map((environment) => resolveEnvironment(parsed, environment)) });
}

function usersOf(all: Parsed, own: ParsedEnvironment): NonNullable<Parsed['users']> {
  return own.users ?? all.users ?? [];
}

function resolveEnvironment(all: Parsed, own: ParsedEnvironment): EnvironmentSettings {
  const rotation = rotationSettingsOf(all, own);
  const limits = limitsOf(all, own);
  const notification = notificationOf(fromNearest(notificationKeys, [own.notification ?? {}], all.notification));
  const rotationOf = rotationsIn(all, own);
  const users = usersOf(all, own).map((user): UserSettings => {
    const { gracePeriodSeconds, schedule } = rotationOf(user);
    const { name, path, secretName, secretKmsKeyArn, shard, recipients } = user;
    return {
      ...{ name, path, secretName, gracePeriodSeconds, schedule },
      ...(secretKmsKeyArn === undefined ? {} : { secretKmsKeyArn }),
      ...(shard === undefined ? {} : { shard }),
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
    ...shardsOf(users, [own, all], rotationOf()),
    notification,
    ...assumeRoleOf(all, own),
    ...(own.profile === undefined ? {} : { profile: own.profile }),
    secretFormat: secretFormatOf(own.secretFormat ?? all.secretFormat),
    ...alertsOf(own.alerts ?? all.alerts),
    ...eventsOf(own.events ?? all.events),
    ...(all.leftOut === undefined ? {} : { leftOut: all.leftOut }),
    tags: tagsOf(all.tags, own.tags ?? {}),
    state: stateOf(own.state ?? all.state, own),
    ...historyOf(own.history ?? all.history, own),
    ...(limits === undefined ? {} : { limits }),
  };
}

/** The role for all environments and that of the environment, field by field. */
function assumeRoleOf(all: Parsed, own: ParsedEnvironment): Pick<EnvironmentSettings, 'assumeRole'> {
  const role = own.assumeRole ?? all.assumeRole;
  if (role === undefined) return {};
  return { assumeRole: { ...all.assumeRole, ...own.assumeRole, roleArn: withPlace(role.roleArn, own) } };
}

function shardsOf(
  users: readonly UserSettings[],
  [own, all]: readonly [ParsedEnvironment, Parsed],
  { schedule }: EffectiveRotation,
): Pick<EnvironmentSettings, 'usersPerShard' | 'commonSchedule'> {
  if (!users.some(({ shard }) => shard !== undefined)) return {};
  return {
    usersPerShard: own.usersPerShard ?? all.usersPerShard ?? defaultUsersPerShard,
    commonSchedule: schedule,
  };
}

function historyOf(history: Parsed['history'], own: ParsedEnvironment): Pick<EnvironmentSettings, 'history'> {
  if (history === undefined) return {};
  const [deployers, readers] = [history.deployers, history.readers].map((arns) => [
    ...new Set(arns.map((arn) => withPlace(arn, own))),
  ]);
  return { history: { ...history, deployers: deployers ?? [], readers: readers ?? [] } };
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

/** The identities of a sender: SES uses that of the address if there is one, else that of the domain. */
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

/** The addresses by header; a plain list is To. */
function mailboxesOf(recipients: Parsed['notification']['recipients']): MailboxSettings {
  const { to = [], cc = [], bcc = [] } = Array.isArray(recipients) ? { to: recipients } : recipients;
  return { to: to.map(inPunycode), cc: cc.map(inPunycode), bcc: bcc.map(inPunycode) };
}

/** The recipients for all users and those of one user, each address once. */
function withThose(all: MailboxSettings, own: MailboxSettings): MailboxSettings {
  const told = new Set([...all.to, ...all.cc, ...all.bcc]);
  const more = (addresses: readonly string[]) => addresses.filter((address) => !told.has(address) && told.add(address));
  return { to: [...all.to, ...more(own.to)], cc: [...all.cc, ...more(own.cc)], bcc: [...all.bcc, ...more(own.bcc)] };
}

/** Merges tags: those of the environment win, and case is ignored, as in IAM. */
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

function alertsOf(alerts: Parsed['alerts']): Pick<EnvironmentSettings, 'alerts'> {
  if (alerts === undefined) return {};
  return { alerts: { ...alerts, subscribers: alerts.subscribers.map(inPunycode) } };
}

function eventsOf(events: Parsed['events']): Pick<EnvironmentSettings, 'events'> {
  return events === undefined ? {} : { events };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
