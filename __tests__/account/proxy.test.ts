import { createServer as proxyServer, type Server } from 'node:http';
import { createServer, request, type Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { agentOf, isDirect } from '../../src/account/sdk/proxy';
import { InputError } from '../../src/input-error';

/** Encrypted without a certificate, so that no key is kept here. */
const anonymous = { ciphers: 'ADH-AES256-GCM-SHA384:AECDH-AES256-SHA:@SECLEVEL=0', maxVersion: 'TLSv1.2' } as const;

const server = createServer({ ...anonymous, dhparam: 'auto' }, (_, response) => response.end('answer of AWS'));
const seen: { readonly authority: string; readonly authorization: string | undefined }[] = [];
let refusal = '';
const proxy = proxyServer().on('connect', ({ url = '', headers }, socket) => {
  seen.push({ authority: url, authorization: headers['proxy-authorization'] });
  if (refusal !== '') {
    socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
    return;
  }
  const upstream = connect(portOf(server), '127.0.0.1');
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  socket.pipe(upstream).pipe(socket);
});

function portOf(one: { address: Server['address'] }): number {
  return (one.address() as AddressInfo).port;
}

beforeAll(async () => {
  for (const one of [server, proxy]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  seen.length = 0;
  refusal = '';
});
afterAll(() => [server, proxy].forEach((one) => one.close()));

const proxied = (user = '') => ({ HTTPS_PROXY: `http://${user}127.0.0.1:${portOf(proxy)}` });

/** The answer of a host, or the error. */
async function answerOf(host: string, port: number, agent: Agent | undefined): Promise<string> {
  return new Promise((resolve) => {
    request({ ...anonymous, rejectUnauthorized: false, host, port, agent }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    })
      .on('error', (error) => resolve(`${'code' in error ? String(error.code) : ''}: ${error.message}`))
      .end();
  }).then((answer) => {
    agent?.destroy();
    return String(answer);
  });
}

test('without a variable the SDK keeps its own agent', () => {
  expect(agentOf({})).toBeUndefined();
  expect(agentOf({ HTTPS_PROXY: '', AWS_CA_BUNDLE: '' })).toBeUndefined();
});

test('a connection goes through the proxy, which sees the name of the host', async () => {
  expect(await answerOf('sts.amazonaws.com', 443, agentOf(proxied()))).toBe('answer of AWS');
  expect(seen).toEqual([{ authority: 'sts.amazonaws.com:443', authorization: undefined }]);
});

test('the lower case name and an address without a scheme count, too', async () => {
  const agent = agentOf({ https_proxy: `127.0.0.1:${portOf(proxy)}`, HTTPS_PROXY: 'http://127.0.0.1:1' });
  expect(await answerOf('sts.amazonaws.com', 443, agent)).toBe('answer of AWS');
});

test('a user and a password are passed on', async () => {
  await answerOf('sts.amazonaws.com', 443, agentOf(proxied('user:p%40ss@')));
  expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
});

test('a host of NO_PROXY is reached without it', async () => {
  const agent = agentOf({ ...proxied(), NO_PROXY: 'localhost,127.0.0.1' });
  expect(await answerOf('127.0.0.1', portOf(server), agent)).toBe('answer of AWS');
  expect(seen).toEqual([]);
});

test('a proxy that refuses, or that is not there, is named', async () => {
  refusal = '407 Proxy Authentication Required';
  expect(await answerOf('sts.amazonaws.com', 443, agentOf(proxied('user:secret@')))).toBe(
    'EPROXY: the proxy 127.0.0.1 answered 407',
  );
  expect(await answerOf('sts.amazonaws.com', 443, agentOf({ HTTPS_PROXY: 'http://127.0.0.1:1' }))).toMatch(
    /^EPROXY: the proxy 127\.0\.0\.1 cannot be reached: connect ECONNREFUSED/,
  );
});

test.each(['socks5://user:secret@127.0.0.1:1080', 'http://'])('%s is refused without its value', (value) => {
  expect(() => agentOf({ HTTPS_PROXY: value })).toThrow(InputError);
  expect(() => agentOf({ HTTPS_PROXY: value })).toThrow(
    /^HTTPS_PROXY: must be an address such as http:\/\/proxy\.example\.com:3128$/,
  );
});

test('a file of certificates that is not there is refused', () => {
  expect(() => agentOf({ AWS_CA_BUNDLE: '/nowhere/ca.pem' })).toThrow(
    '/nowhere/ca.pem: no such file; name a file of certificates in AWS_CA_BUNDLE',
  );
});

test.each<[string, string, boolean]>([
  ['', 'iam.amazonaws.com', false],
  ['*', 'iam.amazonaws.com', true],
  ['amazonaws.com', 'iam.amazonaws.com', true],
  ['.amazonaws.com', 'iam.amazonaws.com', true],
  ['*.amazonaws.com', 'iam.amazonaws.com', true],
  ['IAM.AmazonAWS.com', 'iam.amazonaws.com', true],
  ['aws.com', 'iam.amazonaws.com', false],
  ['localhost, amazonaws.com:443', 'iam.amazonaws.com', true],
  ['amazonaws.com:8443', 'iam.amazonaws.com', false],
  ['127.0.0.1', '127.0.0.1', true],
])('NO_PROXY=%s and %s: %s', (noProxy, host, expected) => {
  expect(isDirect(host, 443, noProxy)).toBe(expected);
});
