import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { policies } from '../checks/sample';
import { call } from './call';
import { slowTest, testSome } from '../effort';

/** A change, judged next to what it is made to: by the contracts and the stacks of the base. */
const sample = join(__dirname, '..', 'fixtures', 'sample');
const stack = 'cdktf.out/stacks/keyturn-staging/cdk.tf.json';
const base = 'base/cdk.tf.json';
const contract = 'policies/execution-role.json';
const user = { userName: 'legacy-ftp', secretName: 'legacy-ftp/aws' };
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-base-'));
  for (const file of [stack, base]) {
    mkdirSync(dirname(at(file)), { recursive: true });
    cpSync(join(sample, 'stack.json'), at(file));
  }
  cpSync(policies, at('policies'), { recursive: true });
  git('init', '-q', '-b', 'main');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const at = (name: string) => join(project, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: project });
const check = (...words: string[]) => call(project, ['check', ...words, '--date', '2026-11-23']);

function commit(): void {
  git('add', 'policies');
  git('commit', '-qm', 'Contracts');
}

interface Pairs {
  pairs: { userName: string }[];
}

function editPairs(edit: (contract: Pairs) => unknown): void {
  const json = JSON.parse(read(contract)) as Pairs;
  edit(json);
  writeFileSync(at(contract), JSON.stringify(json, undefined, 2));
}

const withoutUser = (json: Pairs) => (json.pairs = json.pairs.filter(({ userName }) => userName !== user.userName));

test('a user that comes together with its contract is refused, and the message says exactly that', async () => {
  editPairs(withoutUser);
  commit();
  editPairs(({ pairs }) => pairs.push(user));
  const refused = await check('--contract-from', 'main', '--output', 'evidence=evidence.json', '--format', 'json');
  expect(refused.status).toBe(1);
  expect((await check('--contract-from', 'main')).stdout).toContain(
    `contract ${contract} differs from the one that judges this change, and the change adds user "legacy-ftp" with secret "legacy-ftp/aws" together with it`,
  );
  // Contract first: once it is merged, the same settings pass.
  commit();
  expect((await check('--contract-from', 'main')).status).toBe(0);
  // The evidence of the refusal is made again by the contract that judged, and says the same.
  const verified = await check('--verify', 'evidence.json', '--contract-from', 'main~1');
  expect(verified.stdout).toContain('evidence.json: holds; the verdict of 2026-11-23 was fail');
});

slowTest('a contract that has another reason to differ is said as before', async () => {
  commit();
  editPairs(({ pairs }) => pairs.push({ ...user, userName: 'new' }));
  const { status, stdout } = await check('--contract-from', 'main');
  expect(status).toBe(0);
  expect(stdout).toContain(`contract ${contract} differs from the one that judges this change\n`);
});

slowTest('one that allows nothing of what fails is not blamed', async () => {
  commit();
  editPairs(({ pairs }) => pairs.push({ ...user, userName: 'new' }));
  writeFileSync(at(stack), read(stack).replaceAll('user/backup-agent', 'user/administrator'));
  const { status, stdout } = await check('--contract-from', 'main');
  expect(status).toBe(1);
  expect(stdout).not.toContain('together with it');
});

testSome<[string, () => void]>([
  ['cannot be read', () => writeFileSync(at(contract), '{')],
  ['is not there any more', () => rmSync(at(contract))],
  ['is for something else', () => writeFileSync(at(contract), read(contract).replaceAll('keyturn-', 'other-'))],
])('a contract here that %s is not blamed', async (_, edit) => {
  editPairs(withoutUser);
  commit();
  edit();
  const { status, stdout } = await check('--contract-from', 'main');
  expect(status).toBe(1);
  expect(stdout).toContain(`contract ${contract} differs from the one that judges this change\n`);
});

test('--base says what the change takes up, and evidence keeps what it was', async () => {
  writeFileSync(at(base), read(base).replaceAll(/legacy-ftp/g, 'earlier'));
  const { status, stdout } = await check('--base', base, '--output', 'evidence=evidence.json', '--format', 'text');
  expect(status).toBe(0);
  const { stdout: text } = await check('--base', base);
  expect(text).toContain('permission taken up again: contract "execution-role" lists user "legacy-ftp"');
  expect(stdout).toBe(text);
  expect((await check('--verify', 'evidence.json')).stdout).toContain('evidence.json: holds');
  writeFileSync(at(base), read(base).replaceAll('earlier', 'another'));
  const other = await check('--verify', 'evidence.json');
  expect(other).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(`${base}: is not the input of evidence.json`),
  });
});
