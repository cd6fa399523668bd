import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { descriptions, namesOf } from '../names';
import { failedExecutions, oldKeys, type Matched } from './messages';

/** A rule on the default event bus. */
export interface EventRuleDescription {
  /** Its name in Terraform. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  /** The Sid of the statement that lets the rule assume its role. */
  readonly sid: string;
  readonly description: string;
  readonly matched: Matched;
}

/** The rules that publish to the topic: failed executions, and with `maximumKeyAgeDays` old keys. */
export function alertRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  const names = namesOf(environment.name);
  const arns = arnsOf(environment);
  const failed: EventRuleDescription = {
    id: 'alerts',
    name: names.alerts,
    arn: arns.alertRule,
    sid: 'AlertRule',
    description: descriptions.alertRule(environment.name),
    matched: failedExecutions(environment),
  };
  if (environment.alerts?.maximumKeyAgeDays === undefined) return [failed];
  const old: EventRuleDescription = {
    id: 'key_age',
    name: names.keyAge,
    arn: arns.keyAgeRule,
    sid: 'KeyAgeRule',
    description: descriptions.keyAgeRule(environment.name),
    matched: oldKeys(environment),
  };
  return [failed, old];
}
