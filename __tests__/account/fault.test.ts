import { asked, AwsFault } from '../../src/account/sdk/fault';

async function faultOf(error: Error): Promise<AwsFault> {
  const fault = await asked('iam:ListAccessKeys', Promise.reject(error)).catch((each: unknown) => each);
  if (fault instanceof AwsFault) return fault;
  throw new Error('it was not a fault');
}

function error(name: string, message = '', more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

test.each([
  ['CredentialsProviderError', 'no-credentials'],
  ['SecondFactorNeeded', 'second-factor'],
  ['ExpiredToken', 'expired'],
  ['ExpiredTokenException', 'expired'],
  ['InvalidClientTokenId', 'refused-credentials'],
  ['AccessDenied', 'denied'],
  ['AccessDeniedException', 'denied'],
  ['Throttling', 'throttled'],
  ['NoSuchEntityException', 'missing'],
  ['TimeoutError', 'unreachable'],
  ['SomethingElse', 'other'],
])('%s is %s', async (name, kind) => {
  expect((await faultOf(error(name))).kind).toBe(kind);
});

test('a connection that is refused, and a status without a known name', async () => {
  expect((await faultOf(error('Error', 'connect', { code: 'ECONNREFUSED' }))).kind).toBe('unreachable');
  expect((await faultOf(error('Odd', '', { $metadata: { httpStatusCode: 403 } }))).kind).toBe('denied');
  expect((await faultOf(error('Odd', '', { $metadata: { httpStatusCode: 429 } }))).kind).toBe('throttled');
});

test.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('a certificate that is not accepted: %s', async (code) => {
  expect(await faultOf(error('Error', 'certificate', { code }))).toMatchObject({
    kind: 'untrusted',
    answer: `${code}: certificate`,
  });
});

test('an answer is one printable line without a secret', async () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const { message } = await faultOf(error('Odd', `line\n\u001b[31m ${secret}`));
  expect(message).not.toContain(secret);
  expect(message).toMatch(/^[\x20-\x7e]*$/);
});
