import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import type { Loose } from '../checks/sample';
import { call } from './call';

/** Evidence as keyturn 0.1.0 wrote it, with the inputs and contracts that it was made from. It has to be verified by every later release. */
const made = join(__dirname, '..', 'fixtures', 'evidence-0.1.0');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-evidence-'));
  cpSync(made, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const verify = (file: string) => call(folder, ['check', '--verify', file]);

function edit(change: (evidence: Loose) => unknown, file = 'pass.evidence.json'): void {
  const evidence: Loose = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  change(evidence);
  writeFileSync(join(folder, file), JSON.stringify(evidence));
}

test('evidence of a pass holds, and says what is newer than it', async () => {
  const { status, stdout } = await verify('pass.evidence.json');
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/^✓ pass\.evidence\.json: holds; the verdict of 2026-11-23 was pass/),
    '  it was made by keyturn 0.1.0; its sentences are not compared',
    expect.stringMatching(/^ {2}rules added since then: .*who-can-read-the-keys/),
    '',
  ]);
  expect(status).toBe(0);
});

test('evidence of a failure holds, and is not a pass', async () => {
  const { status, stdout } = await verify('fail.evidence.json');
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: expect.stringContaining('holds; the verdict of 2026-11-23 was fail'),
  });
});

describe('evidence of a strict check, with a contract that names its environment only, and every user', () => {
  const contracts = ['execution-role', 'schedule-role'].flatMap((name) => ['--contract', `strict/${name}.json`]);
  const verifyStrict = () => call(folder, ['check', '--verify', 'strict.evidence.json', ...contracts]);

  test('holds: rules that it does not know are not strict, and notes of those that it knows are named', async () => {
    const { status, stdout } = await verifyStrict();
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^✓ strict\.evidence\.json: holds; the verdict of 2026-11-23 was pass/),
      '  it was made by keyturn 0.1.0; its sentences are not compared',
      expect.stringMatching(/^ {2}rules added since then: wide-contract,/),
      '  notes added since then, by rules: contract-complete',
      '',
    ]);
    expect(status).toBe(0);
  });

  test('does not hold with a note that nothing gives', async () => {
    const place = { address: 'aws_iam_role.nowhere' };
    const note = { rule: 'contract-complete', severity: 'high', verdict: 'note', message: '', place };
    edit(({ report }) => (report.checks[0].findings = [note]), 'strict.evidence.json');
    expect((await verifyStrict()).stdout).toContain('its findings differ');
  });
});

describe('evidence that was edited does not hold', () => {
  test.each<[string, (evidence: Loose) => unknown, RegExp]>([
    ['a permission less', ({ report }) => (report.checks[0].permissions.length = 9), /what the roles can do differ/],
    ['another permission', ({ report }) => (report.checks[0].permissions[0].action = 'iam:*'), /what the roles can do/],
    ['a right of a user', ({ report }) => (report.checks[1].users[0].rights = ['x']), /what the rotated users can do/],
    ['another outcome', ({ report }) => (report.checks[0].rules[3].outcome = 'fail'), /its rules differ/],
    ['a rule that never was', ({ report }) => (report.checks[0].rules[3].id = 'all-is-well'), /rules/],
    ['another verdict', ({ report }) => (report.checks[0].verdict = 'undecided'), /its other members differ/],
    ['another account', (one) => (one.accounts = ['444455556666']), /its accounts differ/],
    ['a signature of nobody', (one) => (one.approvedBy = 'the auditor'), /approvedBy/],
    ['a note for the reader', ({ report }) => (report.checks[0].note = 'nothing to see'), /its other members differ/],
    ['a check less', ({ report }) => (report.checks.length = 1), /more is judged|its inputs/],
    ['a role less', ({ report }) => (report.checks[0].roles.length = 1), /its other members differ/],
  ])('by %s', async (_, change, said) => {
    edit(change);
    const { status, stdout, stderr } = await verify('pass.evidence.json');
    expect({ status: status === 0, said: stdout + stderr }).toEqual({
      status: false,
      said: expect.stringMatching(said),
    });
    expect(stdout).not.toContain('holds');
  });

  test('by a finding less', async () => {
    edit(({ report }) => (report.checks[0].findings.length = 0), 'fail.evidence.json');
    expect((await verify('fail.evidence.json')).stdout).toContain('its findings differ');
  });

  test('by a failure that became a pass', async () => {
    edit(({ report }) => {
      report.verdict = 'pass';
      report.checks[0] = { ...report.checks[0], verdict: 'pass', findings: [] };
    }, 'fail.evidence.json');
    const { status, stdout } = await verify('fail.evidence.json');
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringContaining('the verdict was pass, and is fail'),
    });
  });
});

test.each([`1${version}`, 'the newest'])('evidence of release %j is not verified by an older one', async (release) => {
  edit((evidence) => (evidence.toolVersion = release));
  const { status, stdout } = await verify('pass.evidence.json');
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: expect.stringContaining(`it was made by keyturn ${release}`),
  });
});
