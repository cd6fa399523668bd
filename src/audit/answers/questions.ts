import { textOf, type Model } from '../../model';
import { watchOf } from '../../operations/alerts/watch';
import { machineArnsOf, type Place } from '../../operations/place';

/** A question to AWS. Live, it is one call or its pages; from files, it is the output of one command of the AWS CLI. */
export interface Question {
  readonly kind: QuestionKind;
  /** The resource that it is about; empty if it is about the account or the region. */
  readonly name: string;
}

interface Facts {
  /** The noun, for "is not known: …". */
  readonly noun: string;
  /** The actions of IAM that it needs. */
  readonly actions: readonly [string, ...string[]];
  /** The ARN that the actions can be limited to; `*` if IAM knows no resource for them. */
  readonly resource: (name: string, place: Scope) => string;
  /** The command of the AWS CLI that prints the answer. */
  readonly command: string;
}

/** The account and the region of an environment. */
export type Scope = Pick<Place, 'region'> & { readonly partition: string; readonly accountId: string };

const everything = () => '*';
const arn =
  (service: string, kind = '') =>
  (name: string, { partition, region, accountId }: Scope) =>
    `arn:${partition}:${service}:${region}:${accountId}:${kind}${name}`;
const itself = (name: string) => name;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const table = {
  identities: {
    noun: 'the users, roles and policies of the account',
    actions: ['iam:GetAccountAuthorizationDetails'],
    resource: everything,
    command: 'aws iam get-account-authorization-details',
  },
  'credential-report': {
    noun: 'the credential report',
    actions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
    resource: everything,
    command: 'aws iam get-credential-report',
  },
  machine: {
    noun: 'the state machine',
    actions: ['states:DescribeStateMachine'],
    resource: itself,
    command: 'aws stepfunctions describe-state-machine',
  },
  executions: {
    noun: 'the executions',
    actions: ['states:ListExecutions'],
    resource: itself,
    command: 'aws stepfunctions list-executions',
  },
  schedules: {
    noun: 'the schedules',
    actions: ['scheduler:ListSchedules'],
    resource: everything,
    command: 'aws scheduler list-schedules',
  },
  'all-schedules': {
    noun: 'the schedules of all groups',
    actions: ['scheduler:ListSchedules'],
    resource: everything,
    command: 'aws scheduler list-schedules',
  },
  schedule: {
    noun: 'the schedule',
    actions: ['scheduler:GetSchedule'],
    // Of a group, all schedules are asked about.
    resource: (name, scope) => arn('scheduler', 'schedule/')(`${name.split('/')[0] ?? ''}/*`, scope),
    command: 'aws scheduler get-schedule',
  },
  alarms: {
    noun: 'the alarms',
    actions: ['cloudwatch:DescribeAlarms'],
    resource: everything,
    command: 'aws cloudwatch describe-alarms',
  },
  topic: {
    noun: 'the topic of the alerts',
    actions: ['sns:GetTopicAttributes'],
    resource: itself,
    command: 'aws sns get-topic-attributes',
  },
  subscriptions: {
    noun: 'the subscriptions of the topic',
    actions: ['sns:ListSubscriptionsByTopic'],
    resource: itself,
    command: 'aws sns list-subscriptions-by-topic',
  },
  queue: {
    noun: 'the queue',
    actions: ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
    resource: arn('sqs'),
    command: 'aws sqs get-queue-attributes --attribute-names All',
  },
  rule: {
    noun: 'the rule of EventBridge',
    actions: ['events:DescribeRule'],
    resource: arn('events', 'rule/'),
    command: 'aws events describe-rule',
  },
  targets: {
    noun: 'the targets of the rule',
    actions: ['events:ListTargetsByRule'],
    resource: arn('events', 'rule/'),
    command: 'aws events list-targets-by-rule',
  },
  'rules-of-machine': {
    noun: 'the rules of EventBridge that start the state machine',
    // IAM knows no rule for it, because it looks through all of them.
    actions: ['events:ListRuleNamesByTarget'],
    resource: everything,
    command: 'aws events list-rule-names-by-target',
  },
  key: {
    noun: 'the key of the history',
    actions: ['kms:DescribeKey'],
    // The id of the key is known after it is made.
    resource: (_, scope) => arn('kms', 'key/')('*', scope),
    command: 'aws kms describe-key',
  },
  'key-policy': {
    noun: 'the policy of the key of the history',
    // GetKeyPolicy takes no alias. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
    actions: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
    resource: (_, scope) => arn('kms', 'key/')('*', scope),
    command: 'aws kms get-key-policy',
  },
  'secret-policy': {
    noun: 'the policy of the secret',
    actions: ['secretsmanager:GetResourcePolicy'],
    resource: (name, scope) => `${arn('secretsmanager', 'secret:')(name, scope)}-??????`,
    command: 'aws secretsmanager get-resource-policy',
  },
  senders: {
    noun: 'the sender of the mails',
    actions: ['ses:GetIdentityVerificationAttributes'],
    resource: everything,
    command: 'aws ses get-identity-verification-attributes',
  },
} as const satisfies Readonly<Record<string, Facts>>;

export type QuestionKind = keyof typeof table;

export const questions: Readonly<Record<QuestionKind, Facts>> = table;

export const questionKinds = Object.keys(table) as readonly string[] as readonly QuestionKind[];

/** The questions about an account, asked once for all of its environments. */
export const ofAccount: readonly Question[] = [
  { kind: 'identities', name: '' },
  { kind: 'credential-report', name: '' },
];

/** The questions about an environment: about each resource of its stack, about its secrets, and about its executions. */
export function questionsOf(place: Place, { resources }: Model): Question[] {
  const { environment, scheduleGroup } = place;
  const { users, notification } = environment;
  const watch = watchOf(place);
  const machines = machineArnsOf(place);
  const named = (type: string, name = 'name'): string[] =>
    resources.flatMap((one) => (one.type === type ? [known(textOf(one.values, name))] : []));
  const each = (kind: QuestionKind, names: Iterable<string>): Question[] => [...names].map((name) => ({ kind, name }));
  const rules = named('aws_cloudwatch_event_rule');
  const aliases = named('aws_kms_alias');
  return [
    ...each('machine', machines),
    ...each('executions', machines),
    ...each('rules-of-machine', machines),
    ...each('schedules', [scheduleGroup]),
    ...each('all-schedules', ['']),
    ...each(
      'schedule',
      named('aws_scheduler_schedule').map((name) => `${scheduleGroup}/${name}`),
    ),
    ...(watch === undefined
      ? []
      : [
          ...each('alarms', [watch.alarms.join()]),
          ...each('topic', [watch.topicArn]),
          ...each('subscriptions', [watch.topicArn]),
        ]),
    ...each('queue', named('aws_sqs_queue')),
    ...each('rule', rules),
    ...each('targets', rules),
    ...each('key', aliases),
    ...each('key-policy', aliases),
    ...each('secret-policy', new Set(users.map(({ secretName }) => secretName))),
    // Identities of another account are not shown. https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html
    ...(notification.sourceArn === undefined ? each('senders', [notification.identities.join()]) : []),
  ];
}

function known(text: ReturnType<typeof textOf>): string {
  return typeof text === 'string' ? text : '';
}
