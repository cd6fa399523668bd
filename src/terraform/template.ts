import { Unknown, type Value } from './value';

/** One step of a reference: `aws_iam_role`, `execution`, `arn`, or what stands between brackets. */
export type Reference = readonly string[];

type Part = { readonly literal: string } | { readonly expression: string };

const wholeReference = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\["(?:[^"\\$%]|\$(?!\{)|%(?!\{))*"\]|\[\d+\])*$/;
const step = /[A-Za-z_][\w-]*|\["((?:[^"])*)"\]|\[(\d+)\]/g;

/** Whether Terraform would read the text as anything but itself. */
export function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/**
 * What Terraform makes of a text: `$${` and `%%{` are escapes, `${…}` is replaced by what it refers to. Only whole references are
 * followed; any other expression, and every directive `%{…}`, makes the text Unknown, because a function can hide anything.
 * A text that is one `${…}` keeps the type of what it refers to.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
export function evaluateTemplate(text: string, resolve: (reference: Reference) => Value): Value {
  if (!isTemplate(text)) return asTerraformReads(text);
  const parts = partsOf(text);
  if (parts instanceof Unknown) return parts;
  const values = parts.map((part) => ('literal' in part ? part.literal : evaluateExpression(part.expression, resolve)));
  const [first] = values;
  if (values.length === 1 && first !== undefined && typeof first !== 'string') return first;
  let joined = '';
  for (const value of values) {
    if (value instanceof Unknown) return value;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return new Unknown('a reference inside a text is to something that is not a text');
    }
    joined += String(value);
  }
  return asTerraformReads(joined);
}

/** Names that an expression mentions, whatever it does with them: `aws_iam_role.execution.arn`. */
export function referencesIn(expression: string): string[] {
  return expression.match(/[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+/g) ?? [];
}

function evaluateExpression(expression: string, resolve: (reference: Reference) => Value): Value {
  const trimmed = expression.trim();
  if (!wholeReference.test(trimmed)) {
    return new Unknown(`the expression "${shortened(trimmed)}" is not a plain reference`, referencesIn(trimmed));
  }
  const steps = [...trimmed.matchAll(step)].map((match) => match[1] ?? match[2] ?? match[0]);
  return resolve(steps);
}

/** Terraform normalises texts to NFC and replaces lone surrogates, so the text in a file need not be the text that is sent. */
function asTerraformReads(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

function partsOf(text: string): Part[] | Unknown {
  const parts: Part[] = [];
  const mark = /\$\$\{|%%\{|\$\{|%\{/g;
  let literal = '';
  let at = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    literal += text.slice(at, found.index);
    at = mark.lastIndex;
    if (found[0].length === 3) {
      literal += found[0].slice(1);
    } else if (found[0] === '%{') {
      return new Unknown('a template directive "%{…}" is not understood', referencesIn(text));
    } else {
      const end = endOfExpression(text, at);
      if (end === undefined) return new Unknown('an expression "${…" is not closed', referencesIn(text));
      if (literal !== '') parts.push({ literal });
      literal = '';
      parts.push({ expression: text.slice(at, end) });
      at = mark.lastIndex = end + 1;
    }
  }
  literal += text.slice(at);
  if (literal !== '' || parts.length === 0) parts.push({ literal });
  return parts;
}

/** Where the `}` is that closes an expression; braces inside quoted texts do not count. */
function endOfExpression(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return undefined;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
