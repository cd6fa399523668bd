import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { type ITerraformDependable, TerraformIterator, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings, UserSettings } from '../settings';
import { arnsOf } from './documents';
import { scheduleInput, scheduleTargetArn } from './execution-input';
import { textLiteral } from './literal';
import { addressOf, setLogicalId } from './logical-id';
import { descriptions, namesOf, scheduleName } from './names';
import type { ScheduleRole } from './schedule-role';
import type { ShardTable } from './shards/shard-table';

interface SchedulesOptions {
  readonly environment: EnvironmentSettings;
  readonly machine: ITerraformDependable;
  readonly role: ScheduleRole;
  /** The machines, if the environment has shards. */
  readonly table: ShardTable | undefined;
  /** The queue of missed starts, if there is one. */
  readonly missedStarts?: ITerraformDependable | undefined;
}

/**
 * One schedule for each user, in one group. They are one resource with `for_each`, keyed by the user's name: addresses read
 * `aws_scheduler_schedule.rotation["ci-deployer"]`, and synthesis costs the same for any number of users.
 */
export class Schedules extends Construct {
  constructor(scope: Construct, { environment, machine, role, table, missedStarts }: SchedulesOptions) {
    super(scope, 'schedules');
    const names = namesOf(environment.name);
    const arns = arnsOf(environment);
    const group = new SchedulerScheduleGroup(this, 'group', { name: names.scheduleGroup });
    setLogicalId(group, 'rotation');

    const each = TerraformIterator.fromMap(table === undefined ? rows(environment) : this.local(environment).asAnyMap);
    const schedules = new SchedulerSchedule(this, 'schedules', {
      forEach: each,
      name: each.getString('name'),
      groupName: names.scheduleGroup,
      description: each.getString('description'),
      state: hasPauses(environment) ? each.getString('state') : 'ENABLED',
      scheduleExpression: each.getString('schedule_expression'),
      scheduleExpressionTimezone: each.getString('schedule_expression_timezone'),
      startDate: each.getString('start_date'),
      flexibleTimeWindow: {
        mode: each.getString('flexible_time_window_mode'),
        maximumWindowInMinutes: each.getNumber('maximum_window_in_minutes'),
      },
      target: {
        arn: scheduleTargetArn(environment) ?? machineOfShard(table) ?? arns.stateMachine,
        roleArn: arns.scheduleRole,
        input: each.getString('input'),
        retryPolicy: {
          maximumEventAgeInSeconds: each.getNumber('maximum_event_age_in_seconds'),
          maximumRetryAttempts: each.getNumber('maximum_retry_attempts'),
        },
        ...(missedStarts === undefined ? {} : { deadLetterConfig: { arn: arns.missedStarts } }),
      },
      dependsOn: [group, machine, ...role.ready, ...(missedStarts === undefined ? [] : [missedStarts])],
      // AWS deletes the schedules of a group with it. Only a replacement changes the group's date of creation; a tag does not.
      // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html
      lifecycle: { replaceTriggeredBy: [`${addressOf(group)}.creation_date`] },
    });
    setLogicalId(schedules, 'rotation');
  }

  /** The rows as a local, which `for_each` plans much faster for thousands of users. */
  private local(environment: EnvironmentSettings): TerraformLocal {
    const local = new TerraformLocal(this, 'rotations', rows(environment));
    setLogicalId(local, 'rotations');
    return local;
  }
}

/** The machine of the user's shard. */
function machineOfShard(table: ShardTable | undefined): string | undefined {
  return table && `\${local.${table.shards.friendlyUniqueId}[each.value.shard].machine_arn}`;
}

/** Without a pause, the state is the same for all, as it was before there were pauses. */
function hasPauses({ users }: EnvironmentSettings): boolean {
  return users.some(({ schedule }) => schedule.enabled === false);
}

/** The values that differ from user to user, with the provider's names. A null value counts as not set. */
function rows(environment: EnvironmentSettings): Record<string, Record<string, string | number | null>> {
  const withState = hasPauses(environment);
  return Object.fromEntries(
    environment.users.map((user) => [
      textLiteral(user.name),
      {
        ...row(user, environment),
        ...(withState ? { state: user.schedule.enabled === false ? 'DISABLED' : 'ENABLED' } : {}),
      },
    ]),
  );
}

function row(user: UserSettings, environment: EnvironmentSettings): Record<string, string | number | null> {
  const { expression, timezone, startDate, flexibleWindowMinutes, retryMaxAgeSeconds, retryMaxAttempts } =
    user.schedule;
  const isFlexible = flexibleWindowMinutes > 0;
  return {
    ...(user.shard === undefined ? {} : { shard: user.shard }),
    name: scheduleName(user.name),
    description: textLiteral(descriptions.schedule(user.name)),
    schedule_expression: textLiteral(expression),
    schedule_expression_timezone: textLiteral(timezone),
    start_date: startDate === undefined ? null : textLiteral(startDate),
    flexible_time_window_mode: isFlexible ? 'FLEXIBLE' : 'OFF',
    maximum_window_in_minutes: isFlexible ? flexibleWindowMinutes : null,
    maximum_event_age_in_seconds: retryMaxAgeSeconds,
    maximum_retry_attempts: retryMaxAttempts,
    input: scheduleInput(user, environment),
  };
}
