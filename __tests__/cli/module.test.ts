import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies } from '../checks/sample';
import { call } from './call';
import { slowTest } from '../effort';

/** The plain Terraform module of an environment. __tests__/e2e/module.test.ts deploys it. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-module-'));
  cpSync(join(__dirname, '../../cdktf.json'), at('cdktf.json'));
  cpSync(policies, at('policies'), { recursive: true });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

interface Settings {
  readonly context: { readonly keyturn: { readonly users: { shard?: string }[] } };
}

const at = (...names: readonly string[]): string => join(project, ...names);
const textOf = (name: string): string => readFileSync(at('terraform-aws-keyturn', name), 'utf8');
const write = (...words: readonly string[]) => call(project, ['module', ...words]);
const files = ['README.md', 'main.tf', 'outputs.tf', 'state-machine.asl.json', 'versions.tf'];

test('is written from the settings, without a clone and without CDKTF in it', async () => {
  expect(await write('staging')).toEqual({
    status: 0,
    stdout: `terraform-aws-keyturn: the module of the environment staging (${files.join(', ')})\n`,
    stderr: '',
  });
  expect(readdirSync(at('terraform-aws-keyturn')).sort()).toEqual([...files].sort());
  const main = textOf('main.tf');
  expect(main).toContain('resource "aws_sfn_state_machine" "rotation" {\n');
  expect(main).toContain('"arn:aws:iam::111122223333:user/ci/ci-deployer"');
  expect(main).not.toMatch(/cdktf|provider "aws"|backend|metadata/);
  const { States: states } = JSON.parse(textOf('state-machine.asl.json')) as { States: object };
  expect(Object.keys(states)).toContain('CreateAccessKey');
  expect(existsSync(at('cdktf.out'))).toBe(false);
});

slowTest('replaces a module that it wrote, and nothing else in the folder', async () => {
  await write('staging', '--output', 'modules/keyturn');
  writeFileSync(at('modules', 'keyturn', 'CODEOWNERS'), '* @example/security\n');
  expect((await write('production', '--output', 'modules/keyturn')).status).toBe(0);
  const main = readFileSync(at('modules', 'keyturn', 'main.tf'), 'utf8');
  expect(main).toContain('keyturn-production-execution');
  expect(main).not.toContain('keyturn-staging');
  expect(readdirSync(at('modules', 'keyturn'))).toContain('CODEOWNERS');
});

test('is not written if the contracts refuse it', async () => {
  const text = readFileSync(at('cdktf.json'), 'utf8');
  writeFileSync(at('cdktf.json'), text.replace('"name": "backup-agent"', '"name": "administrator"'));
  const { status, stdout, stderr } = await write('staging');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^The check refuses the synthesised stacks; the module is not written:\n/);
  expect(stderr).toContain('administrator');
  expect(stderr).toMatch(/Correct the settings or the contracts, and try again\n$/);
  expect(existsSync(at('terraform-aws-keyturn'))).toBe(false);
});

test.each<[string, string[], () => void, string]>([
  [
    'no environment is named',
    [],
    () => undefined,
    'keyturn module: name one environment of the settings: staging, production',
  ],
  [
    'the settings do not have the environment',
    ['stagin'],
    () => undefined,
    'stagin: no such environment (did you mean "staging"?); the settings have staging, production',
  ],
  [
    'the settings cannot be read',
    ['staging', '--settings', 'other.json'],
    () => undefined,
    'other.json: no such file; run in the folder of a project whose cdktf.json has the settings in context.keyturn',
  ],
  [
    'the folder is a file',
    ['staging', '--output', 'cdktf.json'],
    () => undefined,
    '--output cdktf.json: is a file; name a folder',
  ],
  [
    'the users have shards',
    ['staging'],
    () => {
      const settings = JSON.parse(readFileSync(at('cdktf.json'), 'utf8')) as Settings;
      for (const user of settings.context.keyturn.users) user.shard = '00';
      writeFileSync(at('cdktf.json'), JSON.stringify(settings));
    },
    'staging: its users have shards, and a module has one machine; deploy its stack, or write an environment without shards',
  ],
  [
    'the folder has another main.tf',
    ['staging'],
    () => {
      mkdirSync(at('terraform-aws-keyturn'));
      writeFileSync(at('terraform-aws-keyturn', 'main.tf'), 'locals {}\n');
    },
    '--output terraform-aws-keyturn: has a main.tf that keyturn module did not write; name another folder',
  ],
])('says in one line that %s', async (_, words, prepare, line) => {
  prepare();
  const before = readdirSync(project, { recursive: true });
  const { status, stdout, stderr } = await write(...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(new RegExp(`(?:^|/)${escaped(line)}$`))]);
  expect(readdirSync(project, { recursive: true })).toEqual(before);
});

function escaped(text: string): string {
  return text.replace(/[.()?]/g, '\\$&');
}
