import { type Expression, pathsReadBy, readExpression } from '../../asl/expressions';
import { type Path, plainNames } from '../../asl/paths';

/** The names of a plain path into the input, such as `$.createAccessKey.AccessKey`; undefined for any other path, such as one with an index. */
export function plainPath(text: string): readonly string[] | undefined {
  const expression = readExpression(text);
  return expression?.kind === 'path' ? inputNames(expression.path) : undefined;
}

/** The names of a path that is already parsed. */
export function inputNames(path: Path): readonly string[] | undefined {
  return path.root === '$' ? plainNames(path) : undefined;
}

/** The paths that an expression reads from the state's input; those into the context object (`$$`) are not part of it. */
export function inputsOf(expression: Expression): readonly Path[] {
  return pathsReadBy(expression).filter(({ root }) => root === '$');
}

export function isPrefix(prefix: readonly string[], names: readonly string[]): boolean {
  return prefix.length <= names.length && prefix.every((name, index) => names[index] === name);
}
