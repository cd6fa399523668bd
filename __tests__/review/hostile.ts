import { planOf } from './plan';

/** A plan in which every name is the same hostile text. */
export function hostilePlan(name: string, cron: string): string {
  const statement = (action: string) => ({
    Effect: 'Allow',
    Action: `s3:${action}`,
    Resource: `arn:aws:s3:::${name}`,
    Condition: { StringEquals: { 'aws:PrincipalTag/x': name } },
  });
  const document = (...statements: readonly object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const trust = document({
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': name } },
  });
  const role = { name, assume_role_policy: trust, permissions_boundary: name };
  const machine = (state: string) => ({
    name,
    role_arn: name,
    definition: JSON.stringify({
      StartAt: name,
      States: { [name]: { Type: name, Comment: state }, x: { Type: 'Pass', End: true } },
    }),
  });
  const schedule = {
    name,
    schedule_expression: cron,
    schedule_expression_timezone: name,
    start_date: name,
    target: [{ arn: name, input: name }],
  };
  const index = JSON.stringify(name);
  return planOf([
    { address: 'aws_iam_role.x', before: { ...role, permissions_boundary: null }, after: role },
    { address: `aws_iam_role.y[${index}]`, before: role },
    {
      address: 'aws_iam_role_policy.x',
      before: { name, role: name, policy: document(statement('GetObject')) },
      after: { name, role: name, policy: document(statement('*')) },
    },
    { address: 'aws_iam_role_policy_attachment.x', after: { role: name, policy_arn: name } },
    {
      address: `aws_sqs_queue.x[${index}]`,
      before: { policy: null },
      after: { policy: document({ ...statement('*'), Principal: { Service: 'x.amazonaws.com' } }) },
    },
    {
      address: `aws_scheduler_schedule.x[${index}]`,
      before: schedule,
      after: { ...schedule, schedule_expression: name },
    },
    {
      address: `aws_sfn_state_machine.x[${index}]`,
      before: machine('a'),
      after: machine(name),
      actions: ['delete', 'create'],
    },
  ]);
}
