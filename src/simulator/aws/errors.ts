/**
 * An error that a service answers with. `code` is the service's own name for it; `declared` is true if the API's model lists it, because Step
 * Functions hides all other errors behind the service's base exception.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: string,
    readonly statusCode: number,
    message: string,
    readonly declared: boolean,
  ) {
    // An answer of a service is not a fault of the program: nobody reads where it was made, and to record that takes longer than the call.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** An error that the API's model lists. */
export function declared(code: string, statusCode: number, message: string): ServiceError {
  return new ServiceError(code, statusCode, message, true);
}

/** An error that every API can answer with and that no model lists: access denied, validation, throttling. */
export function undeclared(code: string, statusCode: number, message: string): ServiceError {
  return new ServiceError(code, statusCode, message, false);
}

/**
 * The error's name in a state machine: the service's prefix, and always the ending `Exception`, even if the service's own name does not have
 * it. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 * That page does not say whether an error that no model lists appears under the service's base exception or under its own name.
 */
export function nameInStates(
  prefix: string,
  { code, declared: isDeclared }: ServiceError,
  undeclaredNames: 'base' | 'own',
): string {
  const name = isDeclared || undeclaredNames === 'own' ? code : prefix;
  return `${prefix}.${name.endsWith('Exception') ? name : `${name}Exception`}`;
}
