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

/**
 * The same text as a template of SES: a placeholder is `{{name}}`, every other brace is itself. Undefined if a brace touches another one, because SES
 * would read it as a part of a placeholder. https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
 */
export function asTemplate(text: string, names: readonly string[]): string | undefined {
  const parts = [...text.matchAll(/\{\{|\}\}|\{(\w+)\}|[^{}]+|[{}]/g)].map(([part, name]) => {
    const isPlaceholder = name !== undefined && names.includes(name);
    const plain = part === '{{' || part === '}}' ? part.charAt(0) : part;
    return { text: isPlaceholder ? `{{${name}}}` : plain, isPlaceholder, hasBrace: /[{}]/.test(part) };
  });
  const touch = parts.some((part, index) => {
    const next = parts[index + 1];
    return part.hasBrace && next?.hasBrace === true && !(part.isPlaceholder && next.isPlaceholder);
  });
  return touch ? undefined : parts.map((part) => part.text).join('');
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
