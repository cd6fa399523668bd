/** What an expression can name, by the first word: `github`, `needs`, `vars`. */
export type Contexts = { readonly [name: string]: unknown };

const tokens = /\s*(?:(\|\||&&|==|!=|[!().,[\]])|'((?:[^']|'')*)'|(\d+)|([A-Za-z_][\w-]*))/y;

type Token =
  | { readonly kind: 'sign' | 'text' | 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string };

/**
 * Evaluates an expression of a workflow: names, indexes, `!`, `==`, `!=`, `&&`, `||`, and the functions that are given.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
export function evaluate(
  text: string,
  contexts: Contexts,
  functions: { readonly [name: string]: (argument: unknown) => unknown },
): unknown {
  const all = tokensOf(text);
  let at = 0;
  const takes = (sign: string): boolean => {
    const is = all[at]?.kind === 'sign' && all[at]?.text === sign;
    if (is) at += 1;
    return is;
  };
  const expect = (sign: string): void => {
    if (!takes(sign)) throw new Error(`${text}: expected ${sign}`);
  };
  const or = (): unknown => {
    let left = and();
    while (takes('||')) {
      const right = and();
      left = isTrue(left) ? left : right;
    }
    return left;
  };
  const and = (): unknown => {
    let left = comparison();
    while (takes('&&')) {
      const right = comparison();
      left = isTrue(left) ? right : left;
    }
    return left;
  };
  const comparison = (): unknown => {
    const left = unary();
    if (takes('==')) return (left ?? '') === (unary() ?? '');
    if (takes('!=')) return (left ?? '') !== (unary() ?? '');
    return left;
  };
  const unary = (): unknown => (takes('!') ? !isTrue(unary()) : steps(primary()));
  const steps = (value: unknown): unknown => {
    let current = value;
    for (;;) {
      if (takes('.')) current = member(current, all[at++]?.text ?? '');
      else if (takes('[')) {
        current = member(current, or());
        expect(']');
      } else return current;
    }
  };
  const primary = (): unknown => {
    if (takes('(')) {
      const value = or();
      expect(')');
      return value;
    }
    const token = all[at++];
    if (token?.kind === 'text') return token.text;
    if (token?.kind === 'number') return Number(token.text);
    if (token?.kind !== 'name') throw new Error(`${text}: is not understood`);
    if (!takes('(')) return token.text in contexts ? contexts[token.text] : word(token.text);
    const call = functions[token.text];
    if (call === undefined) throw new Error(`${text}: no function ${token.text}`);
    const argument = takes(')') ? undefined : or();
    if (argument !== undefined) expect(')');
    return call(argument);
  };
  const value = or();
  if (at !== all.length) throw new Error(`${text}: does not end`);
  return value;
}

export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0;
}

/** Replaces each `${{ … }}` of a text. A text that is one alone keeps the type of its value. */
export function interpolate(text: unknown, evaluateOne: (expression: string) => unknown): unknown {
  if (typeof text !== 'string') return text;
  const [, only] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text) ?? [];
  if (only !== undefined) return evaluateOne(only);
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => shown(evaluateOne(inner)));
}

/** As GitHub writes a value into a text. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  tokens.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = tokens.lastIndex) {
    const [, sign, quoted, number, name] = tokens.exec(text) ?? [];
    if (sign !== undefined) found.push({ kind: 'sign', text: sign });
    else if (quoted !== undefined) found.push({ kind: 'text', text: quoted.replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else throw new Error(`${text}: is not understood at ${end}`);
  }
  return found;
}

function word(text: string): unknown {
  return { true: true, false: false, null: null }[text];
}

function member(value: unknown, name: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[String(name)];
}
