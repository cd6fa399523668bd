import { readFileSync } from 'node:fs';
import { parseSettings } from './parse';
import type { Settings, Strategy } from './settings';

export interface LoadOptions {
  readonly now?: Date;
  readonly strategy?: Strategy;
}

/** Reads `context.keyturn` of a `cdktf.json`; throws InputError with one line a problem, all at once. */
export function loadSettings(file = 'cdktf.json', options: LoadOptions = {}): Settings {
  const json = JSON.parse(readFileSync(file, 'utf8')) as { context: { keyturn: unknown } };
  const settings = parseSettings(json.context.keyturn, { file, now: options.now ?? new Date() });
  const { strategy } = options;
  if (strategy === undefined) return settings;
  return { environments: settings.environments.map((environment) => ({ ...environment, strategy })) };
}
