import { createHash } from 'node:crypto';
import { canonicalJson } from '../json';
import { sortedLines } from '../text/lines';
import type { EnvironmentSettings } from './settings';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * SHA-256, in hexadecimal digits, of the effective settings of one environment: with defaults, without dates, independent of order. A stack keeps it,
 * so that a check can compare the stack with the current settings.
 */
export function settingsDigest(environment: EnvironmentSettings): string {
  return sha256(canonicalJson(environment));
}

/** A file that settings name. */
interface NamedFile {
  readonly file: string;
  readonly text: string;
}

/**
 * SHA-256 of all settings as written, with the files that they name. If it is unchanged, so are the effective settings, and they do not have to be read.
 * The order of the rows of a CSV file does not count; undefined if a file is in another format, whose order only its reader knows.
 */
export function writtenDigest(keyturn: unknown, files: readonly NamedFile[]): string | undefined {
  if (files.length === 0) return sha256(JSON.stringify(keyturn));
  if (files.some(({ file }) => !/\.csv$/i.test(file))) return undefined;
  return sha256(JSON.stringify([keyturn, ...files.map(({ text }) => sortedLines(text))]));
}
