import { ExpressionFault } from './expression-fault';

/** One of the six fields of a cron expression. */
export interface CronField {
  readonly what: string;
  readonly min: number;
  readonly max: number;
  /** Names of numbers, in capitals. */
  readonly names?: ReadonlyMap<string, number>;
}

/** Reads `*`, values, ranges, steps and lists of them (`0,10-20,30/5`); returns the numbers, ascending. */
export function readCronField(text: string, field: CronField): number[] {
  const numbers = new Set(text.split(',').flatMap((item) => readItem(item, field)));
  return [...numbers].sort((a, b) => a - b);
}

function readItem(item: string, field: CronField): number[] {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0) throw wrong(field, `"${item}" has two steps`);
  const [from, to] = readRange(range, field, step !== undefined);
  const width = step === undefined ? 1 : readStep(step, field);
  const numbers: number[] = [];
  for (let number = from; number <= to; number += width) numbers.push(number);
  return numbers;
}

function readRange(range: string, field: CronField, hasStep: boolean): [number, number] {
  if (range === '*') return [field.min, field.max];
  const ends = range.split('-');
  if (ends.length > 2) throw wrong(field, `"${range}" is not a range`);
  const [first = '', last] = ends;
  const from = readCronNumber(first, field);
  // `5/15` means from 5 to the end in steps of 15.
  if (last === undefined) return [from, hasStep ? field.max : from];
  const to = readCronNumber(last, field);
  if (to < from) throw wrong(field, `the range "${range}" is reversed; write ${to}-${from} or list the values`);
  return [from, to];
}

function readStep(step: string, field: CronField): number {
  const number = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  if (number < 1 || number > field.max) throw wrong(field, `the step "${step}" is not a number from 1 to ${field.max}`);
  return number;
}

export function readCronNumber(text: string, field: CronField): number {
  const named = field.names?.get(text);
  if (named !== undefined) return named;
  if (field.names?.has(text.toUpperCase()) === true)
    throw wrong(field, `"${text}" must be in capitals; write "${text.toUpperCase()}"`);
  const number = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (number >= field.min && number <= field.max) return number;
  const names = field.names === undefined ? '' : ` or one of ${[...field.names.keys()].join(', ')}`;
  throw wrong(field, `"${text}" is not a number from ${field.min} to ${field.max}${names}`);
}

export function wrong(field: CronField, problem: string): ExpressionFault {
  return new ExpressionFault(`has a wrong ${field.what} field: ${problem}`);
}
