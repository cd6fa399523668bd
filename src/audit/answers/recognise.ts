import { isArray, isObject, memberOf, type Json } from '../../json';
import type { Question } from './questions';

/** An output of the AWS CLI that an audit reads. */
interface Output {
  readonly kind: Question['kind'];
  readonly is: (value: Json) => boolean;
  /** The name of the resource; empty if the output does not show it. */
  readonly nameIn: (value: Json) => string;
}

const has =
  (...members: readonly string[]) =>
  (value: Json): boolean =>
    members.every((name) => memberOf(value, name) !== undefined);
const nothing = () => '';
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const last = (arn: string): string => arn.split(':').at(-1) ?? '';
const attributeOf = (value: Json, name: string): string => text(memberOf(memberOf(value, 'Attributes'), name));

/** The first item of a list, which names what all have in common. */
function firstOf(value: Json, list: string): Json | undefined {
  const items = memberOf(value, list);
  return isArray(items) ? items[0] : undefined;
}

const outputs: readonly Output[] = [
  { kind: 'identities', is: has('UserDetailList'), nameIn: nothing },
  { kind: 'credential-report', is: has('Content', 'ReportFormat'), nameIn: nothing },
  {
    kind: 'machine',
    is: has('stateMachineArn', 'definition'),
    nameIn: (value) => text(memberOf(value, 'stateMachineArn')),
  },
  {
    kind: 'executions',
    is: has('executions'),
    nameIn: (value) => text(memberOf(firstOf(value, 'executions'), 'stateMachineArn')),
  },
  {
    kind: 'schedules',
    is: has('Schedules'),
    nameIn: (value) => text(memberOf(firstOf(value, 'Schedules'), 'GroupName')),
  },
  {
    kind: 'schedule',
    is: has('ScheduleExpression', 'Target'),
    nameIn: (value) => `${text(memberOf(value, 'GroupName'))}/${text(memberOf(value, 'Name'))}`,
  },
  { kind: 'alarms', is: has('MetricAlarms'), nameIn: nothing },
  {
    kind: 'topic',
    is: (value) => attributeOf(value, 'TopicArn') !== '',
    nameIn: (value) => attributeOf(value, 'TopicArn'),
  },
  {
    kind: 'queue',
    is: (value) => attributeOf(value, 'QueueArn') !== '',
    nameIn: (value) => last(attributeOf(value, 'QueueArn')),
  },
  {
    kind: 'subscriptions',
    is: has('Subscriptions'),
    nameIn: (value) => text(memberOf(firstOf(value, 'Subscriptions'), 'TopicArn')),
  },
  {
    kind: 'secret-policy',
    is: (value) => text(memberOf(value, 'ARN')).includes(':secretsmanager:') && has('Name')(value),
    nameIn: (value) => text(memberOf(value, 'Name')),
  },
  { kind: 'senders', is: has('VerificationAttributes'), nameIn: nothing },
  { kind: 'rule', is: has('Arn', 'EventPattern'), nameIn: (value) => text(memberOf(value, 'Name')) },
  { kind: 'targets', is: has('Targets'), nameIn: nothing },
  { kind: 'key', is: has('KeyMetadata'), nameIn: nothing },
  { kind: 'key-policy', is: has('Policy', 'PolicyName'), nameIn: nothing },
];

/** The question that an output of the AWS CLI answers, or the reason why it answers none. */
type Recognised =
  | { readonly kind: 'answer'; readonly question: Question }
  /** It is one page of several. */
  | { readonly kind: 'part'; readonly member: string }
  | { readonly kind: 'unknown' };

/** Recognises an output of the AWS CLI by its members. */
export function recogniseAnswer(value: Json): Recognised {
  if (!isObject(value)) return { kind: 'unknown' };
  const member = ['NextToken', 'nextToken', 'Marker'].find((name) => (value[name] ?? null) !== null);
  const output = outputs.find(({ is }) => is(value));
  if (output === undefined) return { kind: 'unknown' };
  if (member !== undefined) return { kind: 'part', member };
  return { kind: 'answer', question: { kind: output.kind, name: output.nameIn(value) } };
}
