import type { Path } from './path';

/** The names of a path that has only plain names, such as `$.createAccessKey['AccessKey']`; undefined for any other. */
export function plainNames(path: Path): readonly string[] | undefined {
  const names = leadingNames(path);
  return names.length === path.segments.length ? names : undefined;
}

/** The plain names at the beginning of a path, up to the first index, filter or descent. */
export function leadingNames({ segments }: Path): readonly string[] {
  const names: string[] = [];
  for (const segment of segments) {
    const name = segment.kind === 'names' && segment.plain === true ? segment.names[0] : undefined;
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}
