/** Terraform's own language, laid out as `terraform fmt` lays it out. */

/** An expression, such as a reference. It is written as it is. */
export class Expression {
  constructor(readonly text: string) {}
}

/** A value as the argument of a function. */
export class Call {
  constructor(
    readonly name: string,
    readonly argument: Value,
  ) {}
}

/** A string is a template: `$${` in it is a literal `${`. */
export type Value =
  null | boolean | number | string | Expression | Call | readonly Value[] | { readonly [name: string]: Value };

export type Item =
  | { readonly kind: 'argument'; readonly name: string; readonly value: Value }
  | {
      readonly kind: 'block';
      readonly name: string;
      readonly labels: readonly string[];
      readonly body: readonly Item[];
    }
  | { readonly kind: 'comment'; readonly text: string };

const longestList = 80;

/** The text of a file, or of the body of a block. */
export function bodyText(items: readonly Item[]): string {
  return `${bodyLines(items).join('\n')}\n`;
}

function bodyLines(items: readonly Item[]): string[] {
  const lines: string[] = [];
  let others: [name: string, value: string[]][] = [];
  const flush = (): void => {
    lines.push(...aligned(others));
    others = [];
  };
  for (const item of items) {
    if (item.kind === 'argument') {
      if (others.length === 0 && lines.length > 0) lines.push('');
      others.push([item.name, linesOf(item.value)]);
      continue;
    }
    flush();
    if (lines.length > 0 && !lines.at(-1)?.startsWith('#')) lines.push('');
    if (item.kind === 'comment') lines.push(...item.text.split('\n').map((line) => `# ${line}`.trimEnd()));
    else lines.push(...blockLines(item));
  }
  flush();
  return lines;
}

function blockLines({ name, labels, body }: Extract<Item, { kind: 'block' }>): string[] {
  const head = [name, ...labels.map(quoted)].join(' ');
  return body.length === 0 ? [`${head} {}`] : [`${head} {`, ...bodyLines(body).map(indented), '}'];
}

function linesOf(value: Value): string[] {
  if (value instanceof Expression) return [value.text];
  if (value instanceof Call) return wrapped(`${value.name}(`, linesOf(value.argument), ')');
  if (typeof value === 'string') return [quoted(value)];
  if (isList(value)) return listLines(value.map(linesOf));
  if (typeof value !== 'object' || value === null) return [String(value)];
  const members = Object.entries(value).map(([name, one]): [string, string[]] => [keyOf(name), linesOf(one)]);
  return members.length === 0 ? ['{}'] : ['{', ...aligned(members).map(indented), '}'];
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function listLines(items: readonly (readonly string[])[]): string[] {
  const short = `[${items.map(([first = '']) => first).join(', ')}]`;
  if (items.every((lines) => lines.length === 1) && short.length <= longestList) return [short];
  return ['[', ...items.flatMap((lines) => wrapped('', lines, ',')).map(indented), ']'];
}

/** Terraform aligns the `=` of arguments that follow each other, if each is one line. */
function aligned(members: readonly (readonly [name: string, value: readonly string[]])[]): string[] {
  const widths = members.map(([name]) => name.length);
  const isShort = (index: number): boolean => members[index]?.[1].length === 1;
  return members.flatMap(([name, value], index) => {
    if (!isShort(index)) return wrapped(`${name} = `, value, '');
    let [first, last] = [index, index];
    while (isShort(first - 1)) first -= 1;
    while (isShort(last + 1)) last += 1;
    return wrapped(`${name.padEnd(Math.max(...widths.slice(first, last + 1)))} = `, value, '');
  });
}

function wrapped(before: string, lines: readonly string[], after: string): string[] {
  return lines.map((line, index) => `${index === 0 ? before : ''}${line}${index === lines.length - 1 ? after : ''}`);
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

/** Words that begin another expression when they begin an object. */
const reserved = new Set(['for', 'true', 'false', 'null']);

function keyOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name) ? name : quoted(name);
}

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' };
  return JSON.stringify(text).replace(/\\./g, (escape) => escapes[escape] ?? escape);
}
