import { isArray, memberOf, type Json } from '../../json';
import { watchOf } from '../../operations/alerts/watch';
import { readCredentialReport, type CredentialReport } from '../../operations/credential-report';
import type {
  AlarmFacts,
  AlertFacts,
  ExecutionFacts,
  Known,
  QueueFacts,
  ScheduleFacts,
  SubscriptionFacts,
} from '../../operations/facts';
import { machineArnsOf, placeOfUser, type Place } from '../../operations/place';
import type { UserSettings } from '../../settings';
import { replyInWords } from './words';
import type { Replies, Reply } from './replies';

/** The facts in the answers of AWS. Live and from files they have the same form, so there is one reader. */

export function reportIn(replies: Replies): CredentialReport | undefined {
  const reply = replies.of('credential-report');
  if (reply.kind !== 'answered') return undefined;
  const content = Buffer.from(textOf(reply.value, 'Content'), 'base64').toString('utf8');
  return readCredentialReport(content, timeOf(reply.value, 'GeneratedTime'));
}

/** The executions of the machines of an environment, newest first. */
interface Executions {
  readonly all: readonly ExecutionFacts[];
  /** The executions of the machine that rotates a user; undefined if they are not known. */
  readonly of: (user: UserSettings) => readonly ExecutionFacts[] | undefined;
}

export function executionsIn(replies: Replies, place: Place): Executions {
  const byMachine = new Map(machineArnsOf(place).map((arn) => [arn, executionsOf(replies, arn)]));
  const all = [...byMachine.values()].flatMap((some) => some ?? []);
  return {
    all: all.sort((one, other) => other.startedAt - one.startedAt),
    of: (user) => byMachine.get(placeOfUser(place, user).machineArn),
  };
}

/** Newest first. https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionListItem.html */
export function executionsOf(replies: Replies, machineArn: string): readonly ExecutionFacts[] | undefined {
  const reply = replies.of('executions', machineArn);
  if (reply.kind === 'absent') return [];
  if (reply.kind !== 'answered') return undefined;
  return listIn(reply.value, 'executions')
    .map((one) => ({
      name: textOf(one, 'name'),
      arn: textOf(one, 'executionArn'),
      status: textOf(one, 'status'),
      startedAt: timeOf(one, 'startDate') ?? 0,
      stoppedAt: timeOf(one, 'stopDate'),
    }))
    .sort((one, other) => other.startedAt - one.startedAt);
}

/** Schedules by their names. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ScheduleSummary.html */
export function schedulesIn(
  replies: Replies,
  { scheduleGroup }: Place,
): ReadonlyMap<string, ScheduleFacts> | undefined {
  const reply = replies.of('schedules', scheduleGroup);
  if (reply.kind === 'absent') return new Map();
  if (reply.kind !== 'answered') return undefined;
  return new Map(
    listIn(reply.value, 'Schedules').map((one) => {
      const changed = Math.max(timeOf(one, 'CreationDate') ?? 0, timeOf(one, 'LastModificationDate') ?? 0);
      return [textOf(one, 'Name'), { state: textOf(one, 'State'), changedAt: changed === 0 ? undefined : changed }];
    }),
  );
}

/** Undefined if the settings have no section `alerts`. */
export function alertsIn(replies: Replies, place: Place): AlertFacts | undefined {
  const watch = watchOf(place);
  if (watch === undefined) return undefined;
  return {
    watch,
    alarms: knownIn(replies.of('alarms', watch.alarms.join()), (value) =>
      listIn(value, 'MetricAlarms').map((one) => alarmIn(one, watch.topicArn)),
    ),
    queues: watch.queues.map((name): QueueFacts => {
      const reply = replies.of('queue', name);
      return { name, messages: reply.kind === 'absent' ? absent : knownIn(reply, messagesIn) };
    }),
    subscriptions: subscriptionsIn(replies.of('subscriptions', watch.topicArn)),
  };
}

/** Whether SES has verified an identity of the sender. */
export function senderIn(replies: Replies, { environment }: Place): Known<boolean> {
  const { identities, sourceArn } = environment.notification;
  if (sourceArn !== undefined) return { known: false, why: 'the identity is in another account' };
  return knownIn(replies.of('senders', identities.join()), (value) => {
    const attributes = memberOf(value, 'VerificationAttributes');
    return identities.some((one) => memberOf(memberOf(attributes, one), 'VerificationStatus') === 'Success');
  });
}

/** The policy of a secret as a JSON text; undefined if it has none. */
export function secretPolicyIn(reply: Reply): { readonly arn: string; readonly policy: string } | undefined {
  if (reply.kind !== 'answered') return undefined;
  const policy = textOf(reply.value, 'ResourcePolicy');
  return policy === '' ? undefined : { arn: textOf(reply.value, 'ARN'), policy };
}

const absent: Known<undefined> = { known: true, value: undefined };

function knownIn<T>(reply: Reply, read: (value: Json) => T): Known<T> {
  return reply.kind === 'answered'
    ? { known: true, value: read(reply.value) }
    : { known: false, why: replyInWords(reply) };
}

function alarmIn(alarm: Json, topicArn: string): AlarmFacts {
  const actions = listIn(alarm, 'AlarmActions');
  return {
    name: textOf(alarm, 'AlarmName'),
    state: textOf(alarm, 'StateValue'),
    since: timeOf(alarm, 'StateUpdatedTimestamp'),
    notifies: memberOf(alarm, 'ActionsEnabled') === true && actions.includes(topicArn),
  };
}

function messagesIn(value: Json): number {
  const attributes = memberOf(value, 'Attributes');
  const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
  return counts.reduce((sum, name) => sum + Number(memberOf(attributes, name) ?? 0), 0);
}

function subscriptionsIn(reply: Reply): Known<readonly SubscriptionFacts[] | undefined> {
  if (reply.kind === 'absent') return absent;
  return knownIn(reply, (value) =>
    listIn(value, 'Subscriptions').map((one) => ({
      protocol: textOf(one, 'Protocol'),
      endpoint: textOf(one, 'Endpoint'),
      isConfirmed: textOf(one, 'SubscriptionArn').startsWith('arn:'),
    })),
  );
}

function listIn(value: Json, name: string): readonly Json[] {
  const list = memberOf(value, name);
  return isArray(list) ? list : [];
}

function textOf(value: Json | undefined, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}

/** A time: ISO 8601, or seconds since 1970, an older form of the AWS CLI. */
function timeOf(value: Json, name: string): number | undefined {
  const time = memberOf(value, name);
  if (typeof time === 'number') return time * 1000;
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
