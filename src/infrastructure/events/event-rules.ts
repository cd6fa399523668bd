import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import type { EventRuleDescription } from '../event-rules/description';
import { descriptions, namesOf } from '../names';
import { chunksByPattern, chunksByTargets, inChunk, type RuleChunk } from '../shards/rule-chunks';
import { compromisedKeys, keysThatMustGo, succeededExecutions, successPattern } from './messages';

/** A rule that starts rotations, and the machines that it starts. */
export interface StartRule extends EventRuleDescription {
  readonly machines: RuleChunk['machines'];
}

/** The rules that start rotations: for the custom event, and for findings of GuardDuty. With shards, each machine gets the event, and one has the user. */
export function startRules(environment: EnvironmentSettings): readonly StartRule[] {
  const { custom, guardDuty } = environment.events ?? {};
  const names = namesOf(environment.name);
  const arns = arnsOf(environment);
  const chunks = chunksByTargets(environment);
  return [
    ...(custom === undefined
      ? []
      : chunks.map((chunk) => ({
          ...inChunk(chunk, {
            ...{ id: 'custom', name: names.customEvent },
            ...{ arn: arns.customEventRule, sid: 'CustomEventRule' },
          }),
          description: descriptions.customRule(environment.name),
          ...keysThatMustGo(custom),
          machines: chunk.machines,
        }))),
    ...(guardDuty === undefined
      ? []
      : chunks.map((chunk) => ({
          ...inChunk(chunk, {
            ...{ id: 'guardduty', name: names.guardDuty },
            ...{ arn: arns.guardDutyRule, sid: 'GuardDutyRule' },
          }),
          description: descriptions.guardDutyRule(environment.name),
          ...compromisedKeys(guardDuty.types),
          machines: chunk.machines,
        }))),
  ];
}

/** The rules that report rotations to applications, if they have a target. */
export function successRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  const target = environment.events?.successTarget;
  if (target === undefined) return [];
  return chunksByPattern(environment, successPattern).map((chunk) => ({
    ...inChunk(chunk, {
      ...{ id: 'succeeded', name: namesOf(environment.name).succeeded },
      ...{ arn: arnsOf(environment).succeededRule, sid: 'SucceededRule' },
    }),
    description: descriptions.succeededRule(environment.name),
    ...succeededExecutions(environment, target, chunk),
  }));
}

export function eventRules(environment: EnvironmentSettings): readonly EventRuleDescription[] {
  return [...startRules(environment), ...successRules(environment)];
}
