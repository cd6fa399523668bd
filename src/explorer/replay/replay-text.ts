import type { Story } from './scenario-id';
import type { Telling, Told } from './replay';

/** A story as text: when, who, what, and what is broken by it. */
export function textOfTelling({ story, events, endings, broken }: Telling): string {
  const lines = [
    `beginning: ${[story.beginning.words, ...circumstanceOf(story)].join('; ')}`,
    ...events.flatMap((event) => [eventText(event), ...event.broken.map((what) => `             BROKEN: ${what}`)]),
    ...endings,
    ...(broken.length > 0 ? broken.map((what) => `broken: ${what}`) : ['nothing is broken']),
  ];
  return `${lines.join('\n')}\n`;
}

const circumstances: Partial<Readonly<Record<NonNullable<Story['circumstance']>, string>>> = {
  'longer-lags': 'lists lag four times as long as a run settles',
  slow: 'everything takes as long as the definition lets it',
  'one-second': 'all keys are made in the same second',
  unverified: 'SES knows none of the addresses',
};

function circumstanceOf({ circumstance }: Story): string[] {
  const words = circumstance && circumstances[circumstance];
  return words === undefined ? [] : [words];
}

function eventText({ seconds, run, state, remarks, answer, world }: Told): string {
  const notes = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
  const outcome = answer === '' ? '' : ` -> ${answer}`;
  return `${clock(seconds).padStart(11)}  execution ${run + 1}  ${state}${notes}${outcome}  [${world}]`;
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

/** The same as a sequence diagram in Mermaid. https://mermaid.js.org/syntax/sequenceDiagram.html */
export function sequenceDiagram({ events, endings, broken }: Telling): string {
  const runs = Math.max(0, ...events.map(({ run }) => run + 1));
  const lines = [
    'sequenceDiagram',
    ...Array.from({ length: runs }, (_, run) => `  participant E${run + 1} as execution ${run + 1}`),
    ...Object.values(services).map((name) => `  participant ${name}`),
    ...events.flatMap(arrows),
    ...endings.map((ending) => `  Note over E${/\d+/.exec(ending)?.[0] ?? '1'}: ${plain(ending.slice(0, 160))}`),
    ...broken.map((what) => `  Note over IAM,SecretsManager: broken: ${plain(what)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function arrows({ run, service, api, remarks, answer, seconds, world }: Told): string[] {
  const to = services[service];
  const why = remarks.length > 0 ? `: ${remarks.join(', ')}` : '';
  if (to === undefined) return [`  Note over E${run + 1}: ${plain(`${clock(seconds)} ${remarks.join(', ')}`)}`];
  const failed = answer !== 'ok';
  return [
    `  E${run + 1}->>${to}: ${plain(`${clock(seconds)} ${api}${why}`)}`,
    `  ${to}${failed ? '--x' : '-->>'}E${run + 1}: ${plain(answer)}`,
    ...(world === '' ? [] : [`  Note right of SES: ${plain(world)}`]),
  ];
}

/** Characters that mean something to Mermaid are left out. */
function plain(text: string): string {
  return text.replace(/[;#{}<>\n]/g, ',').replace(/:(?=\S)/g, '.');
}
