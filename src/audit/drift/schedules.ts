import { memberOf, type Json } from '../../json';
import { nestedBlocks, textOf, Unknown, type Resource, type ValueObject } from '../../model';
import { machineArnsOf, type Place } from '../../operations/place';
import { scheduleOfUser } from '../../operations/status';
import { once } from '../../once';
import type { Answered, Replies } from '../answers/replies';
import type { Compare, Compared, Difference, Thing } from './difference';
import { inBlock, itemsOf, known, madeIn, valueDifferences } from './values';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export const scheduleDifferences: Compare = ({ values }, { place, replies }) => {
  const name = known(textOf(values, 'name'));
  const thing = scheduleThing(name, place);
  const reply = replies.of('schedule', `${place.scheduleGroup}/${name}`);
  const value = reply.kind === 'answered' ? reply.value : inList(name, place, replies);
  if (reply.kind === 'absent' || value === missing) return [{ kind: 'missing', thing }];
  if (value === undefined) return 'not-known';
  const wanted = textOf(values, 'state') ?? 'ENABLED';
  const isSame = memberOf(value, 'State') === wanted;
  return [
    ...(isSame ? [] : [{ kind: wanted === 'ENABLED' ? 'disabled' : 'enabled', thing } as const]),
    ...(reply.kind === 'answered' ? detailsOf(thing, values, value) : []),
  ];
};

export const scheduleGroupDifferences: Compare = ({ values }, { place, replies }) => {
  const reply = replies.of('schedules', place.scheduleGroup);
  if (reply.kind === 'absent')
    return [{ kind: 'missing', thing: { noun: 'schedule group', name: known(textOf(values, 'name')) } }];
  return reply.kind === 'answered' ? [] : 'not-known';
};

/** Schedules that the settings do not make: all others of the group, and those of other groups that start the machine. */
export function extraSchedules(resources: readonly Resource[], compared: Compared): Difference[] {
  return [...extraOfGroup(resources, compared), ...extraOfOthers(compared)];
}

function extraOfOthers({ place, replies }: Compared): Difference[] {
  const list = replies.of('all-schedules');
  if (list.kind !== 'answered') return [];
  const machines = machineArnsOf(place);
  return itemsOf(list.value, 'Schedules').flatMap((one): Difference[] => {
    const [group, name] = [memberOf(one, 'GroupName'), memberOf(one, 'Name')];
    if (typeof group !== 'string' || typeof name !== 'string') return [];
    if (group === place.scheduleGroup || !startsOneOf(machines, one)) return [];
    return [{ kind: 'extra', thing: { noun: 'schedule', name: `${group}/${name}` } }];
  });
}

/** The target can be a version or an alias of the machine. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html */
function startsOneOf(machines: readonly string[], schedule: Json): boolean {
  const target = memberOf(memberOf(schedule, 'Target'), 'Arn');
  return typeof target === 'string' && machines.some((arn) => target === arn || target.startsWith(`${arn}:`));
}

function extraOfGroup(resources: readonly Resource[], { place, replies }: Compared): Difference[] {
  const list = replies.of('schedules', place.scheduleGroup);
  if (list.kind !== 'answered') return [];
  const made = madeIn(resources, 'aws_scheduler_schedule');
  return itemsOf(list.value, 'Schedules').flatMap((one): Difference[] => {
    const name = memberOf(one, 'Name');
    return typeof name === 'string' && !made.has(name) ? [{ kind: 'extra', thing: { noun: 'schedule', name } }] : [];
  });
}

function scheduleThing(name: string, place: Place): Thing {
  const user = userOfSchedule(place).get(name);
  return { noun: 'schedule', name, ...(user === undefined ? {} : { user }) };
}

/** The names of users by those of their schedules. */
const userOfSchedule = once(
  ({ environment }: Place) => new Map(environment.users.map((user) => [scheduleOfUser(user), user.name])),
);

/** A schedule that the list of its group lacks. */
const missing = Symbol('missing');

/** The schedule in the list of its group, which shows the state alone. */
function inList(name: string, { scheduleGroup }: Place, replies: Replies): Json | typeof missing | undefined {
  const list = replies.of('schedules', scheduleGroup);
  if (list.kind === 'absent') return missing;
  if (list.kind !== 'answered') return undefined;
  return schedulesByName(list).get(name) ?? missing;
}

const schedulesByName = once(
  ({ value }: Answered) => new Map(itemsOf(value, 'Schedules').map((one) => [memberOf(one, 'Name'), one])),
);

function detailsOf(thing: Thing, values: ValueObject, value: Json): ReturnType<typeof valueDifferences> {
  const [block] = nestedBlocks(values, 'target');
  if (block === undefined || block instanceof Unknown) return [];
  const target = memberOf(value, 'Target');
  const retry = memberOf(target, 'RetryPolicy');
  const window = memberOf(value, 'FlexibleTimeWindow');
  return valueDifferences(thing, [
    ['the expression', textOf(values, 'schedule_expression'), memberOf(value, 'ScheduleExpression')],
    ['the time zone', textOf(values, 'schedule_expression_timezone'), memberOf(value, 'ScheduleExpressionTimezone')],
    ['the target', textOf(block, 'arn'), memberOf(target, 'Arn')],
    ['the role', textOf(block, 'role_arn'), memberOf(target, 'RoleArn')],
    ['the input', textOf(block, 'input'), memberOf(target, 'Input')],
    [
      'the dead-letter queue',
      inBlock(block, 'dead_letter_config', 'arn') ?? 'none',
      memberOf(memberOf(target, 'DeadLetterConfig'), 'Arn') ?? 'none',
    ],
    [
      'the longest age of a start',
      inBlock(block, 'retry_policy', 'maximum_event_age_in_seconds'),
      memberOf(retry, 'MaximumEventAgeInSeconds'),
    ],
    [
      'the number of retries',
      inBlock(block, 'retry_policy', 'maximum_retry_attempts'),
      memberOf(retry, 'MaximumRetryAttempts'),
    ],
    ['the flexible window', inBlock(values, 'flexible_time_window', 'mode'), memberOf(window, 'Mode')],
    [
      'the length of the flexible window',
      inBlock(values, 'flexible_time_window', 'maximum_window_in_minutes') ?? 'none',
      memberOf(window, 'MaximumWindowInMinutes') ?? 'none',
    ],
  ]);
}
