import type { PolicyVersion } from '../policy/document';

/**
 * Policy variables: `${key}` and `${key, 'default'}` in the resources and condition values of a 2012 document. `${*}`, `${?}` and `${$}`
 * are not variables but the characters themselves. Without that version all of it is plain text.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const escapeOrVariable = /\$\{(?:([*?$])\}|([^}]*)(?:\}|$))/g;

/** Whether the text depends on the request: it has a `${` that is not one of the three escapes, closed or not. */
export function hasVariables(text: string, version: PolicyVersion | undefined): boolean {
  if (version !== '2012-10-17') return false;
  return Array.from(text.matchAll(escapeOrVariable)).some(([, escape]) => escape === undefined);
}

/**
 * A pattern that matches every value of the text: each variable becomes a `*`. The escapes `${*}` and `${?}` become the wildcard, which also matches
 * the character itself.
 */
export function widenVariables(text: string, version: PolicyVersion | undefined): string {
  if (version !== '2012-10-17') return text;
  return text.replace(escapeOrVariable, (_all, escape: string | undefined) => escape ?? '*');
}

/**
 * The text with its variables replaced from the request; undefined if a variable has no single value and no default, because then the text matches
 * nothing. Keys in `context` are in lower case.
 */
export function resolveVariables(
  text: string,
  version: PolicyVersion | undefined,
  context: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  if (version !== '2012-10-17') return text;
  const unresolved = Array.from(text.matchAll(escapeOrVariable)).some(
    ([, escape, body]) => escape === undefined && valueOf(body ?? '', context) === undefined,
  );
  if (unresolved) return undefined;
  return text.replace(
    escapeOrVariable,
    (_all, escape: string | undefined, body: string | undefined) => escape ?? valueOf(body ?? '', context) ?? '',
  );
}

function valueOf(body: string, context: Readonly<Record<string, readonly string[]>>): string | undefined {
  const [, key = body, fallback] = /^([^,]*), '(.*)'$/s.exec(body) ?? [];
  const name = key.trim().toLowerCase();
  const values = Object.hasOwn(context, name) ? (context[name] ?? []) : [];
  return values.length === 1 ? values[0] : fallback;
}
