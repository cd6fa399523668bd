import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import type { EventRuleDescription } from '../event-rules/description';
import { descriptions, namesOf } from '../names';
import { compromisedKeys, keysThatMustGo, succeededExecutions } from './messages';

/** The rules that start rotations: one for the custom event, one for findings of GuardDuty. */
export function startRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  const { custom, guardDuty } = environment.events ?? {};
  const names = namesOf(environment.name);
  const arns = arnsOf(environment);
  return [
    ...(custom === undefined
      ? []
      : [
          {
            id: 'custom',
            name: names.customEvent,
            arn: arns.customEventRule,
            sid: 'CustomEventRule',
            description: descriptions.customRule(environment.name),
            ...keysThatMustGo(custom),
          },
        ]),
    ...(guardDuty === undefined
      ? []
      : [
          {
            id: 'guardduty',
            name: names.guardDuty,
            arn: arns.guardDutyRule,
            sid: 'GuardDutyRule',
            description: descriptions.guardDutyRule(environment.name),
            ...compromisedKeys(guardDuty.types),
          },
        ]),
  ];
}

/** The rule that reports rotations to applications, if they have a target. */
export function successRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  const target = environment.events?.successTarget;
  if (target === undefined) return [];
  return [
    {
      id: 'succeeded',
      name: namesOf(environment.name).succeeded,
      arn: arnsOf(environment).succeededRule,
      sid: 'SucceededRule',
      description: descriptions.succeededRule(environment.name),
      ...succeededExecutions(environment, target),
    },
  ];
}

export function eventRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  return [...startRules(environment), ...successRules(environment)];
}
