import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const { hostileInputs } = createRequire(__filename)('../../bench/hostile-inputs.js') as {
  readonly hostileInputs: Readonly<Record<string, { readonly file: string; readonly text: string }>>;
};

/** On a quiet machine an answer takes less than 5 seconds, which the benchmark measures; here other tests run at the same time. */
const mostSeconds = 60;
const mostMebibytes = 512;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyturn-hostile-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contracts = ['execution-role', 'schedule-role'].map((name) => join(root, 'policies', `${name}.json`));

function check(file: string, text: string) {
  writeFileSync(join(folder, file), text);
  const given = file === 'policy.json' ? contracts.slice(0, 1) : contracts;
  const words = [
    ...['--require', join(root, 'bench', 'peak.js'), join(root, 'bin', 'keyturn.js'), 'check', join(folder, file)],
    ...given.flatMap((contract) => ['--contract', contract]),
    ...['--account', '111122223333', '--region', 'eu-central-1', '--environment', 'staging', '--format', 'json'],
  ];
  const peak = join(folder, 'peak');
  const { stdout, stderr } = spawnSync(process.execPath, words, {
    env: { ...process.env, BENCH_PEAK: peak },
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: mostSeconds * 1000,
  });
  return { stdout, stderr, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

/** What has no part in what the role is allowed; everything else must not pass. */
const harmless: ReadonlySet<string> = new Set([
  'thousands of users with rights',
  'thousands of groups with members',
  'thousands of attachments of a policy',
  'texts that double',
  'lists that double',
  'objects that double',
  'a machine that asks in any order',
  'quotes without end',
  'expressions without end',
  'roles in a text without end',
]);

test.each(Object.entries(hostileInputs))('%s: a verdict within bounds', (name, { file, text }) => {
  expect(text.length).toBeLessThanOrEqual(100_000);
  const { stdout, stderr, mebibytes } = check(file, text);
  expect(stderr).toBe('');
  const { verdict } = JSON.parse(stdout) as { verdict: string };
  expect(verdict === 'pass').toBe(harmless.has(name));
  expect(mebibytes).toBeLessThan(mostMebibytes);
});
