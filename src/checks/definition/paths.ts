/** A plain path such as `$.createAccessKey.AccessKey` as its names; undefined for anything else, such as an index or a filter. */
export function plainPath(path: string): readonly string[] | undefined {
  if (path === '$') return [];
  if (!/^\$(?:\.[A-Za-z_][\w-]*|\['[^'\\]*'\])+$/.test(path)) return undefined;
  return [...path.matchAll(/\.([A-Za-z_][\w-]*)|\['([^'\\]*)'\]/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** The names that a path surely begins with, up to the first index, filter or descent. */
export function leadingNames(path: string): readonly string[] {
  const names: string[] = [];
  const step = /(?:\.([A-Za-z_][\w-]*)|\['([^'\\]*)'\])/y;
  step.lastIndex = 1;
  for (let match = step.exec(path); match; match = step.exec(path)) names.push(match[1] ?? match[2] ?? '');
  return names;
}

export function isPrefix(prefix: readonly string[], names: readonly string[]): boolean {
  return prefix.length <= names.length && prefix.every((name, index) => names[index] === name);
}

const text = String.raw`'(?:[^'\\]|\\.)*'`;
/** What stands in brackets behind a path: its quotes are names, not texts. */
const brackets = String.raw`\[(?:${text}|"(?:[^"\\]|\\.)*"|[^'"\]])*\]`;
/** A text, or a path with its brackets and functions. */
const textOrPath = new RegExp(String.raw`${text}|(\$(?:${brackets}|\([^()]*\)|[^\s,()'"[\]])*)`, 'g');

/**
 * The paths that an expression reads from the state's input: itself if it is a path, the arguments if it is an intrinsic function. Paths
 * into the context object (`$$.`) are no part of the input. Undefined where the expression is neither, or is more than names of
 * functions, texts, numbers and paths.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function pathsRead(expression: string): readonly string[] | undefined {
  if (expression.startsWith('$$')) return [];
  if (expression.startsWith('$')) return /^\$(?:[.[]|$)/.test(expression) ? [expression] : undefined;
  if (!expression.startsWith('States.')) return undefined;
  if (!/^[\w.\s,()+-]*$/.test(expression.replace(textOrPath, ''))) return undefined;
  const paths = [...expression.matchAll(textOrPath)].flatMap(([, path]) => path ?? []);
  return paths.filter((path) => !path.startsWith('$$'));
}
