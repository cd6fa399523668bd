import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { policies } from '../checks/sample';
import { call } from './call';

/** A project whose environments are in a file: every command reads them there. */
const root = join(__dirname, '..', '..');
const note = 'made from other settings';
const folder = mkdtempSync(join(tmpdir(), 'keyturn-environments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = ['staging,111122223333,eu-central-1', 'production,444455556666,eu-central-1'];
const put = (some: readonly string[]): void =>
  writeFileSync(join(folder, 'environments.csv'), ['name,accountId,region', ...some].join('\n'));
const settings = () => loadSettings(join(folder, 'cdktf.json'));

beforeAll(() => {
  const file = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: object } };
  const assumeRole = { roleArn: 'arn:aws:iam::{accountId}:role/deploy' };
  const keyturn = { ...file.context.keyturn, environments: { file: 'environments.csv' }, assumeRole };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ context: { keyturn } }));
  cpSync(policies, join(folder, 'policies'), { recursive: true });
  put(rows);
  synthesise(settings(), join(folder, 'cdktf.out'));
});

test('each stack assumes the role of its account', () => {
  const text = readFileSync(join(folder, 'cdktf.out/stacks/keyturn-production/cdk.tf.json'), 'utf8');
  expect(text).toContain('arn:aws:iam::444455556666:role/deploy');
});

test('stacks are compared with the file as it is, whatever the order of its rows', async () => {
  const fresh = await call(folder, ['check']);
  expect(fresh).toMatchObject({ status: 0, stderr: '' });
  expect(fresh.stdout).not.toContain(note);
  put([...rows].reverse());
  expect((await call(folder, ['check'])).stdout).not.toContain(note);
  put([rows[0] ?? '', 'production,444455556666,eu-west-1']);
  expect((await call(folder, ['check'])).stdout).toContain(note);
  put(rows);
});

test('keyturn pairs --diff knows the environments', async () => {
  const all = await call(folder, ['pairs', '--diff']);
  expect([all.status, all.stderr]).toEqual([0, '']);
  const unknown = await call(folder, ['pairs', '--diff', 'prod']);
  expect([unknown.status, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('prod: is not an environment of the settings; did you mean "production"?'),
  ]);
});

test('an operator names an environment of the file', async () => {
  const { status, stderr } = await call(folder, ['status', '--environment', 'prod']);
  expect([status, stderr]).toEqual([2, expect.stringContaining('did you mean "production"?')]);
});

test('one environment of the file is written alone', () => {
  const outdir = join(folder, 'only');
  synthesise(settings(), outdir, [], {}, ['production']);
  expect(readdirSync(join(outdir, 'stacks'))).toEqual(['keyturn-production']);
});
