import { NotUnderstood, TerraformCursor } from '../expressions/cursor';
import { isTemplate } from '../expressions/template';

/** The functions that the templates of a text call, and why the text is not understood, if it is not. */
interface Calls {
  readonly names: readonly string[];
  readonly notUnderstood?: string;
}

const none: Calls = { names: [] };

/**
 * The functions that Terraform calls for a text of a JSON configuration. Only tokens are read, not the grammar: `name(` is a call everywhere outside
 * quotes. A text with a comment, a heredoc or a character outside the language is not understood, so that Keyturn never interprets a text differently
 * from Terraform.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function callsIn(text: string): Calls {
  if (!isTemplate(text)) return none;
  const names: string[] = [];
  try {
    template(new TerraformCursor(text), names, undefined);
    return { names };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { names, notUnderstood: error.reason };
  }
}

/** A template up to its quote, or to the end of the text. */
function template(cursor: TerraformCursor, names: string[], end: '"' | undefined): void {
  while (!(end === undefined ? cursor.isAtEnd : cursor.takes(end))) {
    if (cursor.isAtEnd) throw new NotUnderstood('a text in an expression is not closed');
    const escape = cursor.match(/\${2,}\{|%{2,}\{/y);
    if (escape !== undefined) {
      if (escape.length > '$${'.length)
        throw new NotUnderstood(`it has ${escape}, which readers interpret differently`);
    } else if (cursor.takes('${') || cursor.takes('%{')) {
      cursor.takes('~');
      cursor.nested(() => expression(cursor, names));
    } else if (end !== undefined && cursor.startsWith('\\')) {
      if (cursor.match(/\\(?:[nrt"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y) === undefined)
        throw new NotUnderstood('an escape in it is not understood');
    } else cursor.match(/[^$%\\"]+|[^]/y);
  }
}

const closers: { readonly [opener: string]: string } = { '{': '}', '[': ']', '(': ')' };
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t\r\n]*::[ \t\r\n]*[\p{ID_Start}_][\p{ID_Continue}-]*)*/uy;
const operators = /[.,:?=!<>+\-*/%&|~]/y;
/** Words of the language that can precede a bracket. */
const keywords: ReadonlySet<string> = new Set(['for', 'in', 'if', 'else', 'endif', 'endfor']);

/** The tokens of an expression up to the bracket that closes its template. */
function expression(cursor: TerraformCursor, names: string[]): void {
  const open = ['}'];
  while (open.length > 0) {
    if (cursor.isAtEnd) throw new NotUnderstood('an expression "${…" is not closed');
    cursor.skipSpace();
    const { next } = cursor;
    if (cursor.startsWith('/*') || cursor.startsWith('//') || cursor.startsWith('<<'))
      throw new NotUnderstood('an expression has a comment or a heredoc');
    if (cursor.takes('"')) cursor.nested(() => template(cursor, names, '"'));
    else if (closers[next] !== undefined) {
      open.push(closers[next]);
      cursor.takes(next);
    } else if (next === open.at(-1)) {
      open.pop();
      cursor.takes(next);
    } else if (!token(cursor, names)) throw new NotUnderstood('an expression is not understood');
  }
}

/** A name, which may be called; a number; or an operator. */
function token(cursor: TerraformCursor, names: string[]): boolean {
  const name = cursor.match(identifier)?.replace(/[ \t\r\n]/g, '');
  if (name === undefined) return cursor.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y) !== undefined || isOperator(cursor);
  cursor.skipSpace();
  if (cursor.next === '(' && !keywords.has(name)) names.push(name);
  return true;
}

function isOperator(cursor: TerraformCursor): boolean {
  return cursor.match(operators) !== undefined;
}
