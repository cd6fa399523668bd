import type { Fail } from '../asl';

/** Quotes a text for an intrinsic function; a backslash escapes the characters of the language. */
function quoted(text: string): string {
  return `'${text}'`;
}

/** The text with every special character of `States.Format` escaped. */
function escaped(text: string): string {
  return text.replace(/[\\'{}]/g, (character) => `\\${character}`);
}

/**
 * `States.Format` of a text whose placeholders in braces are keys of `paths`; `{{` and `}}` stand for single braces. The text alone if it
 * has no placeholder. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function formatted(
  text: string,
  paths: { readonly [name: string]: string },
): { text: string } | { path: string } {
  const used: string[] = [];
  let plain = '';
  const template = text.replace(/\{\{|\}\}|\{(\w+)\}|[^{}]+|[{}]/g, (part, name: string | undefined) => {
    const path = name === undefined ? undefined : paths[name];
    if (path !== undefined) {
      used.push(path);
      return '{}';
    }
    const meant = part === '{{' || part === '}}' ? part.charAt(0) : part;
    plain += meant;
    return escaped(meant);
  });
  return used.length === 0 ? { text: plain } : { path: `States.Format(${[quoted(template), ...used].join(', ')})` };
}

/** A text as a member of `Parameters`: under its name, or under `NAME.$` if it is made at run time. */
export function parameter(
  name: string,
  text: string,
  paths: { readonly [name: string]: string },
): Record<string, string> {
  const value = formatted(text, paths);
  return 'text' in value ? { [name]: value.text } : { [`${name}.$`]: value.path };
}

/**
 * Makes a Fail state whose cause names what to look at. Causes are made of names, whole key ids and times, never of a cause that AWS wrote:
 * that one can quote the state's data, and the secret access key with it.
 */
export function failing(error: string, cause: string, paths: { readonly [name: string]: string } = {}): Fail {
  const value = formatted(cause, paths);
  return 'text' in value
    ? { Type: 'Fail', Error: error, Cause: value.text }
    : { Type: 'Fail', Error: error, CausePath: value.path };
}

/** Paths of the placeholders of causes once the new key is stored. */
export const storedNames = {
  userName: '$.userName',
  secretName: '$.secretName',
  newKey: '$.newKeyId',
  previous: '$.previousKeyId',
} as const;
