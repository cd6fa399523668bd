import { TerraformCursor, NotUnderstood } from './cursor';
import { readTemplate, type ReferenceScope } from './parse';
import type { Reference } from './reference';
import { asTerraformReads } from './conversions';
import { Unknown, type Value } from '../../model';

/** Whether Terraform would read the text as a template. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/**
 * Evaluates a template: `$${` and `%%{` are escapes, `${…}` is replaced by its value. References, literal values and the few functions
 * whose result is certain are evaluated; any other expression, and every directive `%{…}`, makes the result Unknown, because a function can
 * hide anything. A text that is a single `${…}` keeps the type of its value.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function evaluateTemplate(
  text: string,
  resolve: (reference: Reference) => Value,
  markSensitive: () => void = () => undefined,
): Value {
  if (!isTemplate(text)) return asTerraformReads(text);
  const scope: ReferenceScope = { resolve, markSensitive };
  try {
    return readTemplate(new TerraformCursor(text), scope);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return new Unknown(error.reason, referencesIn(text));
  }
}

/** Names that an expression mentions, independent of their use: `aws_iam_role.execution.arn`. */
function referencesIn(expression: string): string[] {
  return expression.match(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+/g) ?? [];
}
