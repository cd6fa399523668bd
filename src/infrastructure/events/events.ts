import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../../settings';
import { ClosedRole } from '../closed-role';
import { arnsOf } from '../documents';
import { EventRule } from '../event-rules/event-rule';
import { ruleTrust } from '../event-rules/trust';
import { descriptions, namesOf } from '../names';
import { eventPolicy, successPolicy } from './documents';
import { startRules, successRules, type StartRule } from './event-rules';

interface EventsOptions {
  readonly environment: EnvironmentSettings;
  readonly machine: ITerraformDependable;
  /** The queue of events that were not delivered, if there is one. */
  readonly undeliveredEvents: ITerraformDependable | undefined;
}

/** Rules that start rotations on events, and a rule that reports rotations to applications, each with a role that only they can use. */
export class Events extends Construct {
  constructor(
    scope: Construct,
    private readonly options: EventsOptions,
  ) {
    super(scope, 'events');
    this.starts();
    this.successes();
  }

  private starts(): void {
    const { environment, machine } = this.options;
    const rules = startRules(environment);
    if (rules.length === 0) return;
    const role = new ClosedRole(this, 'events', {
      name: namesOf(environment.name).events,
      description: descriptions.eventRole(environment.name),
      trust: ruleTrust(environment, rules),
      policy: eventPolicy(environment),
    });
    const { stateMachine, eventRole } = arnsOf(environment);
    for (const rule of rules)
      new EventRule(this, {
        ...{ rule, targetArn: targetsOf(rule) ?? stateMachine, roleArn: eventRole },
        ...this.deadLetters([machine, ...role.ready]),
      });
  }

  private successes(): void {
    const { environment } = this.options;
    const target = environment.events?.successTarget;
    if (target === undefined) return;
    const rules = successRules(environment);
    const role = new ClosedRole(this, 'succeeded', {
      name: namesOf(environment.name).succeeded,
      description: descriptions.succeededRole(environment.name),
      trust: ruleTrust(environment, rules),
      policy: successPolicy(target),
    });
    const roleArn = arnsOf(environment).succeededRole;
    for (const rule of rules)
      new EventRule(this, { ...{ rule, targetArn: target, roleArn }, ...this.deadLetters(role.ready) });
  }

  /** With alerts, an event that is not delivered is kept. */
  private deadLetters(others: readonly ITerraformDependable[]) {
    const { environment, undeliveredEvents } = this.options;
    if (undeliveredEvents === undefined) return { deadLetterArn: undefined, dependsOn: others };
    return { deadLetterArn: arnsOf(environment).undeliveredEvents, dependsOn: [undeliveredEvents, ...others] };
  }
}

/** The machines that a rule starts, by their shards; undefined if there are no shards. */
function targetsOf({ machines }: StartRule): Readonly<Record<string, string>> | undefined {
  const targets = machines.flatMap(({ shard, arn }) => (shard === undefined ? [] : [[shard, arn] as const]));
  return targets.length === 0 ? undefined : Object.fromEntries(targets);
}
