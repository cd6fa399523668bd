/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-dynamic-delete, @typescript-eslint/no-explicit-any --
   a stack and a plan are untyped JSON here, and parts of them are taken out */

type Loose = any;

/** Types of resources that only the optional sections add. */
const types = new Set([
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_cloudwatch_metric_alarm',
  'aws_kms_alias',
  'aws_kms_key',
  'aws_sns_topic',
  'aws_sns_topic_subscription',
  'aws_sqs_queue',
]);
/** Names of the roles that they add. */
const roles = new Set(['alerts', 'events']);
const owned = { type: 'AWS_OWNED_KEY' };

const isOfSection = (type: string, name: string): boolean =>
  types.has(type) || (type.startsWith('aws_iam_role') && roles.has(name));

/** The policy of the schedules' role, which only starts rotations. */
function startsOnly(policy: string): string {
  const { Version, Statement } = JSON.parse(policy);
  return JSON.stringify({ Version, Statement: [Statement[0]] });
}

/** Takes the optional sections out of the stack of the sample: AWS's own key encrypts the history, and the stack says so. */
export function stackWithoutSections(stack: Loose): Loose {
  for (const [type, named] of Object.entries<Loose>(stack.resource)) {
    for (const name of Object.keys(named)) if (isOfSection(type, name)) delete named[name];
    if (Object.keys(named).length === 0) delete stack.resource[type];
  }
  const { aws_sfn_state_machine, aws_iam_role_policy, aws_scheduler_schedule } = stack.resource;
  aws_sfn_state_machine.rotation.encryption_configuration = owned;
  aws_iam_role_policy.schedule.policy = startsOnly(aws_iam_role_policy.schedule.policy);
  const { rotation } = aws_scheduler_schedule;
  delete rotation.target.dead_letter_config;
  rotation.depends_on = rotation.depends_on.filter((address: string) => address !== 'aws_sqs_queue.missed_starts');
  return stack;
}

/** Takes them out of the plan of the sample. */
export function planWithoutSections(plan: Loose): Loose {
  const own = (all: Loose): Loose => all.filter(({ type, name }: Loose) => !isOfSection(type, name));
  const [planned, configured] = [plan.planned_values.root_module, plan.configuration.root_module];
  plan.resource_changes = own(plan.resource_changes);
  planned.resources = own(planned.resources);
  configured.resources = own(configured.resources);
  const isMachine = ({ type }: Loose): boolean => type === 'aws_sfn_state_machine';
  const isPolicy = ({ type, name }: Loose): boolean => type === 'aws_iam_role_policy' && name === 'schedule';
  const isSchedule = ({ type }: Loose): boolean => type === 'aws_scheduler_schedule';

  const key = { ...owned, kms_data_key_reuse_period_seconds: null, kms_key_id: null };
  planned.resources.find(isMachine).values.encryption_configuration = [key];
  const { change } = plan.resource_changes.find(isMachine);
  change.after.encryption_configuration = [key];
  change.after_unknown.encryption_configuration = [{}];
  const machine = configured.resources.find(isMachine);
  machine.expressions.encryption_configuration = [{ type: { constant_value: owned.type } }];

  const values = planned.resources.find(isPolicy).values;
  const policy = startsOnly(values.policy);
  values.policy = policy;
  plan.resource_changes.find(isPolicy).change.after.policy = policy;
  // The provider writes a document in its own order; the configuration keeps it as it is written.
  const { expressions } = configured.resources.find(isPolicy);
  expressions.policy = { constant_value: startsOnly(expressions.policy.constant_value) };

  for (const { values: schedule } of planned.resources.filter(isSchedule)) schedule.target[0].dead_letter_config = [];
  for (const { change: schedule } of plan.resource_changes.filter(isSchedule)) {
    schedule.after.target[0].dead_letter_config = [];
    schedule.after_unknown.target[0].dead_letter_config = [];
  }
  const schedules = configured.resources.find(isSchedule);
  delete schedules.expressions.target[0].dead_letter_config;
  schedules.depends_on = schedules.depends_on.filter((address: string) => address !== 'aws_sqs_queue.missed_starts');
  return plan;
}
