import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { succeeded } from './project';
import { environment, region, settingsFor, Stage } from './stage';
import { accountExport, credentialReport } from '../init/account';
import { describeReal, tools } from './tools';

const repository = resolve(__dirname, '..', '..');

describeReal('a project that keyturn init starts', () => {
  const pairs = [
    {
      userName: 'ci-deployer',
      path: '/ci/',
      secretName: 'ci-deployer/aws',
      reason: 'deploys from a build server without OIDC',
    },
    {
      userName: 'legacy-ftp',
      path: '/',
      secretName: 'legacy-ftp/aws',
      reason: 'the FTP appliance takes keys only',
    },
  ] as const;
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor([]));
    for (const pair of pairs) await stage.account.prepare({ ...pair, keys: ['Active'] });
    rmSync(join(stage.project.folder, 'cdktf.json'));
    const programs = join(stage.project.folder, 'node_modules', '.bin');
    mkdirSync(programs, { recursive: true });
    for (const [name, file] of Object.entries({ keyturn: 'keyturn.js', 'keyturn-synth': 'app.js' }))
      symlinkSync(join(repository, 'bin', file), join(programs, name));
  });
  afterAll(() => stage.close());

  async function reportOfAccount(): Promise<string> {
    const { iam } = stage.account.clients;
    await iam.send(new GenerateCredentialReportCommand({}));
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    return JSON.stringify({ Content: Buffer.from(Content ?? []).toString('base64'), ReportFormat: 'text/csv' });
  }

  test('reads the account itself, and says the same of it', async () => {
    const { project } = stage;
    project.write('account.json', await stage.account.authorizationDetails());
    project.write('report.json', await reportOfAccount());
    const init = `npx --no-install keyturn init other --region ${region}`;
    const confirmed = `--pair ci-deployer=ci-deployr --because 'an old server' --sender keys@example.com --recipient a@example.com`;
    const live = await project.shell(`${init} --live --endpoint-url ${stage.emulator.url} ${confirmed}`);
    const exported = await project.shell(`${init} --from-export account.json --credential-report report.json`);
    expect(live.stdout).toBe(exported.stdout);
    expect([live.code, live.stderr]).toEqual([
      2,
      '--pair ci-deployer=ci-deployr: there is no secret "ci-deployr"; did you mean "ci-deployer/aws"?\n',
    ]);
  });

  test('goes from an export to a deployed, checked rotation; only the TODOs are edited', async () => {
    const { project } = stage;
    project.write('account.json', await stage.account.authorizationDetails());
    project.write('report.json', await reportOfAccount());
    const confirmed = pairs.map(
      ({ userName, secretName, reason }) => `--pair ${userName}=${secretName} --because '${reason}'`,
    );
    const written = succeeded(
      await project.shell(
        `npx --no-install keyturn init --from-export account.json --credential-report report.json --environment ${environment}` +
          ` --region ${region} --sender keys@example.com --recipient platform-team@example.com ${confirmed.join(' ')}`,
      ),
    );
    expect(written.stdout).toContain('ci-deployer  path /ci/\n  key, Active, ');

    // Nothing is deployed before somebody answers.
    const refused = await project.shell('npx --no-install keyturn-synth');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('contains TODO or FIXME in pairs[0].owner'),
    ]);
    const contract = join(project.folder, 'policies', 'execution-role.json');
    writeFileSync(contract, readFileSync(contract, 'utf8').replace(/TODO: [^"]*/g, 'Platform team'));

    succeeded(await project.cdktf('deploy', `keyturn-${environment}`, '--auto-approve', '--skip-provider-lock'));
    const judged = await project.shell('npx --no-install keyturn check --format json');
    expect(JSON.parse(judged.stdout)).toMatchObject({ verdict: 'pass' });

    for (const pair of pairs) {
      const before = await stage.account.see(pair.userName, pair.secretName);
      const { ending, seen } = await stage.rotate(pair);
      expect(ending.status).toBe('SUCCEEDED');
      expect(seen.keys).toHaveLength(1);
      expect(seen.keys[0]?.id).not.toBe(before.keys[0]?.id);
    }
    for (const { secret } of stage.everyKey) expect(project.printed.join('')).not.toContain(secret);
  });
});

/** Runs a command in a terminal of its own. */
const terminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

describeReal('keyturn init at a terminal', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyturn-init-'));
    writeFileSync(join(folder, 'account.json'), JSON.stringify(accountExport()));
    writeFileSync(join(folder, 'report.csv'), credentialReport());
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Answers each question when it is asked; the exit code, and what was shown. */
  function answering(
    answers: readonly (readonly [question: string, answer: string])[],
  ): Promise<[number | null, string]> {
    const words = ['init', 'keys', '--from-export', 'account.json', '--credential-report', 'report.csv'];
    const child = spawn(
      tools().python,
      ['-c', terminal, process.execPath, join(repository, 'bin', 'keyturn.js'), ...words],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm' },
      },
    );
    let [shown, left] = ['', ''];
    const waiting = [...answers];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      left += text;
      const [next] = waiting;
      if (next === undefined || !left.includes(next[0])) return;
      waiting.shift();
      left = '';
      child.stdin.write(next[1]);
    });
    return new Promise((resolved, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolved([status, shown]));
    });
  }

  test('asks for each user that may be rotated, and writes what was confirmed', async () => {
    const [status, shown] = await answering([
      ['Rotate the keys of backup-agent?', 'n\r'],
      ['Rotate the keys of ci-deployer?', 'y\r'],
      ['Secret that holds the key of ci-deployer', '\r'],
      ['Why ci-deployer needs an access key', 'deploys from a build server\r'],
      ['Rotate the keys of ftp-appliance?', '\r'],
      ['Region of the secrets', '\r'],
      ['Sender of the mails', 'keys@example.com\r'],
      ['Identity of SES', '\r'],
      ['Recipients', 'a@example.com, b@example.com\r'],
    ]);
    expect(shown).toContain('npx cdktf deploy keyturn-production');
    expect(status).toBe(0);
    const settings = readFileSync(join(folder, 'keys', 'cdktf.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({
      context: {
        keyturn: {
          users: [{ name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' }],
          notification: { identities: ['example.com'], recipients: ['a@example.com', 'b@example.com'] },
        },
      },
    });
  });

  test.each([
    ['Ctrl-C', [['Rotate the keys of backup-agent?', '\x03']], 'interrupted; nothing was written'],
    [
      'no pair',
      [
        ['Rotate the keys of backup-agent?', 'n\r'],
        ['Rotate the keys of ci-deployer?', 'n\r'],
        ['Rotate the keys of ftp-appliance?', 'n\r'],
      ],
      'no pair was confirmed; nothing was written',
    ],
  ] as const)('%s writes nothing', async (_, answers, line) => {
    const [status, shown] = await answering(answers);
    expect([status, shown]).toEqual([2, expect.stringContaining(line)]);
    expect(existsSync(join(folder, 'keys'))).toBe(false);
  });
});
