import { printable } from '../../text/printable';
import { redact } from '../../text/show';
import { bounded } from '../../text/wrap';

/** The reason for which AWS did not answer as asked. */
export type FaultKind =
  | 'no-credentials'
  | 'second-factor'
  | 'expired'
  | 'refused-credentials'
  | 'denied'
  | 'throttled'
  | 'missing'
  | 'marked-deleted'
  | 'unreachable'
  | 'untrusted'
  | 'other';

/** The profile asks for a code of a second factor, which nobody can type here. */
export class SecondFactorNeeded extends Error {
  override readonly name = 'SecondFactorNeeded';
}

/** A call of AWS that failed, after the repetitions of the SDK. */
export class AwsFault extends Error {
  override readonly name = 'AwsFault';

  constructor(
    readonly kind: FaultKind,
    /** The IAM action, such as `iam:ListAccessKeys`. */
    readonly action: string,
    /** The answer of AWS in one line, without anything that looks like a secret. */
    readonly answer: string,
  ) {
    super(`${action}: ${answer}`);
  }
}

const kinds: Readonly<Record<string, FaultKind>> = {
  CredentialsProviderError: 'no-credentials',
  TokenProviderError: 'no-credentials',
  SecondFactorNeeded: 'second-factor',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  RequestExpired: 'expired',
  InvalidClientTokenId: 'refused-credentials',
  UnrecognizedClientException: 'refused-credentials',
  SignatureDoesNotMatch: 'refused-credentials',
  InvalidSignatureException: 'refused-credentials',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
  AuthorizationErrorException: 'denied',
  KmsAccessDeniedException: 'denied',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  NoSuchEntity: 'missing',
  NoSuchEntityException: 'missing',
  ResourceNotFoundException: 'missing',
  NotFound: 'missing',
  NotFoundException: 'missing',
  QueueDoesNotExist: 'missing',
  StateMachineDoesNotExist: 'missing',
  ExecutionDoesNotExist: 'missing',
  // Of Secrets Manager, for a secret that waits for its deletion.
  InvalidRequestException: 'marked-deleted',
  TimeoutError: 'unreachable',
  NetworkingError: 'unreachable',
};

/** Errors of Node.js when no connection is made, or it breaks. */
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EPROXY',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Errors of Node.js when it does not accept the certificate of a server: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificate = /^CERT_|^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_|^ERR_TLS_CERT_ALTNAME_INVALID$/;

/** The longest answer that is shown. */
const most = 300;

function faultOf(action: string, error: Error): AwsFault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status = statusOf(error);
  const known =
    kinds[error.name] ?? (network.has(code) ? 'unreachable' : certificate.test(code) ? 'untrusted' : undefined);
  const kind = known ?? (status === 429 ? 'throttled' : status === 403 ? 'denied' : 'other');
  const message = error.message === '' || error.message === 'UnknownError' ? '' : `: ${error.message}`;
  const name = (kind === 'unreachable' || kind === 'untrusted') && code !== '' ? code : error.name;
  return new AwsFault(kind, action, printable(bounded(redact(`${name}${message}`.replace(/\s+/g, ' ')), most)));
}

function statusOf(error: Error): number | undefined {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata : undefined;
  return typeof status?.httpStatusCode === 'number' ? status.httpStatusCode : undefined;
}

/** Waits for an answer of AWS; throws AwsFault. */
export async function asked<T>(action: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error) throw faultOf(action, error);
    throw error;
  }
}

/** The answer, or the fault if it is one of these kinds. */
export async function unless<T>(tolerated: readonly FaultKind[], answer: Promise<T>): Promise<T | AwsFault> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsFault && tolerated.includes(error.kind)) return error;
    throw error;
  }
}
