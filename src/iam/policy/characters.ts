import { PolicySyntaxError } from './policy-error';

const foreign = /[^\t\n\r\u0020-\u00ff]/u;

/**
 * A policy document can hold TAB, LF, CR and U+0020 to U+00FF, also after its escapes are decoded. Other characters are refused, so that no similar character is mistaken for a letter.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function refuseForeignCharacters(root: object): void {
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'string') refuseForeignIn(value);
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) Object.keys(value).forEach(refuseForeignIn);
    for (const inner of Object.values(value)) pending.push(inner);
  }
}

function refuseForeignIn(text: string): void {
  const code = foreign.exec(text)?.[0].codePointAt(0);
  if (code === undefined) return;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  throw new PolicySyntaxError(
    `A policy document cannot hold the character ${name}; allowed are TAB, LF, CR and U+0020 to U+00FF`,
  );
}
