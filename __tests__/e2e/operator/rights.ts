import type { Call } from '../../fuzz/policies/evaluator';
import { accountId, environment, region } from '../stage';
import type { Proxy } from './proxy';

/** The rights that the calls of an operator's commands need, for one user. Throws on a call that is not known here, so that nothing goes unjudged. */
export function rightsOf(calls: Proxy['calls'], user: string): readonly (readonly [Call])[] {
  return calls.flatMap(({ action, body }) => {
    const right = rights[action];
    if (right === undefined) throw new Error(`an unknown call: ${action}`);
    return right === 'none' ? [] : [[right(body, user)] as const];
  });
}

type Right = (body: string, user: string) => Call;

const call = (action: string, resource: string): Call => ({ action, resource, context: {} });
const everything =
  (action: string): Right =>
  () =>
    call(action, '*');
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;
const name = `keyturn-${environment}`;

const ofUser =
  (action: string): Right =>
  (_, user) =>
    call(action, `arn:aws:iam::${accountId}:user/${user}`);
const ofMachine =
  (action: string): Right =>
  () =>
    call(action, arn('states', `stateMachine:${name}`));
const ofField =
  (action: string, field: RegExp, made: (value: string) => string): Right =>
  (body) =>
    call(action, made(decodeURIComponent(field.exec(body)?.[1] ?? '')));
const ofExecution = (action: string) => ofField(action, /"executionArn":"([^"]*)"/, (value) => value);
const ofSecret = (action: string) =>
  ofField(action, /"SecretId":"([^"]*)"/, (value) => arn('secretsmanager', `secret:${value}-AbCdEf`));
const ofQueue = (action: string) =>
  ofField(action, /"Queue(?:Name|Url)":"(?:[^"]*\/)?([^"/]*)"/, (value) => arn('sqs', value));
const ofRole =
  (action: string): Right =>
  () =>
    call(action, `arn:aws:iam::${accountId}:role/${name}-execution`);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const rights: Readonly<Record<string, Right | 'none'>> = {
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  'sts:GetCallerIdentity': 'none',
  'iam:GenerateCredentialReport': everything('iam:GenerateCredentialReport'),
  'iam:GetCredentialReport': everything('iam:GetCredentialReport'),
  'iam:ListAccessKeys': ofUser('iam:ListAccessKeys'),
  'iam:GetAccessKeyLastUsed': ofUser('iam:GetAccessKeyLastUsed'),
  'iam:UpdateAccessKey': ofUser('iam:UpdateAccessKey'),
  'iam:DeleteAccessKey': ofUser('iam:DeleteAccessKey'),
  'iam:ListAttachedUserPolicies': ofUser('iam:ListAttachedUserPolicies'),
  'iam:ListRolePolicies': ofRole('iam:ListRolePolicies'),
  'iam:GetRolePolicy': ofRole('iam:GetRolePolicy'),
  'scheduler:GET /schedules': everything('scheduler:ListSchedules'),
  'scheduler:GET /schedules/alice': () => call('scheduler:GetSchedule', arn('scheduler', `schedule/${name}/alice`)),
  'states:ListExecutions': ofMachine('states:ListExecutions'),
  'states:StartExecution': ofMachine('states:StartExecution'),
  'states:DescribeStateMachine': ofMachine('states:DescribeStateMachine'),
  'states:DescribeExecution': ofExecution('states:DescribeExecution'),
  'states:GetExecutionHistory': ofExecution('states:GetExecutionHistory'),
  'states:StopExecution': ofExecution('states:StopExecution'),
  'secretsmanager:BatchGetSecretValue': everything('secretsmanager:BatchGetSecretValue'),
  'secretsmanager:GetSecretValue': ofSecret('secretsmanager:GetSecretValue'),
  'secretsmanager:ListSecretVersionIds': ofSecret('secretsmanager:ListSecretVersionIds'),
  'monitoring:DescribeAlarms': ofField('cloudwatch:DescribeAlarms', /"AlarmNames":\["([^"]*)"/, (value) =>
    arn('cloudwatch', `alarm:${value}`),
  ),
  'sqs:GetQueueUrl': ofQueue('sqs:GetQueueUrl'),
  'sqs:GetQueueAttributes': ofQueue('sqs:GetQueueAttributes'),
  'sns:ListSubscriptionsByTopic': ofField('sns:ListSubscriptionsByTopic', /TopicArn=([^&]*)/, (value) => value),
  'ses:GetIdentityVerificationAttributes': everything('ses:GetIdentityVerificationAttributes'),
};
