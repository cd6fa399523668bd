import type { Change, ChangedPart } from './change';
import type { EarlierDocument } from './document';

const nouns: Readonly<Record<ChangedPart, string>> = {
  verdict: 'verdict',
  role: 'role',
  trust: 'trust of the role',
  permission: 'permission',
  user: 'user',
  right: 'right of a new key',
  key: 'key',
  finding: 'finding',
  control: 'control',
  gap: 'question without an answer',
  contract: 'contract',
  settings: 'settings',
  option: 'option',
};

export function nounOf({ part }: Change): string {
  return nouns[part];
}

/** A change in one line, such as `added permission of NAME: …`. */
export function changeInWords(change: Change): string {
  const { kind, subject, before, after } = change;
  const about = subject === null || subject === before || subject === after ? '' : ` of ${subject}`;
  const what = before !== null && after !== null ? `${before} → ${after}` : (before ?? after ?? '');
  return `${kind} ${nounOf(change)}${about}: ${what}`;
}

/** An earlier document in a few words. */
export function earlierInWords({ file, tool, at, signedBy }: EarlierDocument): string {
  const key = signedBy === null ? 'not signed' : `signed by the key ${signedBy}`;
  return `${file} (${at}, keyturn ${tool}, ${key})`;
}
