import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { policies } from '../checks/sample';
import { call } from './call';

/** Stacks that were made from an older file of users are noted, and the order of its rows does not count. */
const root = join(__dirname, '..', '..');
const note = 'made from other settings';
const folder = mkdtempSync(join(tmpdir(), 'keyturn-users-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = [
  'ci-deployer,/ci/,ci-deployer/aws,,',
  'backup-agent,,backup-agent/aws,,',
  'report-mailer,,report-mailer/aws,,',
  'legacy-ftp,,legacy-ftp/aws,604800,cron(30 4 ? 1/2 MON#1 *)',
];
const put = (some: readonly string[]): void =>
  writeFileSync(
    join(folder, 'users.csv'),
    ['userName,path,secretName,gracePeriodSeconds,schedule', ...some].join('\n'),
  );

test('stacks of a file are checked, and compared with the file as it is', async () => {
  const file = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: object } };
  const keyturn = { ...file.context.keyturn, users: { file: 'users.csv' } };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ context: { keyturn } }));
  cpSync(policies, join(folder, 'policies'), { recursive: true });
  put(rows);
  synthesise(loadSettings(join(folder, 'cdktf.json')), join(folder, 'cdktf.out'));
  const fresh = await call(folder, ['check']);
  expect(fresh).toMatchObject({ status: 0, stderr: '' });
  expect(fresh.stdout).not.toContain(note);
  put([...rows].reverse());
  expect((await call(folder, ['check'])).stdout).not.toContain(note);
  put([...rows.slice(0, 3), 'legacy-ftp,,legacy-ftp/aws,3600,']);
  expect((await call(folder, ['check'])).stdout).toContain(note);
});
