import type { EnvironmentSettings } from '../../settings';
import { document, type Document, type PolicyStatement } from '../documents';
import { isSharded } from '../shards/shards';
import type { EventRuleDescription } from './description';

/**
 * The trust policy of a role of event rules: EventBridge, for exactly these rules in this account.
 * With shards there can be many, so one statement names them all.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function ruleTrust(environment: EnvironmentSettings, rules: readonly EventRuleDescription[]): Document {
  const { accountId } = environment;
  const own = { 'aws:SourceAccount': accountId };
  if (isSharded(environment))
    return document({
      Sid: 'EventRules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: own, ArnEquals: { 'aws:SourceArn': rules.map(({ arn }) => arn) } },
    });
  return document(
    ...rules.map(({ sid, arn }): PolicyStatement => ({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: own, ArnEquals: { 'aws:SourceArn': arn } },
    })),
  );
}
