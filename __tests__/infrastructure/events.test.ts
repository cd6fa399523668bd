import { compromisedKeys } from '../../src/infrastructure/events/messages';
import type { EventSettings } from '../../src/settings';
import { environmentWith } from './environment';
import { removeTemporaryFolders } from './folders';
import { addedTo, documentAt, resourceAt, schedulesOf, stackOf } from './synthesised';

afterAll(removeTemporaryFolders);

const none: EventSettings = { userInExecutionName: false };
const starts: EventSettings = {
  ...none,
  custom: { source: 'com.example.keys', detailType: 'Access key leaked' },
  guardDuty: { types: ['CredentialAccess:IAMUser/CompromisedCredentials'] },
};
const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test';

const plain = stackOf(environmentWith());

it('without anything in it, the section changes nothing', () => {
  expect(stackOf(environmentWith({ events: none })).resource).toEqual(plain.resource);
});

describe('rules that start a rotation', () => {
  const stack = stackOf(environmentWith({ events: starts }));

  it('add resources, and change none', () => {
    expect(stack.resource).toMatchObject(plain.resource);
    expect(addedTo(plain, stack)).toEqual([
      'aws_cloudwatch_event_rule.custom',
      'aws_cloudwatch_event_rule.guardduty',
      'aws_cloudwatch_event_target.custom',
      'aws_cloudwatch_event_target.guardduty',
      'aws_iam_role.events',
      'aws_iam_role_policies_exclusive.events',
      'aws_iam_role_policy.events',
      'aws_iam_role_policy_attachments_exclusive.events',
    ]);
  });

  it.each(['custom', 'guardduty'])('pass the user and the key, and no grace period: %s', (name) => {
    const target = resourceAt(stack, `aws_cloudwatch_event_target.${name}`);
    expect(target).toMatchObject({
      arn: machine,
      role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-events',
      input_transformer: { input_template: '{"userName":"<userName>","accessKeyId":"<accessKeyId>"}' },
    });
    expect(target).not.toHaveProperty('dead_letter_config');
  });

  it('have a role that starts this machine, which only they can use', () => {
    expect(documentAt(stack, 'aws_iam_role_policy.events', 'policy')).toMatchObject({
      Statement: [{ Effect: 'Allow', Action: 'states:StartExecution', Resource: machine }],
    });
    const rule = (name: string) => `arn:aws:events:eu-central-1:111122223333:rule/keyturn-test-${name}`;
    expect(documentAt(stack, 'aws_iam_role.events', 'assume_role_policy')).toMatchObject({
      Statement: ['custom', 'guardduty'].map((name) => ({
        Principal: { Service: 'events.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnEquals: { 'aws:SourceArn': rule(name) },
        },
      })),
    });
  });

  it('do not match an event that lacks the user or the key', () => {
    expect(documentAt(stack, 'aws_cloudwatch_event_rule.custom', 'event_pattern')).toEqual({
      source: ['com.example.keys'],
      'detail-type': ['Access key leaked'],
      detail: { userName: [{ exists: true }], accessKeyId: [{ exists: true }] },
    });
  });

  it('have a pattern that AWS takes, for as many types as the settings accept', () => {
    const types = Array.from({ length: 20 }, (_, index) => `CredentialAccess:IAMUser/${'x'.repeat(50)}${index}`);
    expect(compromisedKeys(types).pattern.length).toBeLessThanOrEqual(2048);
  });
});

describe('with alerts', () => {
  const alerts = { subscribers: ['on-call@example.com'], publishBy: 'role' as const };
  const stack = stackOf(environmentWith({ events: starts, alerts }));

  it('events that are not delivered are kept, and reported', () => {
    const queue = 'arn:aws:sqs:eu-central-1:111122223333:keyturn-test-undelivered-events';
    for (const name of ['custom', 'guardduty'])
      expect(resourceAt(stack, `aws_cloudwatch_event_target.${name}`)).toMatchObject({
        dead_letter_config: { arn: queue },
      });
    expect(documentAt(stack, 'aws_sqs_queue.undelivered_events', 'policy')).toMatchObject({
      Statement: [{ Condition: { ArnEquals: { 'aws:SourceArn': { length: 3 } } } }],
    });
    const alarms = Object.keys(resourceAt(stack, 'aws_cloudwatch_metric_alarm.alerts')['for_each'] as object);
    expect(alarms.filter((name) => name.startsWith('FailedInvocations'))).toEqual([
      'FailedInvocations-alerts',
      'FailedInvocations-custom',
      'FailedInvocations-guardduty',
    ]);
  });
});

describe('a rule that reports rotations', () => {
  it.each([
    ['arn:aws:sns:eu-central-1:111122223333:rotations', 'sns:Publish', true],
    ['arn:aws:sqs:eu-central-1:111122223333:rotations', 'sqs:SendMessage', true],
    ['arn:aws:events:us-east-1:444455556666:event-bus/rotations', 'events:PutEvents', false],
  ])('sends to %s by %s', (target, action, hasMessage) => {
    const stack = stackOf(environmentWith({ events: { ...none, successTarget: target } }));
    expect(documentAt(stack, 'aws_iam_role_policy.succeeded', 'policy')).toMatchObject({
      Statement: [{ Action: action, Resource: target }],
    });
    const deployed = resourceAt(stack, 'aws_cloudwatch_event_target.succeeded');
    expect(deployed).toMatchObject({ arn: target });
    expect('input_transformer' in deployed).toBe(hasMessage);
  });
});

describe('the user in the names of executions', () => {
  const environment = environmentWith({ events: { ...none, userInExecutionName: true } });
  const stack = stackOf(environment);

  it('is written by a call of StartExecution with the same input', () => {
    expect(resourceAt(stack, 'aws_scheduler_schedule.rotation')['target']).toMatchObject({
      arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution',
    });
    const rows = schedulesOf(stack);
    for (const [name, { input }] of Object.entries(schedulesOf(plain)))
      expect(JSON.parse(String(rows[name]?.['input']))).toEqual({
        StateMachineArn: machine,
        Name: `${name}+<aws.scheduler.execution-id>`,
        Input: input,
      });
  });

  it('keeps the placeholder of EventBridge Scheduler as it is', () => {
    for (const { input } of Object.values(schedulesOf(stack)))
      expect(input).toContain('+<aws.scheduler.execution-id>"');
  });

  it('changes nothing else', () => {
    expect(Object.keys(stack.resource['aws_scheduler_schedule'] ?? {})).toEqual(['rotation']);
    expect({ ...stack.resource, aws_scheduler_schedule: {} }).toEqual({
      ...plain.resource,
      aws_scheduler_schedule: {},
    });
    expect(stack.output).toEqual(plain.output);
  });
});
