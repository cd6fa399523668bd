import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SchedulerScheduleGroup } from '@cdktf/provider-aws/lib/scheduler-schedule-group';
import { type ITerraformDependable, type MapTerraformIterator, TerraformIterator, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings, ScheduleSettings } from '../settings';
import { arnsOf } from './documents';
import { scheduleInput, scheduleTargetArn } from './execution-input';
import { textLiteral } from './literal';
import { addressOf, setLogicalId } from './logical-id';
import { descriptions, namesOf, scheduleName } from './names';
import type { ScheduleRole } from './schedule-role';
import { PlainValue } from './shards/plain-value';
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

    const all = table === undefined ? separateRows(environment) : this.sharedRows(environment);
    const schedules = new SchedulerSchedule(this, 'schedules', {
      forEach: all.each,
      name: all.text('name'),
      groupName: names.scheduleGroup,
      description: all.text('description'),
      state: hasPauses(environment) || table !== undefined ? all.text('state') : 'ENABLED',
      scheduleExpression: all.text('schedule_expression'),
      scheduleExpressionTimezone: all.text('schedule_expression_timezone'),
      startDate: all.text('start_date'),
      flexibleTimeWindow: {
        mode: all.text('flexible_time_window_mode'),
        maximumWindowInMinutes: all.number('maximum_window_in_minutes'),
      },
      target: {
        arn: scheduleTargetArn(environment) ?? machineOfShard(table) ?? arns.stateMachine,
        roleArn: arns.scheduleRole,
        input: all.text('input'),
        retryPolicy: {
          maximumEventAgeInSeconds: all.number('maximum_event_age_in_seconds'),
          maximumRetryAttempts: all.number('maximum_retry_attempts'),
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

  /** The rows of thousands of users: a local, which `for_each` plans much faster, and in each row only the user's own values. */
  private sharedRows(environment: EnvironmentSettings): Rows {
    const common = environment.commonSchedule === undefined ? {} : scheduleColumns(environment.commonSchedule);
    const values = environment.users.map((user) => {
      const name = scheduleName(user.name);
      const row = {
        shard: user.shard ?? '',
        ...(user.schedule === environment.commonSchedule ? {} : differingColumns(user.schedule, common)),
        ...(name === user.name ? {} : { name }),
        input: scheduleInput(user, environment),
      };
      return [textLiteral(user.name), row] as const;
    });
    const local = new TerraformLocal(this, 'rotations', new PlainValue(Object.fromEntries(values)));
    setLogicalId(local, 'rotations');
    const each = TerraformIterator.fromMap(local.asAnyMap);
    const texts: Readonly<Record<string, string>> = {
      name: '${lookup(each.value, "name", each.key)}',
      description: descriptions.schedule('${each.key}'),
      input: each.getString('input'),
    };
    const lookUp = (column: string): string =>
      `\${lookup(each.value, ${JSON.stringify(column)}, ${JSON.stringify(common[column] ?? null)})}`;
    return {
      each,
      text: (column) => texts[column] ?? lookUp(column),
      number: (column) => Token.asNumber(lookUp(column)),
    };
  }
}

/** The rows of a `for_each`, and the values of a column. */
interface Rows {
  readonly each: MapTerraformIterator;
  readonly text: (column: string) => string;
  readonly number: (column: string) => number;
}

/** The machine of the user's shard. */
function machineOfShard(table: ShardTable | undefined): string | undefined {
  return table && `\${local.${table.shards.friendlyUniqueId}[each.value.shard].machine_arn}`;
}

/** Without a pause, the state is the same for all, as it was before there were pauses. */
function hasPauses({ users }: EnvironmentSettings): boolean {
  return users.some(({ schedule }) => schedule.enabled === false);
}

type Row = Record<string, string | number | null>;

/** The rows of few users, each with every value. */
function separateRows(environment: EnvironmentSettings): Rows {
  const withState = hasPauses(environment);
  const rows = environment.users.map((user): readonly [string, Row] => {
    const { state = null, ...schedule } = scheduleColumns(user.schedule);
    const row = {
      name: scheduleName(user.name),
      description: textLiteral(descriptions.schedule(user.name)),
      ...schedule,
      input: scheduleInput(user, environment),
      ...(withState ? { state } : {}),
    };
    return [textLiteral(user.name), row];
  });
  const each = TerraformIterator.fromMap(Object.fromEntries(rows));
  return { each, text: (column) => each.getString(column), number: (column) => each.getNumber(column) };
}

function differingColumns(schedule: ScheduleSettings, common: Row): Row {
  return Object.fromEntries(
    Object.entries(scheduleColumns(schedule)).filter(([column, value]) => value !== common[column]),
  );
}

/** The values of a schedule, with the provider's names. A null value counts as not set. */
function scheduleColumns(schedule: ScheduleSettings): Row {
  const { expression, timezone, startDate, flexibleWindowMinutes, retryMaxAgeSeconds, retryMaxAttempts } = schedule;
  const isFlexible = flexibleWindowMinutes > 0;
  return {
    schedule_expression: textLiteral(expression),
    schedule_expression_timezone: textLiteral(timezone),
    start_date: startDate === undefined ? null : textLiteral(startDate),
    flexible_time_window_mode: isFlexible ? 'FLEXIBLE' : 'OFF',
    maximum_window_in_minutes: isFlexible ? flexibleWindowMinutes : null,
    maximum_event_age_in_seconds: retryMaxAgeSeconds,
    maximum_retry_attempts: retryMaxAttempts,
    state: schedule.enabled === false ? 'DISABLED' : 'ENABLED',
  };
}
