import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../src/json';
import { call } from './call';
import { makeSynthesised } from './synthesised';

let folder = '';

beforeAll(() => {
  folder = makeSynthesised();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const simulate = (...words: string[]) => call(folder, ['simulate', ...words]);

test('shows the rotations of all stacks, the quotas of their accounts, and what is assumed', async () => {
  const { status, stdout, stderr } = await simulate('--fleet');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('400 days from 2026-11-23 00:00 UTC, as if every rotation succeeded');
  for (const part of ['keyturn-production\n  users             4', 'keyturn-staging\n  users             4'])
    expect(stdout).toContain(part);
  expect(stdout).toMatch(/oldest key {8}\d+ days .*, of \S+; no key becomes older than 90 days/);
  expect(stdout).toMatch(
    /SES: mails {26}1 a second, assumed {3}at most \d in a second \(.* UTC\) +\d+ of \d+ throttled/,
  );
  expect(stdout).toContain('Assumptions\n  EventBridge Scheduler spreads');
});

test('shows one stack, for so many days', async () => {
  const { stdout } = await simulate('keyturn-staging', '--fleet', '--days', '31');
  expect(stdout).toContain('31 days from');
  expect(stdout).not.toContain('keyturn-production');
});

test('prints one JSON document, the same each time', async () => {
  const [first, second] = [await simulate('--fleet', '--json'), await simulate('--fleet', '--json')];
  expect(parseJson(first.stdout)).toMatchObject({
    format: 'keyturn-fleet/1',
    from: '2026-11-23T00:00:00.000Z',
    stacks: [{ stack: 'keyturn-production', users: 4, disabled: 0 }, { stack: 'keyturn-staging' }],
  });
  expect(second.stdout).toBe(first.stdout);
});

describe('the rates of the settings', () => {
  const file = () => join(folder, 'cdktf.json');
  let before = '';

  beforeEach(() => {
    before = readFileSync(file(), 'utf8');
  });
  afterEach(() => writeFileSync(file(), before));

  const withSettings = (settings: object): void => {
    const project = JSON.parse(before) as { context: { keyturn: object } };
    writeFileSync(file(), JSON.stringify({ context: { keyturn: { ...project.context.keyturn, ...settings } } }));
  };

  test('are used in place of the defaults, and the options in place of them', async () => {
    withSettings({ limits: { sesPerSecond: 14 } });
    const { stdout } = await simulate('--fleet', '--days', '31');
    expect(stdout).toMatch(/SES: mails +14 a second, assumed .* none throttled/);
    expect(stdout).toMatch(/IAM: calls +10 a second, assumed/);
    const given = await simulate('--fleet', '--days', '31', '--ses-per-second', '3');
    expect(given.stdout).toMatch(/SES: mails +3 a second, assumed/);
  });

  test('are left out if the settings are invalid, which the assumptions say', async () => {
    withSettings({ limits: { sesPerSecond: 0 } });
    const { status, stdout } = await simulate('--fleet', '--days', '31');
    expect(status).toBe(0);
    expect(stdout).toContain('  The settings in cdktf.json are invalid, so their limits are left out.\n');
  });
});

test('prints a picture that has no script, no style and no address but that of SVG', async () => {
  const { stdout } = await simulate('--fleet', '--svg');
  expect(stdout).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^]*<\/svg>\n$/);
  expect(stdout.match(/<rect /g)?.length).toBeGreaterThan(20);
  expect(stdout).not.toMatch(/script|style|href|(?<!xmlns=")http/);
});

test('prints a page with the load of each day, the ages of keys and the quotas', async () => {
  const { status, stdout } = await simulate('--fleet', '--html');
  expect(status).toBe(0);
  for (const part of ['Most starts in one minute of each day', 'The ages of 4 users', 'SES: mails', 'Assumptions'])
    expect(stdout).toContain(part);
  expect(stdout.match(/<rect class="amount"/g)?.length).toBeGreaterThan(20);
  expect(stdout).not.toContain('<script');
});

test.each(['json', 'svg', 'html'])('--format %s prints what --%s prints', async (format) => {
  const { status, stdout } = await simulate('--fleet', '--format', format);
  expect([status, stdout]).toEqual([0, (await simulate('--fleet', `--${format}`)).stdout]);
});

test.each<[words: string[], problem: string]>([
  [['--days', '3'], '--days: has an effect with --fleet only; add --fleet'],
  [['--svg'], '--svg: has an effect with --fleet only; add --fleet'],
  [['--ses-per-second', '3'], '--ses-per-second: has an effect with --fleet only; add --fleet'],
  [['--fleet', '--keys', '2'], '--keys: has no effect with --fleet; leave it out'],
  [['--fleet', '--user', 'alice'], '--user: has no effect with --fleet; leave it out'],
  [
    ['--fleet', '--default-configuration-set', 'x'],
    '--default-configuration-set: has no effect with --fleet; leave it out',
  ],
  [['--fleet', '--days', '0'], '--days: "0" is not a whole number from 1 to 4000'],
  [['--fleet', '--days', '1e3'], '--days: "1e3" is not a whole number from 1 to 4000'],
  [['--fleet', '--iam-per-second', '-1'], '--iam-per-second: "-1" is not a whole number from 1 to 10000'],
  [['--format', 'html'], '--format: has an effect with --fleet only; add --fleet'],
  [
    ['--fleet', '--format', 'text', '--json'],
    '--svg: prints a picture, --html a page, and --json a document; give one',
  ],
  [['--fleet', '--svg', '--json'], '--svg: prints a picture, --html a page, and --json a document; give one'],
])('refuses %j', async (words, problem) => {
  const { status, stdout, stderr } = await simulate(...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(problem);
});
