import { printable } from './printable';

const LONGEST_SHOWN = 80;

/** Runs of base64 at least as long as a secret access key. */
const LONG_RUN = /[A-Za-z0-9/+]{40,}=*/g;
const SECRET_LENGTH = 40;

const isMixed = (run: string): boolean => /[a-z]/.test(run) && /[A-Z]/.test(run);

/**
 * Hides what may be a secret access key: every long run of base64 with capitals and small letters. A hidden harmless word is better than a
 * secret in a log.
 */
export function redact(text: string): string {
  return text.replace(LONG_RUN, (run) => (isMixed(run) ? '(hidden: looks like a secret)' : run));
}

/** Whether the text seems to contain a secret access key: forty characters of base64 with capitals, small letters and digits. */
export function holdsSecret(text: string): boolean {
  return (text.match(LONG_RUN) ?? []).some((run) => run.length === SECRET_LENGTH && isMixed(run) && /\d/.test(run));
}

/** A value as an error shows it: on one line, never a secret, shortened if it is long, only named if it is a list or an object. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const safe = Array.from(redact(value));
  if (safe.length <= LONGEST_SHOWN) return quote(safe.join(''));
  return quote(`${safe.slice(0, LONGEST_SHOWN / 2).join('')}…`);
}

function quote(text: string): string {
  return printable(JSON.stringify(text));
}

/** The problem of a value of the wrong type. */
export function wrongType(value: unknown, belongs: string, right: string): string {
  if (value === undefined) return `missing; write ${right}`;
  return `must be ${belongs}; got ${seen(value)}; write ${right}`;
}

function seen(value: unknown): string {
  if (typeof value === 'string') return `the text ${show(value)}`;
  if (typeof value === 'number') return `the number ${show(value)}`;
  return show(value);
}
