/**
 * An error that a service answers with. `code` is the service's own name for it; `declared` says whether the API's model lists it,
 * because Step Functions hides all others behind the service's base exception.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: string,
    readonly statusCode: number,
    message: string,
    readonly declared: boolean,
  ) {
    super(message);
  }
}

/** An error that the API's model lists. */
export function declared(code: string, statusCode: number, message: string): ServiceError {
  return new ServiceError(code, statusCode, message, true);
}

/** An error that every API can answer with and no model lists: access denied, validation, throttling. */
export function undeclared(code: string, statusCode: number, message: string): ServiceError {
  return new ServiceError(code, statusCode, message, false);
}

/**
 * The error's name in a state machine: the service's prefix, and always the ending `Exception`, even where the service's own name has
 * none. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 * Whether an error that no model lists comes under the service's base exception or under its own name, that page does not say.
 */
export function nameInStates(
  prefix: string,
  { code, declared: isDeclared }: ServiceError,
  undeclaredNames: 'base' | 'own',
): string {
  const name = isDeclared || undeclaredNames === 'own' ? code : prefix;
  return `${prefix}.${name.endsWith('Exception') ? name : `${name}Exception`}`;
}
