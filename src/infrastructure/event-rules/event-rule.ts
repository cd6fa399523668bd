import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import { endingOfShard, firstShard } from '../../workflow/shards';
import { setLogicalId } from '../logical-id';
import { Moved } from '../shards/moved';
import type { EventRuleDescription } from './description';

interface EventRuleOptions {
  readonly rule: EventRuleDescription;
  /** The only target, or the target of each shard. */
  readonly targetArn: string | Readonly<Record<string, string>>;
  /** Undefined if the policy of the target lets EventBridge in. */
  readonly roleArn: string | undefined;
  /** The queue of events that were not delivered, if there is one. */
  readonly deadLetterArn: string | undefined;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A rule on the default event bus with its only target, or with one target for each shard. */
export class EventRule extends Construct {
  constructor(scope: Construct, { rule, targetArn, roleArn, deadLetterArn, dependsOn }: EventRuleOptions) {
    const { id, name, description, pattern, message } = rule;
    super(scope, `${id}-rule`);
    const resource = new CloudwatchEventRule(this, 'rule', { name, description, eventPattern: pattern });
    setLogicalId(resource, id);
    const target = new CloudwatchEventTarget(this, 'target', {
      rule: name,
      ...targetOf(id, targetArn),
      ...(roleArn === undefined ? {} : { roleArn }),
      ...(message === undefined
        ? {}
        : { inputTransformer: { inputPaths: { ...message.paths }, inputTemplate: message.template } }),
      ...(deadLetterArn === undefined ? {} : { deadLetterConfig: { arn: deadLetterArn } }),
      dependsOn: [resource, ...dependsOn],
    });
    setLogicalId(target, id);
    if (typeof targetArn !== 'string' && firstShard in targetArn) new Moved(this, [target]);
  }
}

function targetOf(id: string, targetArn: EventRuleOptions['targetArn']) {
  if (typeof targetArn === 'string') return { targetId: id, arn: targetArn };
  const rows = Object.entries(targetArn).map(([shard, arn]) => [shard, { id: `${id}${endingOfShard(shard)}`, arn }]);
  const each = TerraformIterator.fromMap(Object.fromEntries(rows) as Record<string, Record<string, string>>);
  return { forEach: each, targetId: each.getString('id'), arn: each.getString('arn') };
}
