import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { succeeded } from './project';
import { environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

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
      reason: 'the FTP appliance takes nothing but keys',
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

  async function credentialReport(): Promise<string> {
    const { iam } = stage.account.clients;
    await iam.send(new GenerateCredentialReportCommand({}));
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    return JSON.stringify({ Content: Buffer.from(Content ?? []).toString('base64'), ReportFormat: 'text/csv' });
  }

  test('goes from an export to a deployed, checked rotation; only the TODOs are edited', async () => {
    const { project } = stage;
    project.write('account.json', await stage.account.authorizationDetails());
    project.write('report.json', await credentialReport());
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
