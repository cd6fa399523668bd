/** Paths into the state's data or the context object, by their placeholders in a text. */
export interface Placeholders {
  readonly [name: string]: string;
}

/** Quotes a text for an intrinsic function; a backslash escapes the characters of the language. */
function quoted(text: string): string {
  return `'${text}'`;
}

/** The text with every special character of `States.Format` escaped. */
function escaped(text: string): string {
  return text.replace(/[\\'{}]/g, (character) => `\\${character}`);
}

/**
 * `States.Format` of a text whose placeholders in braces are keys of `paths`; `{{` and `}}` mean single braces. The text alone if it has no
 * placeholder.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function formatted(text: string, paths: Placeholders): { text: string } | { path: string } {
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

/** A text as a member of `Parameters`: under its name, or under `NAME.$` if it is formatted at run time. */
export function parameter(name: string, text: string, paths: Placeholders): Record<string, string> {
  const value = formatted(text, paths);
  return 'text' in value ? { [name]: value.text } : { [`${name}.$`]: value.path };
}

/** The paths of the placeholders of causes after the new key is stored. */
export const storedNames = {
  userName: '$.userName',
  secretName: '$.secretName',
  newKey: '$.newKeyId',
  previous: '$.previousKeyId',
} as const;
