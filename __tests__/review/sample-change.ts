import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');

/** The sample settings before a change: with one user fewer, and another schedule. */
export function settingsBefore(): string {
  const text = readFileSync(join(root, 'cdktf.json'), 'utf8');
  const without = text.replace(/,\s*\{\s*"name": "legacy-ftp"(?:[^{}]|\{[^{}]*\})*\}/, '');
  const before = without.replace('cron(0 3 1 * ? *)', 'cron(0 3 ? * MON#1 *)');
  if (before === without || without === text) throw new Error('cdktf.json: the edit changes nothing');
  return before;
}
