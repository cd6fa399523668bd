import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { setLogicalId } from '../logical-id';
import type { EventRuleDescription } from './description';

interface EventRuleOptions {
  readonly rule: EventRuleDescription;
  readonly targetArn: string;
  /** Undefined if the policy of the target lets EventBridge in. */
  readonly roleArn: string | undefined;
  /** The queue of events that were not delivered, if there is one. */
  readonly deadLetterArn: string | undefined;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A rule on the default event bus with its only target. */
export class EventRule extends Construct {
  constructor(scope: Construct, { rule, targetArn, roleArn, deadLetterArn, dependsOn }: EventRuleOptions) {
    const { id, name, description, pattern, message } = rule;
    super(scope, `${id}-rule`);
    const resource = new CloudwatchEventRule(this, 'rule', { name, description, eventPattern: pattern });
    setLogicalId(resource, id);
    const target = new CloudwatchEventTarget(this, 'target', {
      rule: name,
      targetId: id,
      arn: targetArn,
      ...(roleArn === undefined ? {} : { roleArn }),
      ...(message === undefined
        ? {}
        : { inputTransformer: { inputPaths: { ...message.paths }, inputTemplate: message.template } }),
      ...(deadLetterArn === undefined ? {} : { deadLetterConfig: { arn: deadLetterArn } }),
      dependsOn: [resource, ...dependsOn],
    });
    setLogicalId(target, id);
  }
}
