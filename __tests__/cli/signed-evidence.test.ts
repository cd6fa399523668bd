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
  ['--signed-by alone', ['--signed-by', 'key.pub'], '--signed-by: belongs to evidence that is verified; add --verify EVIDENCE'],
])('with %s, says what is wrong in one line', async (_, words, line) => {
  expect(await project.keyturn('check', ...words)).toEqual({ status: 2, stdout: '', stderr: `${line}\n` });
}); // prettier-ignore
