import { createHash } from 'node:crypto';
import type { EnvironmentSettings } from './settings';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * SHA-256, in hexadecimal digits, of the settings of one environment as they count: defaults filled in, no dates, whatever order they were
 * written in. A stack keeps it, so that it is known whether it was made from the settings as they are now.
 */
export function settingsDigest(environment: EnvironmentSettings): string {
  return sha256(JSON.stringify(sorted(environment)));
}

/** The same of all settings as they are written. Where it has not changed, they need not be read to know that they count as before. */
export function writtenDigest(keyturn: unknown): string {
  return sha256(JSON.stringify(keyturn));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
