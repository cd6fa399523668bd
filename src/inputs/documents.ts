import { isObject, Unknown, type Value } from '../terraform';

/**
 * The text of a policy document in an export. The API sends it percent-encoded (RFC 3986, where `+` is no blank), the AWS CLI decodes and
 * parses it; where that fails, the text is left as it came. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function documentText(value: Value | undefined): string | Unknown {
  if (isObject(value)) return JSON.stringify(value);
  if (typeof value !== 'string') return new Unknown('it is no policy document');
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
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
