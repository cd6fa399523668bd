import type { Path } from '../paths';
import type { Argument } from './expression';
import type { IntrinsicName } from './functions';

/** The paths whose values an expression is made from: itself, or the arguments of its functions. */
function pathsIn(expression: Argument): readonly Path[] {
  if (expression.kind === 'path') return [expression.path];
  return expression.kind === 'call' ? expression.args.flatMap(pathsIn) : [];
}

/** Every path that decides the value of an expression: the paths that it is made from, and those in the conditions of their filters. */
export function pathsReadBy(expression: Argument): readonly Path[] {
  return pathsIn(expression).flatMap((path) => [path, ...pathsInFilters(path)]);
}

/** A filter reads its element (`@`) below the path that contains the filter. */
function pathsInFilters({ segments }: Path): readonly Path[] {
  return segments.flatMap((segment) => {
    const step = segment.kind === 'descend' ? segment.to : segment;
    if (step.kind !== 'filter') return [];
    return step.paths.flatMap((path) => [...(path.root === '@' ? [] : [path]), ...pathsInFilters(path)]);
  });
}

/** The functions that an expression calls, the outermost first. */
export function functionsIn(expression: Argument): readonly IntrinsicName[] {
  return expression.kind === 'call' ? [expression.name, ...expression.args.flatMap(functionsIn)] : [];
}
