import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from './folders';
import { policies } from '../checks/sample';
import { slowTest, someOf } from '../effort';

afterAll(removeTemporaryFolders);

const root = join(__dirname, '..', '..');
const sample = readFileSync(join(root, 'cdktf.json'), 'utf8');

/** Runs the CDKTF app as `cdktf synth` does, in a folder with the given cdktf.json. */
function run(
  settings: string | undefined,
  env: Record<string, string> = {},
  cwd = temporaryFolder(),
  ...words: string[]
) {
  if (settings !== undefined) writeFileSync(join(cwd, 'cdktf.json'), settings);
  cpSync(policies, join(cwd, 'policies'), { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'app.js'), ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { cwd, status, stdout, stderr };
}

function changed(change: (keyturn: Record<string, unknown>) => void): string {
  const file = JSON.parse(sample) as { context: { keyturn: Record<string, unknown> } };
  change(file.context.keyturn);
  return JSON.stringify(file);
}

describe('the CDKTF app', () => {
  it('writes one stack an environment and says nothing', () => {
    const { cwd, status, stdout, stderr } = run(sample);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readdirSync(join(cwd, 'cdktf.out', 'stacks')).sort()).toEqual(['keyturn-production', 'keyturn-staging']);
  });

  slowTest('writes to the folder that the cdktf command line names', () => {
    const { cwd, status } = run(sample, { CDKTF_OUTDIR: 'elsewhere' });
    expect(status).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['cdktf.json', 'elsewhere', 'policies']);
  });

  slowTest('writes to the folder that cdktf.json names', () => {
    const { cwd, status } = run(JSON.stringify({ ...(JSON.parse(sample) as object), output: 'elsewhere' }));
    expect(status).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(['cdktf.json', 'elsewhere', 'policies']);
  });

  it('prints its options', () => {
    const { status, stdout } = run(sample, {}, undefined, '--help');
    expect(status).toBe(0);
    for (const option of ['--only', '--forget', '--list', '--chunks']) expect(stdout).toContain(`  ${option} `);
  });

  slowTest('says how to destroy what is gone from the settings, and forgets it when told', () => {
    const { cwd } = run(sample);
    const production = changed((keyturn) => (keyturn['environments'] as unknown[]).shift());
    const terraform = 'terraform -chdir=cdktf.out/removed/keyturn-staging';
    expect(run(production, {}, cwd)).toMatchObject({
      status: 0,
      stdout: `keyturn-staging is no longer in the settings, but may still be deployed. To destroy it: ${terraform} init && ${terraform} destroy; then, or if it was never deployed: npm run synth -- --forget keyturn-staging\n`,
      stderr: '',
    });
    expect(run(production, {}, cwd, '--forget')).toMatchObject({ status: 2, stdout: '' });
    expect(run(production, {}, cwd, '--forget', 'staging')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(run(production, {}, cwd)).toMatchObject({ status: 0, stdout: '' });
  });

  slowTest('writes one environment alone, and leaves the others as they are', () => {
    const { cwd } = run(sample);
    const textOf = (name: string) => readFileSync(join(cwd, 'cdktf.out', 'stacks', name, 'cdk.tf.json'), 'utf8');
    const before = ['keyturn-staging', 'keyturn-production'].map(textOf);
    const other = changed((keyturn) => (keyturn['settleSeconds'] = 20));
    expect(run(other, {}, cwd, '--only', 'production')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(textOf('keyturn-staging')).toBe(before[0]);
    expect(textOf('keyturn-production')).not.toBe(before[1]);
    expect(run(other, {}, cwd, '--only', 'prod')).toMatchObject({
      status: 2,
      stderr: '--only prod: is not an environment of the settings; did you mean "production"?\n',
    });
  });

  slowTest('says that it cannot write HCL', () => {
    const { cwd, status, stderr } = run(sample, { SYNTH_HCL_OUTPUT: 'true' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^cdktf synth --hcl: .* leave --hcl out\n$/);
    expect(readdirSync(cwd)).toEqual(['cdktf.json', 'policies']);
  });

  it.each(
    someOf([
      ['no settings', undefined],
      ['settings that do not parse', '{ "context": '],
      ['a setting of the wrong type', changed((keyturn) => (keyturn['users'] = 'everyone'))],
      [
        'more users than a role’s policy has room for',
        changed((keyturn) => {
          const names = Array.from({ length: 200 }, (_, index) => `user-${index}`);
          keyturn['users'] = names.map((name) => ({ name, secretName: `${name}/aws` }));
        }),
      ],
    ]),
  )('refuses %s: lines on stderr, exit 2, nothing written', (_what, settings) => {
    const { cwd, status, stdout, stderr } = run(settings);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^(\S.*\n)+$/);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(cwd, 'cdktf.out'))).toBe(false);
  });
});
