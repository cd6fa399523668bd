import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditDocument } from '../../../src/audit/document';
import { executionName } from '../../../src/operations/execution-names';
import { asInSchema } from '../../audit/schema';
import { describeReal } from '../tools';
import { Auditor, users } from './auditor';
import { rounds } from './faults';

describeReal('keyturn audit of an account that Terraform made', () => {
  let auditor: Auditor;

  beforeAll(async () => {
    auditor = await Auditor.open();
    await untilDue('2032-04-01T01:00:00Z');
    await auditor.rotate(users.slice(0, 3));
  });
  afterEach(() => auditor.proxy.reset());
  afterAll(() => auditor.close());

  /** Lets time pass until a minute after a schedule fires. */
  async function untilDue(time: string): Promise<void> {
    const { director } = auditor.stage;
    director.pass((Date.parse(time) - director.now) / 1000 + 60);
    await Promise.resolve();
  }

  test('a clean account is clean', async () => {
    const { status, stderr, found, environment } = await auditor.audit();
    expect([found, status, stderr]).toEqual([[], 0, '']);
    const { keys, rotations, drift } = environment.parts;
    expect(rotations.rotations.map(({ user, outcome }) => [user, outcome])).toEqual(
      users.slice(0, 3).map(({ userName }) => [userName, 'rotated']),
    );
    expect(keys.users.map(({ user, keys: own }) => [user, own.length])).toEqual(
      users.map(({ userName }) => [userName, 1]),
    );
    expect(drift.notCompared).toEqual([]);
    expect((await auditor.call('audit')).stdout).toMatch(/^pass {2}1 environment, 0 problems$/m);
  });

  test.each(Object.entries(rounds))(
    'faults in %s: each is found, none is invented, and the account without them is clean',
    async (_, faults) => {
      const clean = await auditor.audit();
      const heals: (() => Promise<unknown>)[] = [];
      const { found, noted, status } = await (async () => {
        try {
          for (const { plant } of faults) heals.push(await plant(auditor.stage));
          return await auditor.audit();
        } finally {
          for (const heal of heals) await heal();
        }
      })();
      const named = (lines: readonly string[]) => lines.map((one) => one.replace(/aws-\w{6}$/, 'SECRET')).sort();
      expect(named(found)).toEqual(faults.flatMap((one) => one.found).sort());
      expect(named(noted)).toEqual(named([...clean.noted, ...faults.flatMap((one) => one.noted ?? [])]));
      expect([clean.found, status]).toEqual([[], 1]);
    },
  );

  test('an account without its faults is clean again', async () => {
    expect((await auditor.audit()).found).toEqual([]);
  });

  test('the policy that it prints is exactly what it calls', async () => {
    const printed = JSON.parse((await auditor.call('audit', '--print-policy')).stdout) as {
      readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
    };
    expect(auditor.proxy.calls).toEqual([]);
    await auditor.audit();
    const called = new Set(auditor.proxy.calls.map(({ action }) => iamAction(action)));
    // Everybody may ask who they are. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    called.delete('sts:GetCallerIdentity');
    expect([...called].sort()).toEqual(printed.Statement.flatMap(({ Action }) => Action).sort());
  });

  test.each([
    ['states:ListExecutions', 'AccessDeniedException', 'executions', 'denied'],
    ['iam:GetAccountAuthorizationDetails', 'AccessDenied', 'identities', 'denied'],
    ['secretsmanager:GetResourcePolicy', 'AccessDeniedException', 'secret-policy', 'denied'],
    ['sts:GetCallerIdentity', 'ExpiredToken', 'machine', 'no-credentials'],
  ])('%s refused with %s is named, and makes the verdict undecided', async (action, error, question, reason) => {
    auditor.proxy.faults = (call) => (call.action === action ? { kind: 'refuse', error, status: 403 } : undefined);
    const { environment, found, status } = await auditor.audit();
    expect([found, status]).toEqual([[], 2]);
    expect(environment.gaps).toContainEqual(expect.objectContaining({ question, reason }));
    expect((await auditor.call('audit')).stdout).toMatch(
      /^UNDECIDED {2}1 environment, 0 problems, \d+ questions? without/m,
    );
  });

  test('of several accounts in one call, one cannot be reached and one has a misspelt profile: both are named, and the others are audited', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyturn-accounts-'));
    const { project } = auditor.stage;
    cpSync(join(project.folder, 'policies'), join(folder, 'policies'), { recursive: true });
    const written = JSON.parse(readFileSync(join(project.folder, 'cdktf.json'), 'utf8')) as {
      context: { keyturn: { environments: object[] } };
    };
    const others = ['444455556666', '777788889999'].map((id, at) => ({
      name: `other-${at}`,
      accountId: id,
      region: 'eu-central-1',
    }));
    written.context.keyturn.environments.push(...others);
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify(written));
    const profile = (name: string) =>
      `[profile ${name}]\naws_access_key_id = ${name}\naws_secret_access_key = emulated\n`;
    writeFileSync(join(folder, 'config'), profile('here') + profile('unreachable'));
    auditor.proxy.faults = ({ accessKeyId }) => (accessKeyId === 'unreachable' ? { kind: 'lose-answer' } : undefined);
    const chosen = ['staging=here', 'other-0=unreachable', 'other-1=heer'].flatMap((one) => ['--environment', one]);
    const env = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_ENDPOINT_URL: auditor.proxy.url };
    const { status, stdout, stderr } = await auditor.program(folder, env, ['audit', ...chosen, '--json']);
    rmSync(folder, { recursive: true, force: true });
    const { environments } = asInSchema(JSON.parse(stdout) as AuditDocument);
    expect(
      environments.map(({ environment, verdict, gaps }) => [
        environment,
        verdict,
        [...new Set(gaps.map(({ reason }) => reason))],
      ]),
    ).toEqual([
      ['staging', 'pass', []],
      ['other-0', 'undecided', ['unreachable']],
      ['other-1', 'undecided', ['no-credentials']],
    ]);
    // A machine at work shows its progress every ten seconds.
    expect([status, stderr.replace(/^Asked AWS .*\n/gm, '')]).toEqual([2, '']);
  });

  test('a rotation that failed, a missed one and old keys are problems', async () => {
    await untilDue('2032-05-01T01:00:00Z');
    const { director } = auditor.stage;
    director.faults = ({ action }, { UserName }) =>
      action === 'iam:CreateAccessKey' && UserName === 'report-mailer'
        ? { kind: 'fail-before', error: 'Iam.ServiceFailureException', cause: 'planted' }
        : undefined;
    await auditor.rotate(users.slice(1, 3), ({ userName }) => executionName(userName, 'scheduled'));
    director.faults = () => undefined;
    expect((await auditor.audit()).found).toEqual(['rotations missed ci-deployer', 'rotations failed report-mailer']);
    director.pass(60 * 86_400);
    const { found } = await auditor.audit('--since-days', '1');
    expect(found).toEqual(
      expect.arrayContaining(['keys key-too-old ci-deployer', 'controls security-hub-iam-3 ci-deployer']),
    );
  });
});

/** The action of IAM that a call needs. */
function iamAction(called: string): string {
  if (called === 'scheduler:GET /schedules') return 'scheduler:ListSchedules';
  if (called.startsWith('scheduler:GET /schedules/')) return 'scheduler:GetSchedule';
  return called.replace(/^monitoring:/, 'cloudwatch:');
}
