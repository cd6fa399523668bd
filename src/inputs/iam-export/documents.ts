import { isObject, Unknown, type Value, type ValueObject } from '../../model';
import { parseLenientJson } from '../../json';

/** The values with one more member, a policy document. The text is made on request, because most roles of an account are not judged. */
export function withDocument(values: ValueObject, name: string, document: Value | undefined): ValueObject {
  if (!isObject(document)) return { ...values, [name]: documentText(document) };
  let text: string | undefined;
  return Object.defineProperty({ ...values }, name, {
    enumerable: true,
    get: () => (text ??= JSON.stringify(document)),
  });
}

/** The reason why a document cannot be read; undefined if it can. It does not make the text. */
export function whyUnreadable(values: ValueObject, name: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(values, name)?.value;
  return value instanceof Unknown ? value.reason : undefined;
}

/**
 * The text of a policy document in an export. The API sends it percent-encoded (RFC 3986, in which `+` is not a blank), and the AWS CLI
 * decodes and parses it; if that fails, the text stays unchanged.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
function documentText(value: Value | undefined): string | Unknown {
  if (typeof value !== 'string') return new Unknown('it is not a policy document');
  // An encoded text never begins with a brace, and is decoded once.
  const text = /^\s*\{/.test(value) ? value : decoded(value);
  return text !== undefined && isJsonObject(text)
    ? text
    : new Unknown('it is a text that is neither JSON nor JSON in percent encoding');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(parseLenientJson(text));
  } catch {
    return false;
  }
}
