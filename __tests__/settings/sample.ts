import { InputError } from '../../src/input-error';
import { parseSettings, type Settings } from '../../src/settings';

export const now = new Date('2026-11-23T12:00:00Z');

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Settings with nothing wrong in them and nothing more than they need. */
export function sample() {
  return {
    environments: [{ name: 'production', accountId: '111122223333', region: 'eu-central-1' }],
    users: [
      { name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' },
      { name: 'backup-agent', secretName: 'backup-agent/aws' },
    ],
    notification: { sender: 'key-rotation@example.com', recipients: ['platform-team@example.com'] },
  };
}

/** The sample, or other settings, with other values: `changed({ 'users.1.path': 'ci' })`; undefined takes a value out. */
export function changed(changes: { readonly [path: string]: Json | undefined }, original: object = sample()): unknown {
  const settings = structuredClone(original) as Record<string, Json>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, Json>>(
      (object, key) => (object[key] ??= {}) as Record<string, Json>,
      settings,
    );
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else parent[last] = value;
  }
  return settings;
}

export function parse(raw: unknown): Settings {
  return parseSettings(raw, { file: 'cdktf.json', now });
}

/** The lines of what is wrong, without `cdktf.json: context.keyturn.` in front; empty if nothing is. */
export function problems(raw: unknown): string[] {
  try {
    parse(raw);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.lines.map((line) => line.replace(/^cdktf\.json: context\.keyturn\.?/, ''));
  }
}
