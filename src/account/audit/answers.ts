import {
  DescribeRuleCommand,
  ListRuleNamesByTargetCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { DescribeKeyCommand, GetKeyPolicyCommand, type DescribeKeyCommandOutput } from '@aws-sdk/client-kms';
import { GetScheduleCommand, paginateListSchedules } from '@aws-sdk/client-scheduler';
import { GetResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { GetIdentityVerificationAttributesCommand } from '@aws-sdk/client-ses';
import { DescribeStateMachineCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Question, QuestionKind } from '../../audit/answers/questions';
import type { AnsweredQuestion, NoAnswerKind, Reply } from '../../audit/answers/replies';
import { plainJson, type Json } from '../../json';
import { alarmsNamed } from '../alerts';
import { reportAnswer } from '../credential-report';
import { callerOf } from '../sdk/caller';
import { clientsFor, type Access, type Clients } from '../sdk/clients';
import { asked, AwsFault, type FaultKind } from '../sdk/fault';
import { inParallel } from '../sdk/in-parallel';
import { authorizationDetails } from '../whole-account';

/** Calls at the same time. The SDK slows down if AWS throttles. */
const atOnce = 4;

/** Questions about an account. */
interface Asking {
  readonly accountId: string;
  readonly questions: readonly Question[];
  /** Only executions that started after it are listed. */
  readonly since: number;
  readonly onAnswer: () => void;
}

/**
 * Asks AWS, and keeps each reply: an error is one, too, so that no question stops the others. First it asks whose credentials these are; nothing is
 * read with those of another account.
 */
export async function answersOf(access: Access, asking: Asking): Promise<AnsweredQuestion[]> {
  const { accountId, questions, since, onAnswer } = asking;
  const clients = clientsFor(access);
  const refusal = await refusalOf(clients, accountId);
  if (refusal !== undefined) return questions.map((question) => ({ question, reply: refusal }));
  return inParallel(questions, atOnce, async (question) => {
    const reply = await replyTo(clients, question, since);
    onAnswer();
    return { question, reply };
  });
}

async function refusalOf(clients: Clients, accountId: string): Promise<Reply | undefined> {
  try {
    const caller = await callerOf(clients);
    if (caller.accountId === accountId) return undefined;
    const message = `${caller.arn} is in account ${caller.accountId}, not in ${accountId}`;
    return { kind: 'failed', reason: 'wrong-account', message };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return failed(error);
  }
}

async function replyTo(clients: Clients, { kind, name }: Question, since: number): Promise<Reply> {
  try {
    return { kind: 'answered', value: plainJson(await calls[kind](clients, name, since)) };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    return error.kind === 'missing' ? { kind: 'absent' } : failed(error);
  }
}

function failed({ kind, message }: AwsFault): Reply {
  return { kind: 'failed', reason: kind === 'missing' ? 'other' : reasons[kind], message };
}

const reasons: Readonly<Record<Exclude<FaultKind, 'missing'>, NoAnswerKind>> = {
  'no-credentials': 'no-credentials',
  'second-factor': 'no-credentials',
  expired: 'no-credentials',
  'refused-credentials': 'no-credentials',
  denied: 'denied',
  throttled: 'throttled',
  'marked-deleted': 'other',
  unreachable: 'unreachable',
  untrusted: 'unreachable',
  other: 'other',
};

type Call = (clients: Clients, name: string, since: number) => Promise<object>;

/** The call of each question. Its answer has the form that the AWS CLI prints, with all pages in one. */
const calls: Readonly<Record<QuestionKind, Call>> = {
  identities: (clients) => asked('iam:GetAccountAuthorizationDetails', authorizationDetails(clients)),
  'credential-report': async (clients) => {
    const { Content, GeneratedTime } = await reportAnswer(clients);
    return { Content: Buffer.from(Content ?? []).toString('base64'), GeneratedTime };
  },
  machine: ({ sfn }, stateMachineArn) =>
    asked('states:DescribeStateMachine', sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))),
  executions: ({ sfn }, stateMachineArn, since) =>
    asked(
      'states:ListExecutions',
      joined(
        // The newest come first.
        paginateListExecutions({ client: sfn, pageSize: 1000 }, { stateMachineArn }),
        ['executions'],
        ({ executions = [] }) => executions.some(({ startDate }) => (startDate?.getTime() ?? 0) < since),
      ),
    ),
  schedules: ({ scheduler }, GroupName) =>
    asked(
      'scheduler:ListSchedules',
      joined(paginateListSchedules({ client: scheduler, pageSize: 100 }, { GroupName }), ['Schedules']),
    ),
  'all-schedules': ({ scheduler }) =>
    asked(
      'scheduler:ListSchedules',
      joined(paginateListSchedules({ client: scheduler, pageSize: 100 }, {}), ['Schedules']),
    ),
  schedule: ({ scheduler }, name) => {
    const [GroupName, Name] = name.split('/');
    return asked('scheduler:GetSchedule', scheduler.send(new GetScheduleCommand({ GroupName, Name })));
  },
  alarms: async (clients, names) => ({ MetricAlarms: await alarmsNamed(clients, names.split(',')) }),
  topic: ({ sns }, TopicArn) => asked('sns:GetTopicAttributes', sns.send(new GetTopicAttributesCommand({ TopicArn }))),
  subscriptions: ({ sns }, TopicArn) =>
    asked(
      'sns:ListSubscriptionsByTopic',
      joined(paginateListSubscriptionsByTopic({ client: sns }, { TopicArn }), ['Subscriptions']),
    ),
  queue: async ({ sqs }, QueueName) => {
    const { QueueUrl } = await asked('sqs:GetQueueUrl', sqs.send(new GetQueueUrlCommand({ QueueName })));
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return asked('sqs:GetQueueAttributes', sqs.send(command));
  },
  rule: ({ events }, Name) => asked('events:DescribeRule', events.send(new DescribeRuleCommand({ Name }))),
  targets: ({ events }, Rule) =>
    asked('events:ListTargetsByRule', events.send(new ListTargetsByRuleCommand({ Rule, Limit: 100 }))),
  'rules-of-machine': ({ events }, TargetArn) =>
    asked('events:ListRuleNamesByTarget', events.send(new ListRuleNamesByTargetCommand({ TargetArn, Limit: 100 }))),
  key: keyOf,
  'key-policy': async (clients, alias) => {
    const { KeyMetadata } = await keyOf(clients, alias);
    const command = new GetKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, PolicyName: 'default' });
    return asked('kms:GetKeyPolicy', clients.kms.send(command));
  },
  'secret-policy': ({ secrets }, SecretId) =>
    asked('secretsmanager:GetResourcePolicy', secrets.send(new GetResourcePolicyCommand({ SecretId }))),
  senders: ({ ses }, names) =>
    asked(
      'ses:GetIdentityVerificationAttributes',
      ses.send(new GetIdentityVerificationAttributesCommand({ Identities: names.split(',') })),
    ),
};

function keyOf({ kms }: Clients, KeyId: string): Promise<DescribeKeyCommandOutput> {
  return asked('kms:DescribeKey', kms.send(new DescribeKeyCommand({ KeyId })));
}

/** The lists of all pages, each as one list. */
async function joined<Page extends object>(
  pages: AsyncIterable<Page>,
  lists: readonly (keyof Page & string)[],
  isLast: (page: Page) => boolean = () => false,
): Promise<Record<string, Json>> {
  const all: Record<string, unknown[]> = Object.fromEntries(lists.map((name) => [name, []]));
  for await (const page of pages) {
    for (const name of lists) {
      const items: unknown = page[name];
      if (Array.isArray(items)) all[name]?.push(...(items as unknown[]));
    }
    if (isLast(page)) break;
  }
  return all as Record<string, Json>; // plain data, as the caller writes it
}
