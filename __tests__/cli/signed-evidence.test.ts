import { generateKeyPairSync } from 'node:crypto';
import { makeProject, stackFile, type Project } from './project';
import type { Loose } from '../checks/sample';

/** Evidence that is signed by a key of the auditor. */

const reversed = (base64: string): string => Buffer.from(base64, 'base64').reverse().toString('base64');

let project: Project;

const pair = generateKeyPairSync('ed25519');
const pem = {
  private: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  public: pair.publicKey.export({ type: 'spki', format: 'pem' }),
};

beforeAll(async () => {
  project = makeProject();
  project.put('key.pem', pem.private.toString());
  project.put('key.pub', pem.public.toString());
  project.put('other.pub', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString());
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  project.put('rsa.pem', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  project.put(
    'locked.pem',
    pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString(),
  );
  const signing = ['--output', 'evidence=signed.json', '--sign', 'key.pem'];
  expect(await project.keyturn('check', stackFile, ...signing)).toMatchObject({ status: 0, stderr: '' });
  await project.keyturn('check', stackFile, '--output', 'evidence=plain.json');
});
afterAll(() => project.remove());

const verify = (evidence: string, ...words: readonly string[]) =>
  project.keyturn('check', '--verify', evidence, ...words);

function edited(edit: (evidence: Loose) => unknown): string {
  const evidence: Loose = JSON.parse(project.read('signed.json'));
  edit(evidence);
  project.put('edited.json', JSON.stringify(evidence));
  return 'edited.json';
}

test('holds, and names the key', async () => {
  const { status, stdout } = await verify('signed.json', '--signed-by', 'key.pub');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^✓ signed\.json: signed by key\.pub, SHA256:[\w+/]{43}$/m);
  expect(stdout).toContain('signed.json: holds');
});

test('holds without --signed-by, and says how to check the key', async () => {
  const { status, stdout } = await verify('signed.json');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}signed by the key SHA256:[\w+/]{43}; --signed-by FILE checks whose key that is$/m);
});

test('may have its members in another order', async () => {
  const turned = (value: Loose): Loose =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, member]) => [name, turned(member)]),
        );
  project.put('turned.json', JSON.stringify(turned(JSON.parse(project.read('signed.json')))));
  expect((await verify('turned.json', '--signed-by', 'key.pub')).status).toBe(0);
});

test.each<[string, (evidence: Loose) => unknown]>([
  ['an option that leads to the same report', (evidence) => (evidence.options.strict = ['contract-used'])],
  ['an option that is removed', (evidence) => delete evidence.options.strict],
  ['a member that nobody reads', (evidence) => (evidence.note = 'reviewed')],
  ['the day', (evidence) => (evidence.report.date = '2026-11-24')],
  ['the name of an input', (evidence) => (evidence.inputs[0].file = 'other.json')],
  ['the version', (evidence) => (evidence.toolVersion = '0.1.0')],
  ['the signature', (evidence) => (evidence.signature.value = reversed(evidence.signature.value))],
  ['the key', (evidence) => (evidence.signature.publicKey = 'AAAA')],
])('does not hold if somebody changes %s', async (_, edit) => {
  const { status, stdout } = await verify(edited(edit), stackFile);
  expect(status).toBe(1);
  expect(stdout).toContain('✗ edited.json: the signature does not match: it was changed after it was signed');
});

test.each([
  [
    'another key',
    'signed.json',
    'other.pub',
    /is not signed by other\.pub, SHA256:\S+: it is signed by the key SHA256:/,
  ],
  ['no signature', 'plain.json', 'key.pub', /is not signed by key\.pub, SHA256:\S+: it has no signature$/m],
])('does not hold with %s', async (_, evidence, key, words) => {
  const { status, stdout } = await verify(evidence, '--signed-by', key);
  expect([status, stdout]).toEqual([1, expect.stringMatching(words)]);
});

