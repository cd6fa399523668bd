import { JsonSyntaxError, memberOf, parseJson, type Json } from '../../json';
import { zoneOf } from '../../settings/schedule/calendar';
import { ExpressionFault } from '../../settings/schedule/expression-fault';
import { firings, readScheduleExpression, type ScheduleExpression } from '../../settings/schedule/expression';
import { isObject, nestedBlocks, textOf, Unknown, type Model, type Resource, type ValueObject } from '../../model';
import { byAddress, type Sides } from '../sides';
import { expressionInWords } from './in-words';

/** The facts about one schedule. */
export interface ScheduleFacts {
  readonly expression: string;
  readonly timezone: string;
  readonly words: string;
  readonly isEnabled: boolean;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
  readonly flexibleMinutes: number;
  readonly retrySeconds: number;
  /** The grace period in the input of the execution, if it has one. */
  readonly graceSeconds: number | undefined;
  readonly next: NextStarts;
}

/** The next starts of a schedule as instants, in ISO 8601 with milliseconds, or the reason why there are none. */
export type NextStarts =
  { readonly kind: 'dates'; readonly dates: readonly string[] } | { readonly kind: 'none'; readonly because: NoStart };

export type NoStart = 'paused' | 'over' | 'counts-from-creation' | 'not-understood' | 'not-known';

/** Schedules that change in the same way. */
export interface ScheduleChange {
  readonly addresses: readonly string[];
  readonly change: 'added' | 'removed' | 'changed' | 'unchanged' | 'before-unknown';
  readonly before: ScheduleFacts | undefined;
  readonly after: ScheduleFacts | undefined;
}

const types = { aws_scheduler_schedule: 'scheduler', aws_cloudwatch_event_rule: 'rule' } as const;

/** The schedules of both sides; those that change in the same way stand together. */
export function scheduleChanges({ before, after }: Sides, now: Date): ScheduleChange[] {
  const [earlier, later] = [byAddress(schedulesIn(before)), byAddress(schedulesIn(after))];
  const groups = new Map<string, ScheduleChange & { addresses: string[] }>();
  for (const address of new Set([...later.keys(), ...earlier.keys()])) {
    const [former, current] = [earlier.get(address), later.get(address)];
    const facts = { before: former && factsOf(former, now), after: current && factsOf(current, now) };
    const change = changeOf(before !== undefined, facts.before, facts.after);
    const key = JSON.stringify([change, facts]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { addresses: [address], change, ...facts });
    else group.addresses.push(address);
  }
  return [...groups.values()];
}

function changeOf(
  isKnown: boolean,
  former: ScheduleFacts | undefined,
  current: ScheduleFacts | undefined,
): ScheduleChange['change'] {
  if (!isKnown) return 'before-unknown';
  if (former === undefined) return 'added';
  if (current === undefined) return 'removed';
  return JSON.stringify(former) === JSON.stringify(current) ? 'unchanged' : 'changed';
}

function schedulesIn(model: Model | undefined): Resource[] {
  return (model?.resources ?? []).filter(
    ({ type, values }) =>
      Object.hasOwn(types, type) &&
      (type !== 'aws_cloudwatch_event_rule' || textOf(values, 'schedule_expression') !== undefined),
  );
}

const hidden = '(sensitive)';
const unknown = '(not known before the apply)';

function factsOf({ type, values, sensitive }: Resource, now: Date): ScheduleFacts {
  const text = (name: string): string | undefined => {
    const value = textOf(values, name);
    if (sensitive.has(name)) return hidden;
    return value instanceof Unknown ? unknown : value === '' ? undefined : value;
  };
  const expression = text('schedule_expression') ?? unknown;
  const timezone = (type === 'aws_scheduler_schedule' ? text('schedule_expression_timezone') : undefined) ?? 'UTC';
  const isEnabled = !['DISABLED'].includes(text('state') ?? '') && text('is_enabled') !== 'false';
  const window = { startDate: text('start_date'), endDate: text('end_date') };
  const parsed = parsedExpression(expression);
  return {
    expression,
    timezone,
    words: parsed === undefined ? expression : expressionInWords(expression, parsed),
    isEnabled,
    ...window,
    flexibleMinutes: numberIn(values, 'flexible_time_window', 'maximum_window_in_minutes', 0),
    retrySeconds: retrySecondsOf(type, values),
    graceSeconds: sensitive.has('target') ? undefined : graceSecondsOf(values),
    next: nextStarts({ parsed, expression, timezone, isEnabled, ...window }, now),
  };
}

