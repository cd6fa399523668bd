import { readWallTime, type Zone } from './calendar';
import { cronFirings, readCron, type Cron } from './cron';
import { ExpressionFault } from './expression-fault';

/** A schedule expression of EventBridge Scheduler, parsed; periods in seconds, local times in milliseconds. */
export type ScheduleExpression =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'rate'; readonly periodSeconds: number }
  | { readonly kind: 'at'; readonly wall: number };

export const EXPRESSION_LENGTH = 256;

const unitSeconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * Reads `cron(…)`, `rate(…)` or `at(…)`. Throws ExpressionFault.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readScheduleExpression(text: string): ScheduleExpression {
  if (text.length > EXPRESSION_LENGTH)
    throw new ExpressionFault(`is longer than ${EXPRESSION_LENGTH} characters; write a shorter expression`);
  const [, kind, inner = ''] = /^(cron|rate|at)\(([^()]*)\)$/.exec(text) ?? [];
  if (kind === 'cron') return { kind, cron: readCron(inner) };
  if (kind === 'rate') return { kind, periodSeconds: readRate(inner) };
  if (kind === 'at') return { kind, wall: readAt(inner) };
  throw new ExpressionFault(
    'is not a schedule expression; write cron(minutes hours day-of-month month day-of-week year), rate(value unit) or at(yyyy-mm-ddThh:mm:ss)',
  );
}

function readRate(text: string): number {
  const [, value, unit = ''] = /^([1-9]\d{0,8}) (minute|hour|day)s?$/.exec(text) ?? [];
  const seconds = unitSeconds[unit];
  if (value === undefined || seconds === undefined)
    throw new ExpressionFault(
      'must be a whole number above 0, one space and minutes, hours or days; write rate(30 days)',
    );
  return Number(value) * seconds;
}

function readAt(text: string): number {
  const wall = readWallTime(text);
  if (wall === undefined)
    throw new ExpressionFault('must contain a date and time that exist; write at(2030-01-31T03:00:00)');
  return wall;
}

/**
 * The instants after `after` at which a schedule fires, ascending, in milliseconds since 1970. A rate counts from `start`, as does its
 * first firing; cron waits for `start`; `at` ignores it.
 */
export function* firings(expression: ScheduleExpression, zone: Zone, after: number, start = after): Generator<number> {
  if (expression.kind === 'at') {
    const instant = zone.instantOf(expression.wall);
    if (instant !== undefined && instant > after) yield instant;
  } else if (expression.kind === 'cron') {
    // A firing at the start date itself counts.
    yield* cronFirings(expression.cron, zone, Math.max(after, start - 1));
  } else {
    for (let instant = start; ; instant += expression.periodSeconds * 1000) if (instant > after) yield instant;
  }
}
