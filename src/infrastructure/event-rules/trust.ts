import type { EnvironmentSettings } from '../../settings';
import { document, type Document, type PolicyStatement } from '../documents';
import type { EventRuleDescription } from './description';

/**
 * The trust policy of a role of event rules: EventBridge, for exactly these rules in this account.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function ruleTrust({ accountId }: EnvironmentSettings, rules: readonly EventRuleDescription[]): Document {
  return document(
    ...rules.map(({ sid, arn }): PolicyStatement => ({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId }, ArnEquals: { 'aws:SourceArn': arn } },
    })),
  );
}
