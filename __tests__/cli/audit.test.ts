import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AuditDocument } from '../../src/audit/document';
import { audit as command } from '../../src/cli/commands/audit/command';
import type { Json } from '../../src/json';
import { cleanAccount, place, type Answers } from '../audit/account';
import { inProduction, kinds, put, writeAnswers } from '../audit/files';
import { asInSchema } from '../audit/schema';
import { call, type Printed } from './call';

/** `keyturn audit` from files, as an auditor without access calls it. */
const root = resolve(__dirname, '..', '..');
const pair = generateKeyPairSync('ed25519');
let folder: string;
const names = (prefix: string): string[] => kinds.map((kind) => `${prefix}${kind}.json`);
const staging = names('staging/');
const production = names('production/');

/** The time of the answers. */
const now = ['--now', '2027-03-10T12:00:00Z'];
const both = [...now, '--environment', 'staging', '--environment', 'production'];
const keyturn = (...words: readonly string[]): Promise<Printed> => call(folder, ['audit', ...words]);
const at = (name: string): string => join(folder, name);
const documentOf = (text: string): AuditDocument => asInSchema(JSON.parse(text) as AuditDocument);
const documentIn = (name: string): AuditDocument => documentOf(readFileSync(at(name), 'utf8'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-audit-'));
  for (const name of ['cdktf.json', 'policies']) cpSync(join(root, name), at(name), { recursive: true });
  writeAnswers(folder, cleanAccount(), 'staging/');
  writeAnswers(folder, inProduction(cleanAccount()), 'production/');
  writeFileSync(at('key.pem'), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(at('key.pub'), pair.publicKey.export({ type: 'spki', format: 'pem' }));
  const other = generateKeyPairSync('ed25519').publicKey;
  writeFileSync(at('other.pub'), other.export({ type: 'spki', format: 'pem' }));
  writeFileSync(at('text.json'), 'not json');
  put(folder, 'list.json', []);
  put(folder, 'page.json', { UserDetailList: [], Marker: 'more' });
  put(folder, 'senders.json', { VerificationAttributes: {} });
  put(folder, 'machine-of-others.json', {
    stateMachineArn: place.machineArn.replace('staging', 'other'),
    definition: '{}',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files of several accounts', () => {
  test('are audited in one call, each environment by the files of its account', async () => {
    const { status, stderr, stdout } = await keyturn(...staging, ...production, ...both, '--json');
    expect([status, stderr]).toEqual([0, '']);
    const { environments, notAudited, basis } = documentOf(stdout);
    expect(environments.map(({ environment, account, verdict }) => [environment, account, verdict])).toEqual([
      ['staging', '111122223333', 'pass'],
      ['production', '444455556666', 'pass'],
    ]);
    expect(environments.map(({ parts }) => parts.roles.report?.checks.map((check) => check.accountId))).toEqual([
      ['111122223333'],
      ['444455556666'],
    ]);
    expect(notAudited).toEqual([]);
    expect(basis.files.map(({ file }) => file)).toEqual([...staging, ...production]);
  });

  test('a fault in one of them fails the whole, and the other is judged all the same', async () => {
    const wide = JSON.parse(
      JSON.stringify(inProduction(cleanAccount())).replaceAll('user/backup-agent', 'user/*'),
    ) as Answers;
    const faulty = writeAnswers(folder, wide, 'faulty/');
    const { status, stdout } = await keyturn(...staging, ...faulty, ...both);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^keyturn-staging in account 111122223333.*\n(?:.*\n)*?Permissions of the roles.*: pass$/m);
    expect(stdout).toMatch(
      /^keyturn-production in account 444455556666.*\n(?:.*\n)*?Permissions of the roles.*: FAIL$/m,
    );
    expect(stdout).toMatch(/^FAIL {2}2 environments, \d+ problems/m);
  });

  test('an environment of another account is named as not audited', async () => {
    const { status, stdout } = await keyturn(...staging, ...now);
    expect(status).toBe(0);
    expect(stdout).toContain('Not audited: production, which is in account 444455556666\n');
  });

  test.each<[string, () => string[], string]>([
    ['another account', () => [...staging, '--environment', 'production'], 'staging/identities.json: is of account 111122223333, and production is in account 444455556666; name another --environment, or give files of that account'],
    ['an account that no environment is in', () => [...staging, ...production, '--environment', 'staging'], names('production/').map((file) => `${file}: is of account 444455556666, and staging is not; leave it out`).join('\n')],
    ['no account, next to two', () => [...staging, ...production, 'senders.json'], 'senders.json: does not show its account, and the audit is about several; leave it out, or audit one account at a time'],
    ['one account twice', () => [...staging, 'staging/../staging/machine.json'], 'staging/../staging/machine.json: answers the same question as staging/machine.json; give one of them'],
    ['a resource of somebody else', () => [...staging, 'machine-of-others.json', '--environment', 'staging'], 'machine-of-others.json: is about arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-other, which is not a part of staging; leave it out'],
  ])('files of %s are refused', async (_, words, line) => {
    expect(await keyturn(...words())).toEqual({ status: 2, stdout: '', stderr: `${line}\n` });
  }); // prettier-ignore
});

test.each<[string, string[], string]>([
  ['no file', ['nothing.json'], 'nothing.json: no such file'],
  ['a folder', ['policies'], 'policies: '],
  ['no JSON', ['text.json'], 'text.json: line 1, column 1: '],
  ['a file of another kind', ['cdktf.json'], 'cdktf.json: is not an answer that an audit reads; give what the AWS CLI prints: '],
  ['a list', ['list.json'], 'list.json: is not an answer that an audit reads; '],
  ['a page of several', ['page.json'], 'page.json: is one page of several (Marker); run the command again without --max-items'],
  ['an unknown format', ['--format', 'sarif'], '--format: "sarif" is not one of text, json, html'],
  ['two formats', ['--json', '--format', 'text'], '--json: contradicts --format text; leave one out'],
  ['an unknown format of a file', ['--output', 'pdf=x.pdf'], '--output pdf=x.pdf: "pdf" is not one of text, json, html'],
  ['a period of nothing', ['--since-days', '0'], '--since-days: must be a whole number from 1 to 90; got "0"'],
  ['a time without files', ['--now', '2027-01-31T12:00:00Z'], '--now: is the time of files; leave it out, because the account is asked as it is'],
  ['a day for a time', ['--now', '2027-01-31', 'text.json'], '--now: "2027-01-31" is not a time; write one such as 2027-01-31T12:00:00Z'],
  ['an unknown environment', ['--environment', 'stagin', '--print-policy'], '--environment: the settings have no environment "stagin"; did you mean "staging"?'],
  ['an environment twice', ['--environment', 'staging', '--environment', 'staging=other'], '--environment: staging is named twice; name each environment once'],
  ['an environment without its profile', ['--environment', 'staging='], '--environment staging=: names no profile; write staging=PROFILE, or staging'],
  ['a signature without JSON', ['--sign', 'key.pem'], '--sign: signs JSON only; add --output json=FILE'],
  ['a key that is not there', ['--json', '--sign', 'nothing.pem'], 'nothing.pem: no such file'],
  ['a public key to sign with', ['--json', '--sign', 'key.pub'], 'key.pub: is not an Ed25519 key in PEM without a passphrase; '],
  ['--signed-by alone', ['--signed-by', 'key.pub'], '--signed-by: is about an earlier document; add --since FILE'],
  ['an earlier document that is not there', ['--since', 'nothing.json'], 'nothing.json: no such file'],
  ['an earlier document of another kind', ['--since', 'cdktf.json'], 'cdktf.json: is neither evidence nor an audit; '],
  ['an option that is misspelt', ['--enviroment', 'staging'], "keyturn audit: unknown option '--enviroment' (Did you mean --environment?); see"],
])('with %s, says what is wrong in one line', async (_, words, line) => {
  const { status, stdout, stderr } = await keyturn(...words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.startsWith(line) ? line : stderr).toBe(line);
  expect(stderr.trim().split('\n')).toHaveLength(1);
}); // prettier-ignore

describe('an audit to keep', () => {
  const keep = ['--output', 'json=kept.json', '--output', 'html=kept.html', '--sign', 'key.pem'];

  beforeAll(async () => {
    const { status, stderr } = await keyturn(...staging, ...now, '--environment', 'staging', ...keep);
    expect([status, stderr]).toEqual([0, '']);
  });
  const since = (...words: readonly string[]): Promise<Printed> =>
    keyturn(...staging, ...now, '--environment', 'staging', '--since', ...words);

  test('has every option of the call that is not about what is written', async () => {
    const recorded = Object.keys(documentIn('kept.json').basis.options);
    expect(recorded).toEqual(['since-days', 'now', 'environment']);
    const { basis } = documentIn('kept.json');
    expect(basis.options).toEqual({ 'since-days': '31', now: '2027-03-10T12:00:00Z', environment: ['staging'] });
    expect(basis.contracts).toHaveLength(8);
    const written = ['json', 'format', 'output', 'sign', 'print-policy', 'since', 'signed-by'];
    const given = ['environment', 'profile', 'region', 'endpoint-url', 'since-days', 'now', 'contract'];
    expect(command.options.map((option) => option.long?.slice(2)).sort()).toEqual([...written, ...given].sort());
    const more = [
      '--region',
      'eu-central-1',
      '--profile',
      'x',
      '--endpoint-url',
      'http://127.0.0.1:1',
      '--contract',
      'policies/execution-role.json',
    ];
    const { stdout } = await keyturn(...staging, ...now, '--environment', 'staging', ...more, '--json');
    const { options } = documentOf(stdout).basis;
    expect(Object.keys(options).sort()).toEqual(given.sort());
    expect(options['contract']).toEqual(['policies/execution-role.json']);
  });

  test('is compared with, and its signature is checked', async () => {
    const { status, stdout } = await since('kept.json', '--signed-by', 'key.pub');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Since kept\.json \(2027-03-10T12:00:00\.000Z, keyturn \S+, signed by the key SHA256:\S+\) in staging, account 111122223333: nothing changed$/m,
    );
  });

  test.each<[string, (document: Record<string, unknown>) => unknown]>([
    ['an option', (document) => ((document['basis'] as { options: object }).options = {})],
    ['the verdict', (document) => (document['verdict'] = 'undecided')],
    ['a member that nobody reads', (document) => (document['note'] = 'reviewed')],
  ])('is refused if somebody changed %s', async (_, edit) => {
    const document = JSON.parse(readFileSync(at('kept.json'), 'utf8')) as Record<string, unknown>;
    edit(document);
    put(folder, 'edited.json', document);
    expect(await since('edited.json')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'edited.json: the signature does not match: it was changed after it was signed\n',
    });
  });

  test('is refused if another key signed it, or none, and one is wanted', async () => {
    expect((await since('kept.json', '--signed-by', 'other.pub')).stderr).toMatch(
      /^kept\.json: is not signed by other\.pub, SHA256:\S+: it is signed by the key SHA256:\S+\n$/,
    );
    put(folder, 'unsigned.json', { ...documentIn('kept.json'), signature: undefined });
    expect((await since('unsigned.json', '--signed-by', 'key.pub')).stderr).toMatch(
      /^unsigned\.json: is not signed by key\.pub, SHA256:\S+: it has no signature\n$/,
    );
    expect((await since('unsigned.json')).status).toBe(0);
  });

  test('of another environment is refused in one line', async () => {
    const { status, stderr } = await keyturn(
      ...production,
      ...now,
      '--environment',
      'production',
      '--since',
      'kept.json',
    );
    expect([status, stderr]).toEqual([
      2,
      '--since kept.json: is about staging in account 111122223333, and this audit is about production in account 444455556666; give an earlier document of that environment\n',
    ]);
  });

  test('evidence of a check is compared with, whatever release made it', async () => {
    cpSync(join(root, '__tests__/fixtures/evidence-0.1.0/pass.evidence.json'), at('old.json'));
    const { status, stdout } = await since('old.json', '--json');
    expect(status).toBe(0);
    const { changes } = documentOf(stdout);
    expect(changes?.from).toMatchObject({ kind: 'evidence', tool: '0.1.0' });
    expect(changes?.environments[0]?.notCompared).toContain('Keys');
  });

  test('writes all files or none', async () => {
    const { status, stderr } = await keyturn(
      ...staging,
      ...now,
      '--environment',
      'staging',
      '--output',
      'json=new.json',
      '--output',
      'html=nowhere/x.html',
    );
    expect([status, stderr, existsSync(at('new.json'))]).toEqual([
      2,
      '--output nowhere/x.html: cannot be written (its folder does not exist)\n',
      false,
    ]);
  });
});

test('--print-policy asks nobody, and names the resources of the environment', async () => {
  const { status, stdout } = await keyturn('--environment', 'staging', '--print-policy');
  const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Resource: string[] }[] } & Json;
  expect(status).toBe(0);
  expect(Statement.flatMap(({ Action }) => Action)).toContain('iam:GetAccountAuthorizationDetails');
  expect(JSON.stringify(Statement)).not.toMatch(/iam:(?:Create|Delete|Update|Put)|GetSecretValue|GetExecutionHistory/);
});
