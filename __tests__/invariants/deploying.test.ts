import { environmentWith } from '../infrastructure/environment';
import { removeTemporaryFolders } from '../infrastructure/folders';
import { schedulesOf, stackOf, type Stack } from '../infrastructure/synthesised';

const now = new Date('2026-11-23T12:00:00Z');

afterAll(removeTemporaryFolders);

/**
 * What in a stack would start a rotation when it is deployed: a rate without a start date fires at once, a date that has passed may do
 * so or be refused, and anything that runs during an apply can start the machine.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
function startsOnDeploy(stack: Stack): string[] {
  const schedules = Object.entries(schedulesOf(stack)).flatMap(([user, row]) => {
    const expression = String(row['schedule_expression']);
    const { start_date: date } = row;
    const start = typeof date === 'string' ? new Date(date) : undefined;
    const once = /^at\((.+)\)$/.exec(expression)?.[1];
    const isPast = (date: Date | undefined) => date === undefined || date <= now;
    if (expression.startsWith('rate') && isPast(start)) return [`${user}: ${expression}`];
    // Local time is at most a day from UTC.
    if (once !== undefined && new Date(`${once}Z`).getTime() < now.getTime() + 86_400_000)
      return [`${user}: ${expression}`];
    return [];
  });
  const runners = ['aws_lambda_invocation', 'terraform_data', 'null_resource', 'aws_cloudformation_stack'];
  return [...schedules, ...runners.filter((type) => type in stack.resource)];
}

type Row = Record<string, unknown>;

function withSchedule(stack: Stack, change: Row): Stack {
  const rows = schedulesOf(stack);
  const [first = ''] = Object.keys(rows);
  const changed = structuredClone(stack);
  schedulesOf(changed)[first] = { ...rows[first], ...change };
  return changed;
}

const stack = stackOf(environmentWith());

it('8 deploying rotates nothing: the sample starts nothing', () => {
  expect(startsOnDeploy(stack)).toEqual([]);
});

it.each([
  ['a rate without a start date', withSchedule(stack, { schedule_expression: 'rate(30 days)', start_date: null })],
  [
    'a rate whose start date has passed',
    withSchedule(stack, { schedule_expression: 'rate(30 days)', start_date: '2026-11-01T00:00:00Z' }),
  ],
  ['a moment that has passed', withSchedule(stack, { schedule_expression: 'at(2026-11-20T03:00:00)' })],
  [
    'a function that is invoked by the apply',
    { ...stack, resource: { ...stack.resource, aws_lambda_invocation: { now: {} } } },
  ],
])('8 deploying rotates nothing: %s is found', (_, broken) => {
  expect(startsOnDeploy(broken)).not.toEqual([]);
});
