import { type Json, isArray, isObject } from '../json';
import type { World } from './aws';

/** The number of consecutive characters of a secret that must not appear in anything a person sees. */
const tellingLength = 8;
const hidden = '[secret]';

/**
 * Removes the secret access keys of a world from a text, whole or in pieces, plain or in Base64. AWS itself quotes the data of a state in the
 * causes of some errors, so every cause must pass through this function before it is shown.
 */
export function redactor(world: World): (text: string) => string {
  const telling = new Set<string>();
  for (const { keys } of world.users) {
    for (const { secret } of keys) for (const form of formsOf(secret)) addPieces(form, telling);
  }
  return (text) => redact(text, telling);
}

/** Redacts every text in a JSON value, including names of members. */
export function redactJson(value: Json, hide: (text: string) => string): Json {
  if (typeof value === 'string') return hide(value);
  if (isArray(value)) return value.map((each) => redactJson(each, hide));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [hide(name), redactJson(each, hide)]));
}

/** The secret itself, and its forms inside a longer text in Base64, where it can begin at any of three alignments. */
function formsOf(secret: string): string[] {
  const encoded = [0, 1, 2].map((shift) => {
    const base64 = Buffer.from(' '.repeat(shift) + secret).toString('base64');
    return base64.slice(shift === 0 ? 0 : 4).replace(/.?=+$/, '');
  });
  return [secret, ...encoded];
}

function addPieces(form: string, pieces: Set<string>): void {
  for (let start = 0; start + tellingLength <= form.length; start++)
    pieces.add(form.slice(start, start + tellingLength));
}

function redact(text: string, telling: ReadonlySet<string>): string {
  let clean = '';
  let shown = 0;
  for (let start = 0; start + tellingLength <= text.length; start++) {
    if (!telling.has(text.slice(start, start + tellingLength))) continue;
    let end = start + tellingLength;
    while (telling.has(text.slice(end - tellingLength + 1, end + 1))) end++;
    clean += text.slice(shown, start) + hidden;
    shown = end;
    start = end - 1;
  }
  return clean + text.slice(shown);
}
