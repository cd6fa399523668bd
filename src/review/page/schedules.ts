import { durationInWords } from '../../text/duration';
import { zoneOf } from '../../settings/schedule/calendar';
import { indexOf } from '../../model';
import type { KeyAge } from '../key-age';
import type { NoStart, ScheduleChange, ScheduleFacts } from '../schedules/schedules';
import { listOf, names, say, type Item, type Phrase, type Sign } from './parts';

const signs: { readonly [change in ScheduleChange['change']]: Sign } = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  unchanged: 'unchanged',
  'before-unknown': 'note',
};

/** One line for schedules that change in the same way: the words, the next starts and what was before. */
export function scheduleItem({ addresses, change, before, after }: ScheduleChange): Item {
  const who = names(addresses.map(shortName), 10);
  const facts = after ?? before;
  if (facts === undefined) return { sign: signs[change], text: who };
  const former = change === 'changed' && before !== undefined ? say` Before: ${inWords(before)}.` : [];
  const next = change === 'removed' ? [] : say` ${nextText(facts)}`;
  return { sign: signs[change], text: say`${who}: ${inWords(facts)}.${next}${former}` };
}

/** The key of an instance, which is the user in a stack of Keyturn; else the address. */
export function shortName(address: string): string {
  const index = indexOf(address);
  return typeof index === 'string' ? index : address;
}

function inWords({
  words,
  expression,
  timezone,
  startDate,
  endDate,
  flexibleMinutes,
  isEnabled,
}: ScheduleFacts): Phrase {
  const parts: Phrase[] = [
    say`${[words]} (${timezone}, ${expression})`,
    ...(startDate === undefined ? [] : [say`from ${startDate} on`]),
    ...(endDate === undefined ? [] : [say`until ${endDate}`]),
    ...(flexibleMinutes === 0 ? [] : [[`up to ${durationInWords(flexibleMinutes * 60)} later`]]),
    ...(isEnabled ? [] : [['paused']]),
  ];
  return listOf(parts);
}

export const noStarts: { readonly [why in NoStart]: string } = {
  paused: 'It starts nothing while it is paused.',
  over: 'It starts nothing any more.',
  'counts-from-creation': 'It starts when it is created, and counts from there, so its next dates are not known.',
  'not-understood': 'Its next dates are not known: Keyturn does not understand the expression.',
  'not-known': 'Its next dates are not known before the apply.',
};

function nextText({ next, timezone }: ScheduleFacts): Phrase {
  if (next.kind === 'none') return [noStarts[next.because]];
  return [`Next: ${next.dates.map((date) => localText(date, timezone)).join(', ')}.`];
}

const weekdays = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** An instant as the clocks of a time zone show it: `Tue 2026-12-01 03:00`. */
function localText(instant: string, timezone: string): string {
  const local = new Date(zoneOf(timezone).wallOf(Date.parse(instant)));
  return `${weekdays[local.getUTCDay()] ?? ''} ${local.toISOString().slice(0, 16).replace('T', ' ')}`;
}

/** The arithmetic of the longest life of a key. */
export function keyAgeItem({ addresses, strategy, terms, seconds }: KeyAge): Item {
  const sum = terms.map(({ name, seconds: part }) => `${name} ${durationInWords(part)}`).join(' + ');
  return {
    sign: 'note',
    text: say`${names(addresses.map(shortName), 10)}, strategy ${strategy}: a key lives at most ${[durationInWords(seconds)]} = ${[sum]}, if every run succeeds.`,
  };
}
