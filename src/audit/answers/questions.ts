import type { Place } from '../../operations/place';
import type { Watch } from '../../operations/alerts/watch';

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
  schedule: {
    noun: 'the schedule',
    actions: ['scheduler:GetSchedule'],
    resource: arn('scheduler', 'schedule/'),
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

/** The names of the schedules and the resources of the alerts of an environment. */
interface Parts {
  readonly schedules: readonly string[];
  readonly watch: Watch | undefined;
}

/** The questions about an environment. */
export function questionsOf(
  { environment, machineArn, scheduleGroup }: Place,
  { schedules, watch }: Parts,
): Question[] {
  const { users, notification } = environment;
  const secrets = [...new Set(users.map(({ secretName }) => secretName))];
  return [
    { kind: 'machine', name: machineArn },
    { kind: 'executions', name: machineArn },
    { kind: 'schedules', name: scheduleGroup },
    ...schedules.map((name) => ({ kind: 'schedule', name: `${scheduleGroup}/${name}` }) as const),
    ...(watch === undefined
      ? []
      : [
          { kind: 'alarms', name: watch.alarms.join() } as const,
          { kind: 'topic', name: watch.topicArn } as const,
          { kind: 'subscriptions', name: watch.topicArn } as const,
          ...watch.queues.map((name) => ({ kind: 'queue', name }) as const),
        ]),
    ...secrets.map((name) => ({ kind: 'secret-policy', name }) as const),
    // Identities of another account are not shown. https://docs.aws.amazon.com/ses/latest/dg/sending-authorization.html
    ...(notification.sourceArn === undefined
      ? [{ kind: 'senders', name: notification.identities.join() } as const]
      : []),
  ];
}
