import { type Expression, pathsReadBy, readExpression } from '../../asl/expressions';
import { type Path, plainNames } from '../../asl/paths';
import { once } from '../../once';

/** The names of a plain path into the input, such as `$.createAccessKey.AccessKey`; undefined for any other path, such as one with an index. */
export function plainPath(text: string): readonly string[] | undefined {
  const expression = readExpression(text);
  return expression?.kind === 'path' ? inputNames(expression.path) : undefined;
}

/** The names of a path that is already parsed. */
export const inputNames = once((path: Path): readonly string[] | undefined =>
  path.root === '$' ? plainNames(path) : undefined,
);

/** The paths that an expression reads from the state's input; those into the context object (`$$`) are not part of it. */
export function inputsOf(expression: Expression): readonly Path[] {
  return pathsReadBy(expression).filter(({ root }) => root === '$');
}

export function isPrefix(prefix: readonly string[], names: readonly string[]): boolean {
  if (prefix.length > names.length) return false;
  for (let index = 0; index < prefix.length; index++) if (prefix[index] !== names[index]) return false;
  return true;
}
