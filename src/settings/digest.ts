import { createHash } from 'node:crypto';
import { canonicalJson } from '../json';
import type { EnvironmentSettings } from './settings';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * SHA-256, in hexadecimal digits, of the effective settings of one environment: with defaults, without dates, independent of order. A stack keeps it,
 * so that a check can compare the stack with the current settings.
 */
export function settingsDigest(environment: EnvironmentSettings): string {
  return sha256(canonicalJson(environment));
}

/** SHA-256 of all settings as written. If it is unchanged, so are the effective settings, and they do not have to be read. */
export function writtenDigest(keyturn: unknown): string {
  return sha256(JSON.stringify(keyturn));
}