/** The default of EventBridge Scheduler. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const defaultRetrySeconds = 86_400;

function retrySecondsOf(type: string, values: ValueObject): number {
  if (type !== 'aws_scheduler_schedule') return defaultRetrySeconds;
  const [target] = nestedBlocks(values, 'target');
  if (!isBlock(target)) return defaultRetrySeconds;
  return numberIn(target, 'retry_policy', 'maximum_event_age_in_seconds', defaultRetrySeconds);
}

/** The grace period that a schedule asks for; a call of StartExecution has the input of the execution inside its own. */
function graceSecondsOf(values: ValueObject): number | undefined {
  const [target] = nestedBlocks(values, 'target');
  const given = isBlock(target) ? parsedObject(textOf(target, 'input')) : undefined;
  const inner = memberOf(given, 'Input');
  const seconds = memberOf(typeof inner === 'string' ? parsedObject(inner) : given, 'gracePeriodSeconds');
  return typeof seconds === 'number' ? seconds : undefined;
}

function parsedObject(text: string | Unknown | undefined): Json | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function numberIn(values: ValueObject, block: string, name: string, otherwise: number): number {
  const [first] = nestedBlocks(values, block);
  const text = isBlock(first) ? textOf(first, name) : undefined;
  const number = typeof text === 'string' ? Number(text) : NaN;
  return Number.isFinite(number) ? number : otherwise;
}

function isBlock(block: ValueObject | Unknown | undefined): block is ValueObject {
  return !(block instanceof Unknown) && isObject(block);
}

const expressions = new Map<string, ScheduleExpression | undefined>();

/** Reads each expression once: a fleet has thousands of schedules with the same one. */
function parsedExpression(expression: string): ScheduleExpression | undefined {
  if (!expressions.has(expression)) expressions.set(expression, readOrNot(expression));
  return expressions.get(expression);
}

function readOrNot(expression: string): ScheduleExpression | undefined {
  try {
    return readScheduleExpression(expression);
  } catch (error) {
    if (error instanceof ExpressionFault) return undefined;
    throw error;
  }
}

interface Timed extends Pick<ScheduleFacts, 'expression' | 'timezone' | 'isEnabled' | 'startDate' | 'endDate'> {
  readonly parsed: ScheduleExpression | undefined;
}

const shownStarts = 3;

function nextStarts({ parsed, expression, timezone, isEnabled, startDate, endDate }: Timed, now: Date): NextStarts {
  const none = (because: NoStart): NextStarts => ({ kind: 'none', because });
  if (!isEnabled) return none('paused');
  if ([expression, timezone, startDate, endDate].some((one) => one === hidden || one === unknown))
    return none('not-known');
  const zone = isZone(timezone) ? zoneOf(timezone) : undefined;
  const [start, end] = [startDate, endDate].map((one) => (one === undefined ? undefined : Date.parse(one)));
  if (parsed === undefined || zone === undefined || [start, end].some(Number.isNaN)) return none('not-understood');
  if (parsed.kind === 'rate' && start === undefined) return none('counts-from-creation');
  const dates: string[] = [];
  for (const instant of firings(parsed, zone, now.getTime(), start)) {
    if (dates.length === shownStarts || (end !== undefined && instant > end)) break;
    dates.push(new Date(instant).toISOString());
  }
  return dates.length === 0 ? none('over') : { kind: 'dates', dates };
}

/** The starts of a schedule after `now`, until `until` and at most so many, as milliseconds since 1970. */
export function startsBetween(facts: ScheduleFacts, now: Date, until: number, most: number): number[] {
  const { expression, timezone, startDate, endDate, next } = facts;
  const parsed = parsedExpression(expression);
  // Without a next date, there is none after it.
  if (next.kind === 'none' || parsed === undefined) return [];
  const start = startDate === undefined ? undefined : Date.parse(startDate);
  const end = endDate === undefined ? until : Math.min(until, Date.parse(endDate));
  const found: number[] = [];
  for (const instant of firings(parsed, zoneOf(timezone), now.getTime(), start)) {
    if (found.length === most || instant > end) break;
    found.push(instant);
  }
  return found;
}

function isZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}
