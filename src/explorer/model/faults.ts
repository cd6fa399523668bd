import type { Answer, CallMoment, Fault } from '../../simulator';

/** A kind of fault of a call. */
export interface FaultKind {
  /** The letter of the fault in the id of a scenario. It must not change. */
  readonly id: string;
  /** The end of a sentence that begins with `the call`. */
  readonly words: string;
  readonly takesEffect: boolean;
  /** Every attempt of this visit to the state meets the fault. */
  readonly isLasting: boolean;
  /** Another attempt cannot succeed, so the fault is lasting even if no attempt follows. */
  readonly isRefusal?: true;
  /** The call takes effect, and the integration repeats it by itself: the state machine gets the answer to the second call. */
  readonly isRepeated?: true;
  /** The only actions that meet the fault. */
  readonly actions?: readonly string[];
  /**
   * The answer that the state machine gets. If it is undefined: the service's own answer if the call is repeated, else no answer until the
   * timeout.
   */
  readonly answer?: (service: string, naming: ErrorNaming) => FailedAnswer;
}

type FailedAnswer = Extract<Answer, { readonly ok: false }>;

/**
 * The name that Step Functions gives an error that the API's model does not declare: the service's base exception, or the error's own name.
 * AWS does not document it. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export type ErrorNaming = 'base' | 'own';

const prefixes: { readonly [service: string]: string } = { iam: 'Iam', secretsmanager: 'SecretsManager', ses: 'Ses' };
const prefixOf = (service: string) => prefixes[service] ?? 'Sdk';

const nameOf = (service: string, name: string) => `${prefixOf(service)}.${name}Exception`;

const lost = (service: string): FailedAnswer => ({
  ok: false,
  error: nameOf(service, 'SdkClient'),
  cause: 'Unable to execute HTTP request: connection reset',
});
const declared = (service: string, code: string, cause: string): FailedAnswer => ({
  ok: false,
  error: nameOf(service, code),
  cause,
  code,
});
const undeclared = (service: string, naming: ErrorNaming, code: string, cause: string): FailedAnswer => ({
  ok: false,
  error: nameOf(service, naming === 'base' ? prefixOf(service) : code),
  cause,
  code,
});
const throttled = (service: string, naming: ErrorNaming) =>
  undeclared(service, naming, 'Throttling', 'Rate exceeded (Status Code: 400)');
const encryptionFailed = (service: string) => declared(service, 'EncryptionFailure', 'The KMS key is disabled.');
const rejected = (service: string) => declared(service, 'MessageRejected', 'Email address is not verified.');
const denied = (service: string, naming: ErrorNaming) =>
  undeclared(service, naming, 'AccessDenied', 'The role is not authorized to perform this action (Status Code: 403)');

const mails = ['ses:SendEmail', 'ses:SendTemplatedEmail'];

/** Every fault of one call. docs/explanation/explorer.md lists them; the tests of the simulator and of the emulator use this list. */
export const faultKinds: readonly FaultKind[] = [
  { id: 'f', words: 'fails before it takes effect', takesEffect: false, isLasting: false, answer: lost },
  { id: 'l', words: 'takes effect, and its answer is lost', takesEffect: true, isLasting: false, answer: lost },
  { id: 't', words: 'is throttled', takesEffect: false, isLasting: false, answer: throttled },
  { id: 'n', words: 'times out without effect', takesEffect: false, isLasting: false },
  { id: 'e', words: 'takes effect, and times out', takesEffect: true, isLasting: false },
  { id: 'r', words: 'fails until the retries are spent', takesEffect: false, isLasting: true, answer: lost },
  {
    id: 'a',
    words: 'takes effect, and its answer and all later ones are lost',
    takesEffect: true,
    isLasting: true,
    answer: lost,
  },
  { id: 'd', words: 'is refused: access denied', takesEffect: false, isLasting: true, isRefusal: true, answer: denied },
  {
    id: 'v',
    words: 'is rejected: an address is not verified, as in the sandbox',
    takesEffect: false,
    isLasting: true,
    isRefusal: true,
    actions: mails,
    answer: rejected,
  },
  {
    id: 'q',
    words: 'is throttled until the retries are spent, because the quota is used up',
    takesEffect: false,
    isLasting: true,
    actions: mails,
    answer: throttled,
  },
  {
    id: 'i',
    words: 'takes effect, its answer is lost, and Step Functions repeats it by itself',
    takesEffect: true,
    isLasting: false,
    isRepeated: true,
    // A repetition of the other calls makes no difference.
    actions: ['iam:CreateAccessKey', 'secretsmanager:UpdateSecret'],
  },
  {
    id: 'k',
    words: 'is refused: the KMS key of the secret is disabled',
    takesEffect: false,
    isLasting: true,
    isRefusal: true,
    actions: ['secretsmanager:UpdateSecret'],
    answer: encryptionFailed,
  },
];

/** The one fault that is not a fault of a call. */
export const stopped = { id: 's', words: 'an operator stops the execution' } as const;

/** Returns the faults to try. A lasting fault differs from a passing one only if the state is tried more than once, or if it is a refusal. */
export function faultsAt(action: string, isRetried: boolean): readonly FaultKind[] {
  return faultKinds.filter(
    (kind) => (isRetried || !kind.isLasting || kind.isRefusal) && (kind.actions?.includes(action) ?? true),
  );
}

export function faultKind(id: string): FaultKind | undefined {
  return faultKinds.find((each) => each.id === id);
}

/** The fault that a call of the simulator meets. */
export function faultOf({ takesEffect, answer, isRepeated }: FaultKind, { action }: Pick<CallMoment, 'action'>): Fault {
  const [service = ''] = action.split(':');
  if (isRepeated === true) return { kind: 'repeat' };
  if (answer === undefined) return { kind: 'timeout', takesEffect };
  const { error, cause } = answer(service, 'base');
  return { kind: takesEffect ? 'lose-answer' : 'fail-before', error, cause };
}
