import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { readModel } from '../../src/inputs';
import { deploymentFrom } from '../../src/terraform';
import { subjectOf, type Subject } from '../../src/explorer';
import { buildWorkflow } from '../../src/workflow';
import type { Loose } from '../checks/sample';
import { environmentWith } from '../infrastructure/environment';
import { stackOf } from '../infrastructure/synthesised';
import { breaking, caseOf } from './support';

/** With alerts, each end without success is reported by a mail or by an alert. */

const environment = environmentWith({ alerts: { subscribers: ['on-call@example.com'], publishBy: 'role' } });
const stack: Loose = stackOf(environment, buildWorkflow(workflowOptions(environment)));
const ends = ['FAILED', 'TIMED_OUT', 'ABORTED'];

const without = (edit: (resource: Loose) => void): Loose => {
  const changed = structuredClone(stack);
  edit(changed.resource);
  return changed;
};
const onlyRule = ({ aws_cloudwatch_metric_alarm: alarms }: Loose): void => {
  for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
    Reflect.deleteProperty(alarms.alerts.for_each, metric);
};
const editPattern = (resource: Loose, edit: (pattern: Loose) => void): void => {
  onlyRule(resource);
  const rule = resource.aws_cloudwatch_event_rule.alerts;
  const pattern = JSON.parse(rule.event_pattern);
  edit(pattern);
  rule.event_pattern = JSON.stringify(pattern);
};

const deploymentOf = (one: Loose) => deploymentFrom(readModel(JSON.stringify(one), 'cdk.tf.json'));
const alertedIn = (one: Loose) => [...(deploymentOf(one).alerted ?? [])].filter((end) => ends.includes(end)).sort();

it.each<[string, Loose, string[]]>([
  ['the rule and the alarms', stack, ends],
  ['the alarms alone', without((resource) => delete resource.aws_cloudwatch_event_rule), ends],
  ['the rule alone', without(onlyRule), ends],
  ['a rule of fewer ends', without((resource) => editPattern(resource, ({ detail }) => (detail.status = ['FAILED']))), ['FAILED']],
  ['a rule of another machine', without((resource) => editPattern(resource, ({ detail }) => (detail.stateMachineArn = ['arn:aws:states:eu-central-1:111122223333:stateMachine:other']))), []],
  ['a rule that requires more', without((resource) => editPattern(resource, ({ detail }) => (detail.name = [{ prefix: 'a' }]))), []],
  ['a rule that is disabled', without((resource) => { onlyRule(resource); resource.aws_cloudwatch_event_rule.alerts.state = 'DISABLED'; }), []],
  ['a rule without a target', without((resource) => { onlyRule(resource); delete resource.aws_cloudwatch_event_target; }), []],
  ['alarms without an action', without((resource) => { delete resource.aws_cloudwatch_event_rule; resource.aws_cloudwatch_metric_alarm.alerts.alarm_actions = []; }), []],
])('%s report the right ends', (_, one, expected) => {
  expect(alertedIn(one)).toEqual([...expected].sort());
}); // prettier-ignore

const subject = subjectOf(deploymentOf(stack));
const alerting = (...alerted: string[]): Subject => ({ ...subject, alerted: new Set(alerted) });
const invariantsBrokenBy = (one: Subject) => [
  ...new Set(breaking(one, [caseOf('A-it'), caseOf('AA-newer')]).map(({ violation }) => violation.kind)),
];

it('is held by the stack', () => {
  expect(invariantsBrokenBy(subject)).toEqual([]);
});

it.each([
  ['of a failure whose mail is refused', ['TIMED_OUT', 'ABORTED']],
  ['of an execution that is stopped', ['FAILED', 'TIMED_OUT']],
])('is broken without the alert %s', (_, alerted) => {
  expect(invariantsBrokenBy(alerting(...alerted))).toEqual(['end-not-reported']);
});
