import type { Answer } from '../../simulator';

/** What goes wrong with a call. */
export interface FaultKind {
  readonly id: string;
  /** In a sentence: `the call …`. */
  readonly words: string;
  readonly takesEffect: boolean;
  /** Every attempt of this visit to the state meets it. */
  readonly goesOn: boolean;
  /** Trying again cannot mend it. */
  readonly isRefusal?: true;
  /** The only service that does so. */
  readonly service?: 'ses';
  /** What the state machine is told; nothing until the timeout where it is undefined. */
  readonly answer?: (service: string, naming: ErrorNaming) => Answer;
}

/**
 * How Step Functions names an error that the API's model does not declare: by the service's base exception, or by its own name. AWS does
 * not say. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export type ErrorNaming = 'base' | 'own';

const prefixes: { readonly [service: string]: string } = { iam: 'Iam', secretsmanager: 'SecretsManager', ses: 'Ses' };
const prefixOf = (service: string) => prefixes[service] ?? 'Sdk';

const nameOf = (service: string, name: string) => `${prefixOf(service)}.${name}Exception`;

const lost = (service: string): Answer => ({
  ok: false,
  error: nameOf(service, 'SdkClient'),
  cause: 'Unable to execute HTTP request: connection reset',
});
const declared = (service: string, code: string, cause: string): Answer => ({
  ok: false,
  error: nameOf(service, code),
  cause,
  code,
});
const undeclared = (service: string, naming: ErrorNaming, code: string, cause: string): Answer => ({
  ok: false,
  error: nameOf(service, naming === 'base' ? prefixOf(service) : code),
  cause,
  code,
});
const throttled = (service: string, naming: ErrorNaming) =>
  undeclared(service, naming, 'Throttling', 'Rate exceeded (Status Code: 400)');
const rejected = (service: string) => declared(service, 'MessageRejected', 'Email address is not verified.');
const denied = (service: string, naming: ErrorNaming) =>
  undeclared(service, naming, 'AccessDenied', 'The role is not authorized to perform this action (Status Code: 403)');

/** What can go wrong with one call. A machine that is stopped by an operator is the one fault beside these. */
export const faultKinds: readonly FaultKind[] = [
  { id: 'f', words: 'fails before it takes effect', takesEffect: false, goesOn: false, answer: lost },
  { id: 'l', words: 'takes effect, and its answer is lost', takesEffect: true, goesOn: false, answer: lost },
  { id: 't', words: 'is throttled', takesEffect: false, goesOn: false, answer: throttled },
  { id: 'n', words: 'times out without effect', takesEffect: false, goesOn: false },
  { id: 'e', words: 'takes effect, and times out', takesEffect: true, goesOn: false },
  { id: 'r', words: 'goes on failing until the retries are spent', takesEffect: false, goesOn: true, answer: lost },
  {
    id: 'a',
    words: 'takes effect, its answer is lost, and so is every one after it',
    takesEffect: true,
    goesOn: true,
    answer: lost,
  },
  { id: 'd', words: 'is refused: access denied', takesEffect: false, goesOn: true, isRefusal: true, answer: denied },
  {
    id: 'v',
    words: 'is rejected: an address is not verified, as in the sandbox',
    takesEffect: false,
    goesOn: true,
    isRefusal: true,
    service: 'ses',
    answer: rejected,
  },
  {
    id: 'q',
    words: 'is throttled until the retries are spent: the quota is used up',
    takesEffect: false,
    goesOn: true,
    service: 'ses',
    answer: throttled,
  },
];

export const stopped = { id: 's', words: 'an operator stops the execution' } as const;

/** A fault that goes on is another fault only where a state is tried more than once; a refusal always is one. */
export function faultsAt(service: string, isRetried: boolean): readonly FaultKind[] {
  return faultKinds.filter(
    (kind) => (isRetried || !kind.goesOn || kind.isRefusal) && (kind.service ?? service) === service,
  );
}

export function faultOf(id: string): FaultKind | undefined {
  return faultKinds.find((each) => each.id === id);
}
