import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings, UserSettings } from '../settings';
import { arnsOf } from './documents';
import { scheduleInput, scheduleTargetArn } from './execution-input';
import { textLiteral } from './literal';
import { addressOf, setLogicalId } from './logical-id';
import { descriptions, namesOf, scheduleName } from './names';
import type { ScheduleRole } from './schedule-role';

interface SchedulesOptions {
  readonly environment: EnvironmentSettings;
  readonly machine: ITerraformDependable;
  readonly role: ScheduleRole;
  /** The queue of missed starts, if there is one. */
  readonly missedStarts?: ITerraformDependable | undefined;
}

/**
 * One schedule for each user, in one group. They are one resource with `for_each`, keyed by the user's name: addresses read
 * `aws_scheduler_schedule.rotation["ci-deployer"]`, and synthesis costs the same for any number of users.
 */
export class Schedules extends Construct {
  constructor(scope: Construct, { environment, machine, role, missedStarts }: SchedulesOptions) {
    super(scope, 'schedules');
    const names = namesOf(environment.name);
    const arns = arnsOf(environment);
    const group = new SchedulerScheduleGroup(this, 'group', { name: names.scheduleGroup });
    setLogicalId(group, 'rotation');

    const each = TerraformIterator.fromMap(rows(environment));
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
        arn: scheduleTargetArn(environment),
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
}

/** Without a pause, the state is the same for all, as it was before there were pauses. */
function hasPauses({ users }: EnvironmentSettings): boolean {
  return users.some(({ schedule }) => schedule.enabled === false);
}

/** The values that differ from user to user, with the provider's names. A null value counts as not set. */
function rows(environment: EnvironmentSettings): Record<string, Record<string, string | number | null>> {
  return Object.fromEntries(environment.users.map((user) => [textLiteral(user.name), row(user, environment)]));
}

function row(user: UserSettings, environment: EnvironmentSettings): Record<string, string | number | null> {
  const { expression, timezone, startDate, flexibleWindowMinutes, retryMaxAgeSeconds, retryMaxAttempts } =
    user.schedule;
  const isFlexible = flexibleWindowMinutes > 0;
  return {
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
    ...(hasPauses(environment) ? { state: user.schedule.enabled === false ? 'DISABLED' : 'ENABLED' } : {}),
  };
}
