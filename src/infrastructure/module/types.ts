/** Facts about the provider's arguments that a stack in JSON does not show. */

/** The types of the stacks, and whether a resource of the type can have tags. */
const isTagged: Readonly<Record<string, boolean>> = {
  aws_cloudwatch_event_rule: true,
  aws_cloudwatch_event_target: false,
  aws_cloudwatch_metric_alarm: true,
  aws_config_config_rule: true,
  aws_iam_role: true,
  aws_iam_role_policies_exclusive: false,
  aws_iam_role_policy: false,
  aws_iam_role_policy_attachments_exclusive: false,
  aws_kms_alias: false,
  aws_kms_key: true,
  aws_scheduler_schedule: false,
  aws_scheduler_schedule_group: true,
  aws_ses_event_destination: false,
  aws_ses_template: false,
  aws_sfn_state_machine: true,
  aws_sns_topic: true,
  aws_sns_topic_subscription: false,
  aws_sqs_queue: true,
};

/** The arguments that are blocks of their own, and not maps. */
const blocks: ReadonlySet<string> = new Set([
  'dead_letter_config',
  'encryption_configuration',
  'flexible_time_window',
  'input_transformer',
  'lifecycle',
  'logging_configuration',
  'retry_policy',
  'sns_destination',
  'source',
  'target',
  'tracing_configuration',
]);

const maps: ReadonlySet<string> = new Set(['dimensions', 'for_each', 'input_paths']);

/** Throws if the type is not known: its resources would lose their tags. */
export function takesTags(type: string): boolean {
  const tagged = isTagged[type];
  if (tagged === undefined)
    throw new Error(`${type}: src/infrastructure/module/types.ts does not say whether it has tags`);
  return tagged;
}

/** Throws if the argument is not known: a block that is written as a map is another argument. */
export function isBlock(argument: string): boolean {
  if (blocks.has(argument)) return true;
  if (maps.has(argument)) return false;
  throw new Error(`${argument}: src/infrastructure/module/types.ts does not say whether it is a block`);
}
