const LONGEST_SHOWN = 80;

/**
 * Runs of base64 at least as long as a secret access key (40 characters) with capitals and small letters in them. Rather one
 * harmless word hidden than one secret in a log.
 */
const LOOKS_SECRET = /(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])[A-Za-z0-9/+]{40,}=*/g;

/** Exactly the shape of a secret access key: forty characters of base64 with capitals, small letters and digits. */
const SECRET_ACCESS_KEY =
  /(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/;

/** The text without what may be a secret access key. */
export function redact(text: string): string {
  return text.replace(LOOKS_SECRET, '(hidden: looks like a secret)');
}

/** Whether a secret access key seems to stand in the text. */
export function holdsSecret(text: string): boolean {
  return SECRET_ACCESS_KEY.test(text);
}

/** A value as an error shows it: on one line, never a secret, cut when long, only named when it is a list or an object. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const safe = Array.from(redact(value));
  if (safe.length <= LONGEST_SHOWN) return quote(safe.join(''));
  return quote(`${safe.slice(0, LONGEST_SHOWN / 2).join('')}…`);
}

/** Quoted as in JSON, with everything that could upset a terminal or begin a new line escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What is wrong with a value of another type than belongs here. */
export function wrongType(value: unknown, belongs: string, right: string): string {
  if (value === undefined) return `missing; write ${right}`;
  return `${seen(value)} where ${belongs} belongs; write ${right}`;
}

function seen(value: unknown): string {
  if (value === null) return 'null stands';
  if (typeof value === 'object') return `${show(value)} stands`;
  if (typeof value === 'string') return `${show(value)} is text`;
  if (typeof value === 'number') return `${show(value)} is a number`;
  return `${show(value)} stands`;
}
