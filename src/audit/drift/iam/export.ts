import type { Json } from '../../../json';

/** Readers of the export of an account. */

/** Names of IAM ignore case. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isNamed(found: Json | undefined, name: string): boolean {
  return typeof found === 'string' && found.toLowerCase() === name.toLowerCase();
}

/** The AWS CLI decodes a document; the API encodes it as in a URL. */
export function documentIn(value: Json | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : JSON.stringify(value);
  try {
    return value.startsWith('%7B') ? decodeURIComponent(value) : value;
  } catch {
    return value;
  }
}
