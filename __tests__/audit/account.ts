import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../src/checks';
import { auditOf } from '../../src/audit/audit';
import { ofAccount, questionsOf } from '../../src/audit/answers/questions';
import { repliesFrom, type AnsweredQuestion, type Reply } from '../../src/audit/answers/replies';
import type { EnvironmentAudit, PartName } from '../../src/audit/document';
import { readModel } from '../../src/inputs';
import { contractsHere } from '../../src/judging/contracts';
import { pairRows } from '../../src/judging/pair-rows';
import { digest } from '../../src/judging/digest';
import { plainJson, type Json } from '../../src/json';
import {
  attribute,
  isObject,
  nestedBlocks,
  textOf,
  Unknown,
  type Model,
  type Resource,
  type ValueObject,
} from '../../src/model';
import { watchOf } from '../../src/operations/alerts/watch';
import { machineArnsOf, placeOf, type Place } from '../../src/operations/place';
import { parseSettings } from '../../src/settings';
import { credentialReport, day, now } from './report';
import { environmentAsInSchema } from './schema';

/** The answers of AWS by their questions, such as `schedule keyturn-staging/ci-deployer`; undefined if there is no such resource. */
export type Answers = Record<string, Json | undefined>;

const text = (values: ValueObject, name: string): string => {
  const found = textOf(values, name);
  return typeof found === 'string' ? found : '';
};
const block = (values: ValueObject, name: string): ValueObject => {
  const [first] = nestedBlocks(values, name);
  return first === undefined || first instanceof Unknown ? {} : first;
};
const number = (values: ValueObject, name: string) => Number(text(values, name));

/** A customer managed policy, with one version. */
function policyEntry({ values }: Resource): object {
  const PolicyName = text(values, 'name');
  const CreateDate = '2026-01-01T00:00:00Z';
  return {
    PolicyName,
    PolicyId: 'ANPAEXAMPLE000000001',
    Arn: `arn:aws:iam::111122223333:policy/${PolicyName}`,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate,
    UpdateDate: CreateDate,
    PolicyVersionList: [
      {
        Document: JSON.parse(text(values, 'policy')) as Json,
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate,
      },
    ],
  };
}

export function secretArn(name: string): string {
  return `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${name}-AbCdEf`;
}

/** An environment, and the stack that its settings make. */
interface Deployed {
  readonly place: Place;
  readonly made: Model;
  readonly contracts: readonly Contract[];
}

