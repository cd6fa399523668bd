import { isArray, isObject, memberOf, type Json } from '../../json';
import type { Question } from './questions';

/** An output of the AWS CLI that an audit reads. */
interface Output {
  readonly kind: Question['kind'];
  readonly is: (value: Json) => boolean;
  /** The name of the resource; empty if the output does not show it. */
  readonly nameIn: (value: Json) => string;
  /** An ARN of the account; empty if the output does not show one. */
  readonly arnIn: (value: Json) => string;
}

const has =
  (...members: readonly string[]) =>
  (value: Json): boolean =>
    members.every((name) => memberOf(value, name) !== undefined);
/** A value that is not a list would be taken for an empty list. */
const hasList =
  (name: string) =>
  (value: Json): boolean =>
    isArray(memberOf(value, name));
const nothing = () => '';
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const last = (arn: string): string => arn.split(':').at(-1) ?? '';
const attributeOf = (value: Json, name: string): string => text(memberOf(memberOf(value, 'Attributes'), name));

/** The first item of a list, which names what all have in common. */
function firstOf(value: Json, list: string): Json | undefined {
  const items = memberOf(value, list);
  return isArray(items) ? items[0] : undefined;
}

const member =
  (...path: readonly string[]) =>
  (value: Json): string =>
    text(path.reduce<Json | undefined>((inside, name) => memberOf(inside, name), value));

/** The ARN of the first row of a credential report, which is that of the root user. */
function arnInReport(value: Json): string {
  const [, row = ''] = Buffer.from(text(memberOf(value, 'Content')), 'base64')
    .toString('utf8')
    .split('\n', 2);
  return /,"?(arn:[^",]*)/.exec(row)?.[1] ?? '';
}

const arnOfFirst =
  (list: string, name: string) =>
  (value: Json): string =>
    text(memberOf(firstOf(value, list), name));

/** Whether the call named no group: then the schedules of an account are in one list. */
function hasSeveralGroups(value: Json): boolean {
  const schedules = memberOf(value, 'Schedules');
  return isArray(schedules) && new Set(schedules.map((one) => memberOf(one, 'GroupName'))).size > 1;
}

const outputs: readonly Output[] = [
  {
    kind: 'identities',
    is: has('UserDetailList'),
    nameIn: nothing,
    arnIn: (value) => arnOfFirst('RoleDetailList', 'Arn')(value) || arnOfFirst('UserDetailList', 'Arn')(value),
  },
  { kind: 'credential-report', is: has('Content', 'ReportFormat'), nameIn: nothing, arnIn: arnInReport },
  {
    kind: 'machine',
    is: has('stateMachineArn', 'definition'),
    nameIn: member('stateMachineArn'),
    arnIn: member('stateMachineArn'),
  },
  {
    kind: 'executions',
    is: hasList('executions'),
    nameIn: arnOfFirst('executions', 'stateMachineArn'),
    arnIn: arnOfFirst('executions', 'stateMachineArn'),
  },
  {
    kind: 'all-schedules',
    is: hasSeveralGroups,
    nameIn: nothing,
    arnIn: arnOfFirst('Schedules', 'Arn'),
  },
  {
    kind: 'schedules',
    is: hasList('Schedules'),
    nameIn: arnOfFirst('Schedules', 'GroupName'),
    arnIn: arnOfFirst('Schedules', 'Arn'),
  },
  {
    kind: 'schedule',
    is: has('ScheduleExpression', 'Target'),
    nameIn: (value) => `${text(memberOf(value, 'GroupName'))}/${text(memberOf(value, 'Name'))}`,
    arnIn: member('Arn'),
  },
  {
    kind: 'alarms',
    is: hasList('MetricAlarms'),
    nameIn: nothing,
    arnIn: arnOfFirst('MetricAlarms', 'AlarmArn'),
  },
  {
    kind: 'topic',
    is: (value) => attributeOf(value, 'TopicArn') !== '',
    nameIn: member('Attributes', 'TopicArn'),
    arnIn: member('Attributes', 'TopicArn'),
  },
  {
    kind: 'queue',
    is: (value) => attributeOf(value, 'QueueArn') !== '',
    nameIn: (value) => last(attributeOf(value, 'QueueArn')),
    arnIn: member('Attributes', 'QueueArn'),
  },
  {
    kind: 'subscriptions',
    is: hasList('Subscriptions'),
    nameIn: arnOfFirst('Subscriptions', 'TopicArn'),
    arnIn: arnOfFirst('Subscriptions', 'TopicArn'),
  },
  {
    kind: 'secret-policy',
    is: (value) => text(memberOf(value, 'ARN')).includes(':secretsmanager:') && has('Name')(value),
    nameIn: member('Name'),
    arnIn: member('ARN'),
  },
  { kind: 'senders', is: has('VerificationAttributes'), nameIn: nothing, arnIn: nothing },
  { kind: 'rule', is: has('Arn', 'EventPattern'), nameIn: member('Name'), arnIn: member('Arn') },
  { kind: 'rules-of-machine', is: hasList('RuleNames'), nameIn: nothing, arnIn: nothing },
  { kind: 'targets', is: hasList('Targets'), nameIn: nothing, arnIn: nothing },
  { kind: 'key', is: has('KeyMetadata'), nameIn: nothing, arnIn: member('KeyMetadata', 'Arn') },
  { kind: 'key-policy', is: has('Policy', 'PolicyName'), nameIn: nothing, arnIn: nothing },
];

/** The question that an output of the AWS CLI answers, or the reason why it answers none. */
type Recognised =
  | {
      readonly kind: 'answer';
      readonly question: Question;
      /** Undefined if the output does not show it. */
      readonly account: string | undefined;
    }
  /** It is one page of several. */
  | { readonly kind: 'part'; readonly member: string }
  | { readonly kind: 'unknown' };

/** Recognises an output of the AWS CLI by its members. */
export function recogniseAnswer(value: Json): Recognised {
  if (!isObject(value)) return { kind: 'unknown' };
  const page = ['NextToken', 'nextToken', 'Marker'].find((name) => (value[name] ?? null) !== null);
  const output = outputs.find(({ is }) => is(value));
  if (output === undefined) return { kind: 'unknown' };
  if (page !== undefined) return { kind: 'part', member: page };
  const [, , , , account = ''] = output.arnIn(value).split(':');
  return {
    kind: 'answer',
    question: { kind: output.kind, name: output.nameIn(value) },
    account: /^\d{12}$/.test(account) ? account : undefined,
  };
}
