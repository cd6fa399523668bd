import { printable } from '../../text/printable';
import type { ExploredScenario } from './scenario-id';
import { wordsOf } from '../invariants/kinds';
import { limits } from '../invariants/limits';
import type { CallOutcome } from '../model/progress';
import type { Replay, ReplayedEvent } from './replay';

/** Prints a replay as text: each event's time, execution and action, and the violations. */
export function replayText({ scenario, events, endings, broken }: Replay): string {
  const lines = [
    `beginning: ${[scenario.initialWorld.words, ...circumstanceOf(scenario)].join('; ')}`,
    ...events.flatMap((event) => [
      eventText(event),
      ...event.broken.map(({ violation }) => `             BROKEN: ${wordsOf(violation)}`),
    ]),
    ...endings.map(({ text }) => text),
    ...(broken.length > 0
      ? broken.flatMap(({ violation, limit }) => [
          `broken: ${wordsOf(violation)}`,
          ...(limit === undefined ? [] : [`  a documented limit: ${limits[limit]}`]),
        ])
      : ['nothing is broken']),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

const circumstances: Partial<Readonly<Record<NonNullable<ExploredScenario['circumstance']>, string>>> = {
  'longer-lags': 'lists lag four times as long as a run settles',
  slow: 'everything takes as long as the definition lets it',
  'one-second': 'all keys are made in the same second',
  unverified: 'SES knows none of the addresses',
  'older-named': 'the input names the older key as the one that must go',
  'newer-named': 'the input names the newer key as the one that must go',
  'gone-named': 'the input names a key that does not exist',
};

function circumstanceOf({ circumstance }: ExploredScenario): string[] {
  const words = circumstance && circumstances[circumstance];
  return words === undefined ? [] : [words];
}

function eventText({ seconds, run, state, remarks, outcome, world }: ReplayedEvent): string {
  const notes = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
  const answer = outcome === undefined ? '' : ` -> ${answerText(outcome)}`;
  return `${clock(seconds).padStart(11)}  execution ${run + 1}  ${state}${notes}${answer}  [${world}]`;
}

/** The text of an answer; empty if there was no call. */
export function answerText(outcome: CallOutcome | undefined): string {
  if (outcome === undefined || outcome === 'no answer') return outcome ?? '';
  return outcome.ok ? 'ok' : outcome.error;
}

/** `26:03:07.5`: hours, minutes, seconds. */
function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const tenths = Math.round(seconds * 10);
  const whole = Math.floor(tenths / 10);
  const rest = tenths % 10;
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${rest > 0 ? `.${rest}` : ''}`;
}

const services: { readonly [service: string]: string } = { iam: 'IAM', secretsmanager: 'SecretsManager', ses: 'SES' };

/** Prints a replay as a sequence diagram in Mermaid. https://mermaid.js.org/syntax/sequenceDiagram.html */
export function sequenceDiagram({ events, endings, broken }: Replay): string {
  const runs = Math.max(0, ...events.map(({ run }) => run + 1));
  const lines = [
    'sequenceDiagram',
    ...Array.from({ length: runs }, (_, run) => `  participant E${run + 1} as execution ${run + 1}`),
    ...Object.values(services).map((name) => `  participant ${name}`),
    ...events.flatMap(arrows),
    ...endings.map(({ run, text }) => `  Note over E${run + 1}: ${plain(text.slice(0, 160))}`),
    ...broken.map(({ violation }) => `  Note over IAM,SecretsManager: broken: ${plain(wordsOf(violation))}`),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function arrows({ run, call, remarks, outcome, seconds, world }: ReplayedEvent): string[] {
  const to = call && services[call.service];
  const why = remarks.length > 0 ? `: ${remarks.join(', ')}` : '';
  if (call === undefined || to === undefined)
    return [`  Note over E${run + 1}: ${plain(`${clock(seconds)} ${remarks.join(', ')}`)}`];
  const isOk = typeof outcome === 'object' && outcome.ok;
  return [
    `  E${run + 1}->>${to}: ${plain(`${clock(seconds)} ${call.api}${why}`)}`,
    `  ${to}${isOk ? '-->>' : '--x'}E${run + 1}: ${plain(answerText(outcome))}`,
    `  Note right of SES: ${plain(world)}`,
  ];
}

/** Removes the characters that have a meaning in Mermaid. */
function plain(text: string): string {
  return text.replace(/[;#{}<>\n]/g, ',').replace(/:(?=\S)/g, '.');
}
