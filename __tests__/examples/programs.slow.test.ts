import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { standIn, type Missing } from '../tools';

/**
 * The consumers in Python and Go, as whole programs with the SDK of their language. A server answers them as
 * Secrets Manager and STS do while a rotated key is not known everywhere.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */

const consumers = join(__dirname, '..', '..', 'examples', 'consumers');

interface Program {
  readonly language: string;
  /** The program and its arguments, or the name of what it needs and does not find. */
  readonly command: readonly [string, ...string[]] | Missing;
  /** The calls that the program makes with its key. */
  readonly calls: number;
}

const folder = mkdtempSync(join(tmpdir(), 'keyturn-consumer-'));
cpSync(join(consumers, 'go', 'consumer.go'), join(folder, 'consumer.go'));
cpSync(join(__dirname, 'go', 'consumer_test.go'), join(folder, 'consumer_test.go'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Debian keeps the sources of Go's libraries in this folder: https://go-team.pages.debian.net/packaging.html */
const goPath = process.env.KEYTURN_GOPATH ?? '/usr/share/gocode';
const goEnvironment = { GO111MODULE: 'off', GOPATH: goPath, GOFLAGS: '' };

const runs = (program: string, ...words: readonly string[]): boolean =>
  spawnSync(program, words, { cwd: folder, env: { ...process.env, ...goEnvironment } }).status === 0;

const programs: readonly Program[] = [
  {
    language: 'Python',
    command: runs('python3', '-c', 'import boto3')
      ? ['python3', join(consumers, 'consumer.py')]
      : { missing: 'python3 with boto3 (pip install boto3)' },
    calls: 1,
  },
  {
    language: 'Go',
    command: runs('go', 'list', '-deps', '.')
      ? ['go', 'test', '-count=1', '-v', '.']
      : { missing: 'go with its SDK of AWS (Debian: golang-go, golang-github-aws-aws-sdk-go-v2-dev; KEYTURN_GOPATH)' },
    calls: 2,
  },
];

/** An AWS whose secret holds key1 at the first read and the known key after it. The known key is accepted from its n-th call on. */
async function awsThatKnows(known: string, attempts: number) {
  const counts = { reads: 0, calls: 0, ofKnown: 0 };
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    await text(request);
    if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue') {
      const AccessKeyId = ++counts.reads === 1 ? 'key1' : known;
      return {
        status: 200,
        body: JSON.stringify({ SecretString: JSON.stringify({ AccessKeyId, SecretAccessKey: 'x' }) }),
      };
    }
    counts.calls++;
    const isKnown = request.headers.authorization?.includes(`Credential=${known}/`) === true;
    if (isKnown && ++counts.ofKnown >= attempts) {
      const identity = '<Arn>arn:aws:iam::111122223333:user/ci/ci-deployer</Arn><Account>111122223333</Account>';
      return {
        status: 200,
        body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      };
    }
    const error =
      '<Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token is invalid.</Message>';
    return {
      status: 403,
      body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>${error}</Error></ErrorResponse>`,
    };
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => response.writeHead(status).end(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { counts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

async function run([program, ...words]: readonly [string, ...string[]], url: string) {
  const env = {
    ...process.env,
    ...goEnvironment,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'own',
    AWS_SECRET_ACCESS_KEY: 'own',
    SECRET_NAME: 'ci-deployer/aws',
  };
  const child = spawn(program, words, { cwd: folder, env });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, error, code: code as unknown };
}

describe.each(programs)('the consumer in $language', ({ language, command, calls }) => {
  if ('missing' in command) {
    standIn(`the consumer in ${language}`, command);
    return;
  }

  test.each([
    { title: 'reads the secret once, while the key works', known: 'key1', attempts: 1, reads: 1, refused: 0 },
    { title: 'reads the secret again if the key is refused', known: 'key2', attempts: 1, reads: 2, refused: 1 },
    { title: 'waits while the new key is not known everywhere', known: 'key2', attempts: 3, reads: 4, refused: 3 },
  ])(
    '$title',
    async ({ known, attempts, reads, refused }) => {
      const aws = await awsThatKnows(known, attempts);
      try {
        const { out, error, code } = await run(command, aws.url);
        expect({ error, code }).toEqual({ error: '', code: 0 });
        expect(out.match(/^arn:aws:iam::111122223333:user\/ci\/ci-deployer$/gm)).toHaveLength(calls);
        expect(aws.counts).toMatchObject({ reads, calls: calls + refused });
      } finally {
        aws.close();
      }
    },
    60_000,
  );
});
