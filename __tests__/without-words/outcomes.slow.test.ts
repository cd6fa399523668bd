import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runsAll } from '../effort';

const run = async (module: string, ...flags: string[]): Promise<Record<string, unknown>> => {
  const call = [join(__dirname, 'run.js'), join(__dirname, module), ...flags, ...(runsAll ? ['--all'] : [])];
  const { stdout } = await promisify(execFile)(process.execPath, call, { maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout) as Record<string, unknown>;
};

/** A verdict that changes when a sentence is reworded is none: code decides by kinds, and words are made from them. */
test.each([
  ['every verdict on the corpus, on recorded plans and on an export', 'checks.ts', 1300],
  ['what the explorer finds', 'explorer.ts', 150],
  ['where settings are wrong', 'settings.ts', 1000],
])(
  'without its words the program finds the same: %s',
  async (_, module, atLeast) => {
    const [whole, wordless] = await Promise.all([run(module), run(module, '--without-words')]);
    expect(Object.keys(whole).length).toBeGreaterThanOrEqual(atLeast);
    expect(wordless).toEqual(whole);
  },
  600_000,
);