test.each<[string, string[], string]>([
  ['no evidence', ['--sign', 'key.pem'], '--sign: signs evidence only; add --output evidence=FILE'],
  ['a key of RSA', ['--format', 'evidence', '--sign', 'rsa.pem'], 'rsa.pem: is not an Ed25519 key in PEM without a passphrase; make one with: openssl genpkey -algorithm ed25519 -out key.pem'],
  ['a key with a passphrase', ['--format', 'evidence', '--sign', 'locked.pem'], 'locked.pem: is not an Ed25519 key in PEM without a passphrase; make one with: openssl genpkey -algorithm ed25519 -out key.pem'],
  ['a public key', ['--format', 'evidence', '--sign', 'key.pub'], 'key.pub: is not an Ed25519 key in PEM without a passphrase; make one with: openssl genpkey -algorithm ed25519 -out key.pem'],
  ['a private key to verify', ['--verify', 'signed.json', '--signed-by', 'key.pem'], 'key.pem: is a private key; give the public one: openssl pkey -in key.pem -pubout -out key.pub'],
  ['--signed-by alone', ['--signed-by', 'key.pub'], '--signed-by: is about other evidence; add --verify EVIDENCE or --since EVIDENCE'],
])('with %s, says what is wrong in one line', async (_, words, line) => {
  expect(await project.keyturn('check', ...words)).toEqual({ status: 2, stdout: '', stderr: `${line}\n` });
}); // prettier-ignore

describe('--since', () => {
  const since = (...words: readonly string[]) =>
    project.keyturn('check', stackFile, '--since', 'signed.json', ...words);

  test('says that nothing changed, and who signed', async () => {
    const { status, stdout } = await since('--signed-by', 'key.pub');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Since signed\.json \(\S+, keyturn \S+, signed by the key SHA256:\S+\) in staging, account 111122223333: nothing changed$/m,
    );
  });

  test('names what changed, in text, JSON and on the page', async () => {
    const whole = project.read(stackFile);
    project.put(stackFile, whole.replaceAll('user/backup-agent', 'user/*'));
    const written = ['--output', 'json=since.json', '--output', 'html=since.html'];
    const { status, stdout } = await since(...written);
    project.put(stackFile, whole);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^ {2}added permission of keyturn-staging-execution: iam:ListAccessKeys on \S+:user\/\* \(outside\)$/m,
    );
    expect(stdout).toMatch(
      /^ {2}removed permission of keyturn-staging-execution: iam:ListAccessKeys on \S+:user\/backup-agent \(inside\)$/m,
    );
    const { changes } = JSON.parse(project.read('since.json'));
    expect(changes.from).toMatchObject({ file: 'signed.json', kind: 'evidence' });
    expect(project.read('since.html')).toContain('new or changed');
  });

  test.each<[string, string, string]>([
    ['another key', 'other.pub', 'signed.json: is not signed by other.pub, '],
    ['a key that is not there', 'nothing.pub', 'nothing.pub: no such file'],
  ])('with %s is refused in one line', async (_, key, line) => {
    const { status, stdout, stderr } = await since('--signed-by', key);
    expect([status, stdout, stderr.startsWith(line) ? line : stderr]).toEqual([2, '', line]);
  });

  test('evidence that was changed, or is about another environment, is refused in one line', async () => {
    edited((evidence) => (evidence.options.strict = true));
    const changed = await project.keyturn('check', stackFile, '--since', 'edited.json');
    expect(changed.stderr).toBe('edited.json: the signature does not match: it was changed after it was signed\n');
    const other: Loose = JSON.parse(project.read('plain.json'));
    other.report.checks[0].environment = 'production';
    project.put('other.json', JSON.stringify(other));
    expect((await project.keyturn('check', stackFile, '--since', 'other.json')).stderr).toBe(
      '--since other.json: is about production in account 111122223333, and this input is about staging in account 111122223333; give evidence of that environment\n',
    );
  });
});