/** The account of an environment, and its audit. */
export function accountOf({ place, made, contracts }: Deployed) {
  const of = (type: string): Resource[] => made.resources.filter((one) => one.type === type);
  /** The users of the settings, each with a key that is nine days old. */
  const users = place.environment.users.map(({ name, path }) => ({ name, path }));

  /** The answers that AWS gives about an account in which the settings were just deployed as they are. */
  function cleanAccount(): Answers {
    const { scheduleGroup } = place;
    const ownRules = of('aws_cloudwatch_event_target').map(({ values }) => text(values, 'rule'));
    const topicArn = watchOf(place)?.topicArn ?? '';
    return {
      'identities ': plainJson(accountExport()),
      'credential-report ': credentialReport(users.map(({ name }) => ({ name, keys: [9] }))),
      ...Object.fromEntries(of('aws_sfn_state_machine').flatMap(machineAnswers)),
      ...Object.fromEntries(machineArnsOf(place).map((arn) => [`rules-of-machine ${arn}`, { RuleNames: ownRules }])),
      [`schedules ${scheduleGroup}`]: {
        Schedules: of('aws_scheduler_schedule').map(({ values }) => ({
          GroupName: scheduleGroup,
          Name: text(values, 'name'),
          Arn: `arn:aws:scheduler:eu-central-1:111122223333:schedule/${scheduleGroup}/${text(values, 'name')}`,
          State: 'ENABLED',
          CreationDate: new Date(now - 3600_000).toISOString(),
        })),
      },
      'all-schedules ': {
        Schedules: [
          {
            GroupName: 'default',
            Name: 'reports',
            Target: { Arn: 'arn:aws:lambda:eu-central-1:111122223333:function:reports' },
          },
          ...of('aws_scheduler_schedule').map(({ values }) => ({
            GroupName: scheduleGroup,
            Name: text(values, 'name'),
            Target: { Arn: text(block(values, 'target'), 'arn') },
          })),
        ],
      },
      ...Object.fromEntries(of('aws_scheduler_schedule').map(scheduleAnswer)),
      [`alarms ${watchOf(place)?.alarms.join() ?? ''}`]: {
        MetricAlarms: of('aws_cloudwatch_metric_alarm').map(alarmAnswer),
      },
      [`topic ${topicArn}`]: {
        Attributes: {
          TopicArn: topicArn,
          Policy: of('aws_sns_topic')
            .map(({ values }) => text(values, 'policy'))
            .join(''),
        },
      },
      [`subscriptions ${topicArn}`]: {
        Subscriptions: of('aws_sns_topic_subscription').map(({ values }) => ({
          Protocol: text(values, 'protocol'),
          Endpoint: text(values, 'endpoint'),
          SubscriptionArn: `${topicArn}:1`,
          TopicArn: topicArn,
        })),
      },
      ...Object.fromEntries(
        of('aws_sqs_queue').map(({ values }) => {
          const Policy = text(values, 'policy');
          return [`queue ${text(values, 'name')}`, { Attributes: { ...(Policy === '' ? {} : { Policy }) } }];
        }),
      ),
      ...Object.fromEntries(
        of('aws_cloudwatch_event_rule').flatMap(({ values }): [string, Json][] => {
          const name = text(values, 'name');
          const rule = { Name: name, State: 'ENABLED', EventPattern: text(values, 'event_pattern') };
          const targets = of('aws_cloudwatch_event_target').filter((one) => text(one.values, 'rule') === name);
          return [
            [`rule ${name}`, rule],
            [`targets ${name}`, { Targets: targets.map(targetAnswer) }],
          ];
        }),
      ),
      'key alias/keyturn-staging-history': { KeyMetadata: { KeyState: 'Enabled' } },
      'key-policy alias/keyturn-staging-history': {
        Policy: of('aws_kms_key')
          .map(({ values }) => text(values, 'policy'))
          .join(''),
      },
      ...Object.fromEntries(
        place.environment.users.map(({ secretName: Name }) => [
          `secret-policy ${Name}`,
          { ARN: secretArn(Name), Name },
        ]),
      ),
      'senders example.com': { VerificationAttributes: { 'example.com': { VerificationStatus: 'Success' } } },
    };
  }

  function accountExport(): object {
    return {
      UserDetailList: users.map(({ name, path }) => ({
        Path: path,
        UserName: name,
        UserId: 'AIDAEXAMPLE000000001',
        Arn: `arn:aws:iam::111122223333:user${path}${name}`,
        CreateDate: '2026-01-01T00:00:00Z',
        GroupList: [],
        AttachedManagedPolicies: [],
        Tags: [],
      })),
      GroupDetailList: [],
      RoleDetailList: of('aws_iam_role').map(({ values }) => roleEntry(text(values, 'name'), values)),
      Policies: of('aws_iam_policy').map(policyEntry),
    };
  }

  function roleEntry(RoleName: string, values: ValueObject): object {
    const own = of('aws_iam_role_policy').filter((one) => text(one.values, 'role') === RoleName);
    return {
      Path: '/',
      RoleName,
      RoleId: 'AROAEXAMPLE000000001',
      Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
      CreateDate: '2026-01-01T00:00:00Z',
      AssumeRolePolicyDocument: JSON.parse(text(values, 'assume_role_policy')) as Json,
      InstanceProfileList: [],
      RolePolicyList: own.map((one) => ({
        PolicyName: text(one.values, 'name'),
        PolicyDocument: JSON.parse(text(one.values, 'policy')) as Json,
      })),
      AttachedManagedPolicies: of('aws_iam_role_policy_attachment')
        .filter((one) => text(one.values, 'role') === RoleName)
        .map(({ values: attached }) => ({
          PolicyName: text(attached, 'policy_arn').split('/').at(-1),
          PolicyArn: text(attached, 'policy_arn'),
        })),
      Tags: [],
      RoleLastUsed: {},
    };
  }

  function machineAnswers({ values }: Resource): [string, Json][] {
    const machineArn = place.machineArn.replace(/[^:]*$/, text(values, 'name'));
    const answer = {
      stateMachineArn: machineArn,
      definition: text(values, 'definition'),
      roleArn: text(values, 'role_arn'),
      type: 'STANDARD',
      loggingConfiguration: { level: 'OFF' },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' },
    };
    return [
      [`machine ${machineArn}`, answer],
      [`executions ${machineArn}`, { executions: [] }],
    ];
  }

  function scheduleAnswer({ values }: Resource): [string, Json] {
    const Name = text(values, 'name');
    const target = block(values, 'target');
    const retry = block(target, 'retry_policy');
    const answer = {
      GroupName: place.scheduleGroup,
      Name,
      State: text(values, 'state'),
      ScheduleExpression: text(values, 'schedule_expression'),
      ScheduleExpressionTimezone: text(values, 'schedule_expression_timezone'),
      FlexibleTimeWindow: { Mode: text(block(values, 'flexible_time_window'), 'mode') },
      Target: {
        Arn: text(target, 'arn'),
        RoleArn: text(target, 'role_arn'),
        Input: text(target, 'input'),
        DeadLetterConfig: { Arn: text(block(target, 'dead_letter_config'), 'arn') },
        RetryPolicy: {
          MaximumEventAgeInSeconds: number(retry, 'maximum_event_age_in_seconds'),
          MaximumRetryAttempts: number(retry, 'maximum_retry_attempts'),
        },
      },
    };
    return [`schedule ${place.scheduleGroup}/${Name}`, answer];
  }

  function targetAnswer({ values }: Resource): Json {
    return {
      Id: text(values, 'target_id'),
      Arn: text(values, 'arn'),
      RoleArn: text(values, 'role_arn'),
      DeadLetterConfig: { Arn: text(block(values, 'dead_letter_config'), 'arn') },
      InputTransformer: { InputTemplate: text(block(values, 'input_transformer'), 'input_template') },
    };
  }

  function alarmAnswer({ values }: Resource): Json {
    const dimensions = attribute(values, 'dimensions');
    return {
      AlarmName: text(values, 'alarm_name'),
      StateValue: 'OK',
      ActionsEnabled: true,
      AlarmActions: [watchOf(place)?.topicArn ?? ''],
      MetricName: text(values, 'metric_name'),
      Namespace: text(values, 'namespace'),
      Statistic: text(values, 'statistic'),
      Period: number(values, 'period'),
      EvaluationPeriods: number(values, 'evaluation_periods'),
      Threshold: number(values, 'threshold'),
      ComparisonOperator: text(values, 'comparison_operator'),
      TreatMissingData: text(values, 'treat_missing_data'),
      Dimensions: isObject(dimensions)
        ? Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value: typeof Value === 'string' ? Value : '' }))
        : [],
    };
  }

  /** Audits the account with these answers; a reply replaces an answer. */
  function audited(answers: Answers, replies: Readonly<Record<string, Reply>> = {}): EnvironmentAudit {
    const questions = [...ofAccount, ...questionsOf(place, made)];
    const answered = questions.map((question): AnsweredQuestion => {
      const key = `${question.kind} ${question.name}`;
      const value = answers[key];
      const reply: Reply = value === undefined ? { kind: 'absent' } : { kind: 'answered', value };
      return { question, reply: replies[key] ?? reply };
    });
    const exported = repliesFrom(answered).of('identities');
    const audit = auditOf({
      ...{ place, at: now, since: now - 31 * day, from: 'live', answered, made, contracts },
      replies: repliesFrom(answered),
      account: exported.kind === 'answered' ? readModel(JSON.stringify(exported.value), 'account') : undefined,
      options: {
        today: '2027-03-10',
        digest,
        coverAll: 'ours',
        given: { environment: 'staging', region: 'eu-central-1' },
      },
    });
    return environmentAsInSchema(audit);
  }

  return { cleanAccount, audited };
}

const root = join(__dirname, '..', '..');
const written = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: object } };
const [staging] = parseSettings(written.context.keyturn, { file: 'cdktf.json', now: new Date(now) }).environments;
if (staging === undefined) throw new Error('cdktf.json has no environment');
export const place = placeOf(staging);
const file = join(root, '__tests__', 'fixtures', 'sample', 'stack.json');
const made = readModel(readFileSync(file, 'utf8'), 'cdk.tf.json');

/** The account of the sample. */
export const { cleanAccount, audited } = accountOf({ place, made, contracts: contractsHere(root, pairRows) });

/** The kinds of the findings of each part, without its notes, as `part kind subject`. */
export function found({ parts }: EnvironmentAudit): string[] {
  return (Object.keys(parts) as PartName[]).flatMap((name) =>
    parts[name].findings.flatMap(({ gravity, kind, subject }) =>
      gravity === 'note' ? [] : [`${name} ${kind} ${subject ?? '-'}`],
    ),
  );
}

/** The verdicts of the parts. */
export function verdicts({ parts }: EnvironmentAudit): string[] {
  return (Object.keys(parts) as PartName[]).map((name) => parts[name].verdict);
}
