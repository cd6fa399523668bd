/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-dynamic-delete -- answers are untyped JSON */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf, type Answers } from '../audit/account';
import { put } from '../audit/files';
import type { Loose } from '../checks/sample';
import { call } from '../cli/call';
import { deployed, settingsOfShards } from './deployed';

/** `keyturn audit` of an environment with three shards, from files that the AWS CLI wrote. */
const policies = join(__dirname, '..', '..', 'policies');
let folder: string;
let answers: Loose;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-audit-'));
  const settings = settingsOfShards();
  put(folder, 'cdktf.json', { context: { keyturn: settings } });
  cpSync(policies, join(folder, 'policies'), { recursive: true });
  const contract = JSON.parse(readFileSync(join(policies, 'execution-role.json'), 'utf8'));
  contract.pairs = settings.users.map(({ name, secretName }: Loose) => ({ userName: name, secretName }));
  put(folder, 'policies/execution-role.json', contract);
  answers = accountOf(deployed()).cleanAccount() satisfies Answers;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the answers to questions of these kinds, each in a file. */
function files(kinds: readonly string[], edit: (answers: Loose) => void = () => undefined): string[] {
  const edited = structuredClone(answers);
  edit(edited);
  return Object.keys(edited).flatMap((key, index) => {
    const [kind = ''] = key.split(' ');
    if (!kinds.includes(kind)) return [];
    put(folder, `${kind}-${index}.json`, edited[key]);
    return [`${kind}-${index}.json`];
  });
}

const audit = (...names: readonly string[]) =>
  call(folder, ['audit', ...names, '--environment', 'staging', '--now', '2027-03-10T12:00:00Z']);
const usual = ['identities', 'credential-report', 'machine', 'schedules'];
const second = 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-staging-01';

test('the machines of all shards are compared', async () => {
  const { status, stdout, stderr } = await audit(...files(usual));
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('shard 02: keyturn-staging-02, 2 users, executions not known');
  expect(stdout).not.toContain('note: ');
});

test('a fault in the second machine fails the audit', async () => {
  const edit = (all: Loose): void => {
    all[`machine ${second}`].roleArn = 'arn:aws:iam::111122223333:role/other';
  };
  const { status, stdout } = await audit(...files(usual, edit));
  expect(status).toBe(1);
  expect(stdout).toContain('problem: shard 01: the role of the state machine keyturn-staging-01');
});

test('a machine without a file is named, and changes no verdict', async () => {
  const edit = (all: Loose): void => {
    delete all[`machine ${second}`];
  };
  const { status, stdout } = await audit(...files(usual, edit));
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Not compared: .*aws_sfn_state_machine\.rotation\["01"\]/m);
});

test('a list without an execution does not show its machine, and is refused', async () => {
  put(folder, 'none.json', { executions: [] });
  const { status, stderr } = await audit(...files(usual), 'none.json');
  expect(status).toBe(2);
  expect(stderr).toContain(
    'none.json: lists no execution, so it does not show its machine, and staging has several; leave it out',
  );
});
