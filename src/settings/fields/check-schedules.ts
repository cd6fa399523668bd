import { readScheduleExpression } from '../schedule/expression';
import { ExpressionFault } from '../schedule/expression-fault';
import { readWallTime, zoneOf } from '../schedule/calendar';
import type { FieldCheck } from './fields';
import { nearest } from '../../text/suggest';

const ZONE_LENGTH = 50;

export const scheduleExpression: FieldCheck<string> = (expression) => {
  try {
    readScheduleExpression(expression);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionFault) return error.message;
    throw error;
  }
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const timeZone: FieldCheck<string> = (name) => {
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  if (known.includes(name)) return undefined;
  const meant = nearest(name, known);
  const right =
    meant === undefined
      ? 'write a name of the IANA time zone database, such as "Europe/Berlin" or "UTC"'
      : `did you mean "${meant}"?`;
  const sameButCase = meant?.toLowerCase() === name.toLowerCase();
  return name.length > ZONE_LENGTH || sameButCase || !/^[A-Za-z]/.test(name) || !exists(name)
    ? `is not a time zone; ${right}`
    : undefined;
};

/** Whether the zone exists. Older names, such as `US/Eastern`, exist without being listed. */
function exists(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

export const startDate: FieldCheck<string> = (date) =>
  date.endsWith('Z') && readWallTime(date.slice(0, -1)) !== undefined
    ? undefined
    : 'is not a date and time in UTC; write it as in "2030-01-31T03:00:00Z"';
