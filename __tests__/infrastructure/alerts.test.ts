import type { EnvironmentSettings } from '../../src/settings';
import { failedExecutions, oldKeys } from '../../src/infrastructure/alerts/messages';
import { alertPolicy, topicPolicy } from '../../src/infrastructure/alerts/documents';
import type { AlertSettings } from '../../src/settings';
import { environmentWith } from './environment';
import { removeTemporaryFolders } from './folders';
import { addedTo, addressesOf, documentAt, resourceAt, schedulesOf, stackOf } from './synthesised';

afterAll(removeTemporaryFolders);

const alerts: AlertSettings = { subscribers: ['on-call@example.com'], publishBy: 'role' };
const topic = 'arn:aws:sns:eu-central-1:111122223333:keyturn-test-alerts';
const key = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('alerts', () => {
  const plain = stackOf(environmentWith());
  const stack = stackOf(environmentWith({ alerts }));

  it('add resources, and change only the schedules and their role', () => {
    expect(addedTo(plain, stack)).toEqual([
      'aws_cloudwatch_event_rule.alerts',
      'aws_cloudwatch_event_target.alerts',
      'aws_cloudwatch_metric_alarm.alerts',
      'aws_iam_role.alerts',
      'aws_iam_role_policies_exclusive.alerts',
      'aws_iam_role_policy.alerts',
      'aws_iam_role_policy_attachments_exclusive.alerts',
      'aws_sns_topic.alerts',
      'aws_sns_topic_subscription.alerts',
      'aws_sqs_queue.missed_starts',
      'aws_sqs_queue.undelivered_events',
    ]);
    const changed = addressesOf(plain).filter(
      (address) => JSON.stringify(resourceAt(plain, address)) !== JSON.stringify(resourceAt(stack, address)),
    );
    expect(changed).toEqual(['aws_iam_role_policy.schedule', 'aws_scheduler_schedule.rotation']);
    expect(schedulesOf(stack)).toEqual(schedulesOf(plain));
  });

  it('let the schedules keep a missed start in exactly one queue', () => {
    const { target } = resourceAt(stack, 'aws_scheduler_schedule.rotation');
    const queue = 'arn:aws:sqs:eu-central-1:111122223333:keyturn-test-missed-starts';
    expect(target).toMatchObject({ dead_letter_config: { arn: queue } });
    expect(documentAt(stack, 'aws_iam_role_policy.schedule', 'policy')).toMatchObject({
      Statement: [{ Action: 'states:StartExecution' }, { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }],
    });
    expect(resourceAt(stack, 'aws_sqs_queue.missed_starts')).toMatchObject({
      message_retention_seconds: 14 * 86_400,
      sqs_managed_sse_enabled: true,
    });
  });

  it('publish by a role that only this rule can use', () => {
    expect(documentAt(stack, 'aws_iam_role.alerts', 'assume_role_policy')).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-central-1:111122223333:rule/keyturn-test-alerts' },
          },
        },
      ],
    });
    expect(documentAt(stack, 'aws_iam_role_policy.alerts', 'policy')).toMatchObject({
      Statement: [{ Action: 'sns:Publish', Resource: topic }],
    });
    expect(resourceAt(stack, 'aws_cloudwatch_event_target.alerts')).toMatchObject({
      arn: topic,
      role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-alerts',
      dead_letter_config: { arn: 'arn:aws:sqs:eu-central-1:111122223333:keyturn-test-undelivered-events' },
    });
  });

  it('publish by the policy of the topic instead, without a condition', () => {
    const environment = environmentWith({ alerts: { ...alerts, publishBy: 'topicPolicy' } });
    const byPolicy = stackOf(environment);
    expect(addressesOf(byPolicy)).not.toContain('aws_iam_role.alerts');
    expect(resourceAt(byPolicy, 'aws_cloudwatch_event_target.alerts')).not.toHaveProperty('role_arn');
    expect(topicPolicy(environment).Statement).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      {
        Sid: 'EventRules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic,
      },
    ]);
  });

  it('watch what no event reports', () => {
    const alarm = resourceAt(stack, 'aws_cloudwatch_metric_alarm.alerts');
    expect(alarm).toMatchObject({ alarm_actions: [topic], treat_missing_data: 'notBreaching', statistic: 'Sum' });
    const rows = alarm['for_each'] as Record<string, { namespace: string; dimensions: object }>;
    expect(Object.entries(rows).map(([name, row]) => [name, row.namespace, Object.keys(row.dimensions)[0]])).toEqual([
      ['ExecutionThrottled', 'AWS/States', 'StateMachineArn'],
      ['ExecutionsAborted', 'AWS/States', 'StateMachineArn'],
      ['ExecutionsFailed', 'AWS/States', 'StateMachineArn'],
      ['ExecutionsTimedOut', 'AWS/States', 'StateMachineArn'],
      ['FailedInvocations-alerts', 'AWS/Events', 'RuleName'],
      ['InvocationDroppedCount', 'AWS/Scheduler', 'ScheduleGroup'],
      ['InvocationsFailedToBeSentToDeadLetterCount', 'AWS/Scheduler', 'ScheduleGroup'],
      ['InvocationsSentToDeadLetterCount', 'AWS/Scheduler', 'ScheduleGroup'],
    ]);
  });

  it('have a rule of AWS Config for keys that no rotation replaced', () => {
    const withRule = stackOf(environmentWith({ alerts: { ...alerts, maximumKeyAgeDays: 100 } }));
    expect(resourceAt(withRule, 'aws_config_config_rule.key_age')).toMatchObject({
      input_parameters: '{"maxAccessKeyAge":"100"}',
      source: { owner: 'AWS', source_identifier: 'ACCESS_KEYS_ROTATED' },
    });
    const arn = 'arn:aws:events:eu-central-1:111122223333:rule/keyturn-test-key-age';
    const trust = documentAt(withRule, 'aws_iam_role.alerts', 'assume_role_policy');
    expect(trust).toMatchObject({ Statement: [{}, { Condition: { ArnEquals: { 'aws:SourceArn': arn } } }] });
    expect(documentAt(withRule, 'aws_sqs_queue.undelivered_events', 'policy')).toMatchObject({
      Statement: [{ Condition: { ArnEquals: { 'aws:SourceArn': expect.arrayContaining([arn]) as unknown } } }],
    });
  });

  it('are encrypted with a key of their own only if it is named', () => {
    const encrypted = environmentWith({ alerts: { ...alerts, kmsKeyArn: key } });
    expect(resourceAt(stack, 'aws_sns_topic.alerts')).not.toHaveProperty('kms_master_key_id');
    expect(resourceAt(stackOf(encrypted), 'aws_sns_topic.alerts')).toMatchObject({ kms_master_key_id: key });
    expect(alertPolicy(encrypted).Statement[1]).toMatchObject({
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: key,
    });
  });

  it('know the protocol of each subscriber', () => {
    const subscribers = ['a@example.com', 'https://example.com/alerts?id=1'];
    const arns = ['arn:aws:sqs:eu-central-1:111122223333:q', 'arn:aws:lambda:eu-central-1:111122223333:function:f'];
    const many = stackOf(environmentWith({ alerts: { ...alerts, subscribers: [...subscribers, ...arns] } }));
    const rows = resourceAt(many, 'aws_sns_topic_subscription.alerts')['for_each'] as Record<string, object>;
    const protocols = [...subscribers, ...arns].map((endpoint) => rows[endpoint]);
    expect(protocols).toMatchObject(['email', 'https', 'sqs', 'lambda'].map((protocol) => ({ protocol })));
  });
});

const firstFailures = (environment: EnvironmentSettings) => failedExecutions(environment, { end: '', machines: [] });

describe.each([firstFailures, oldKeys])('the message of %p', (matchedOf) => {
  const environment = environmentWith({ name: 'x'.repeat(46), alerts });
  const { pattern, message: { paths, template } = { paths: {}, template: '' } } = matchedOf(environment);

  it('is JSON whose placeholders are whole words of the template, as Terraform hands them on', () => {
    expect(() => JSON.parse(template) as unknown).not.toThrow();
    for (const name of Object.keys(paths)) expect(template).toContain(`<${name}>`);
    expect([...template.matchAll(/<([^<>]*)>/g)].map(([, name]) => name).sort()).toEqual(Object.keys(paths).sort());
    expect(template).not.toContain('\\u003c');
  });

  it('takes names only', () => {
    for (const path of Object.values(paths)) expect(path).not.toMatch(/input|output|error|cause|\.detail$/i);
  });

  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  it('has a pattern that AWS takes', () => {
    expect(pattern.length).toBeLessThanOrEqual(2048);
  });
});
