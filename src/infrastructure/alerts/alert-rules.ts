import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { descriptions, namesOf } from '../names';
import type { EventRuleDescription } from '../event-rules/description';
import { chunksByPattern, inChunk } from '../shards/rule-chunks';
import { failedExecutions, failurePattern, oldKeys } from './messages';

/** The rules that publish to the topic: failed executions, and with `maximumKeyAgeDays` old keys. */
export function alertRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  const names = namesOf(environment.name);
  const arns = arnsOf(environment);
  const failed = chunksByPattern(environment, failurePattern).map((chunk): EventRuleDescription => ({
    ...inChunk(chunk, { id: 'alerts', name: names.alerts, arn: arns.alertRule, sid: 'AlertRule' }),
    description: descriptions.alertRule(environment.name),
    ...failedExecutions(environment, chunk),
  }));
  if (environment.alerts?.maximumKeyAgeDays === undefined) return failed;
  const old: EventRuleDescription = {
    id: 'key_age',
    name: names.keyAge,
    arn: arns.keyAgeRule,
    sid: 'KeyAgeRule',
    description: descriptions.keyAgeRule(environment.name),
    ...oldKeys(environment),
  };
  return [...failed, old];
}
