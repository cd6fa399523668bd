/**
 * Version constraints as Terraform reads them. https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */

/** The parts of a version: 5.100.0. */
export type Version = readonly [major: number, minor: number, patch: number];

interface Bound {
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=' | '~>';
  readonly version: Version;
  /** The number of written parts: `~> 5.100` admits more versions than `~> 5.100.0`. */
  readonly parts: number;
}

/** Conditions that a version must meet, all of them. */
export type Constraint = readonly Bound[];

const condition = /^(=|!=|>=|<=|~>|>|<)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** The most bounds of one text, and of all texts of an input: each is compared with every other one. */
export const mostBounds = 200;

/** Returns undefined for a text that Terraform refuses. A suffix (`-beta1`) is ignored, because it belongs to the same line. */
export function parseConstraint(text: string): Constraint | undefined {
  const parts = text.split(',');
  if (parts.length > mostBounds) return undefined;
  const bounds = parts.map((part): Bound | undefined => {
    const [, operator = '=', major, minor, patch] = condition.exec(part.trim()) ?? [];
    if (major === undefined) return undefined;
    const written = [major, minor, patch].filter((one) => one !== undefined);
    const version: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
    return { operator: operator as Bound['operator'], version, parts: written.length };
  });
  return bounds.includes(undefined) ? undefined : bounds.flatMap((bound) => bound ?? []);
}

/** The order of two versions: negative if the first is older. */
export function compareVersions(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}

function meets(version: Version, { operator, version: bound, parts }: Bound): boolean {
  const order = compareVersions(version, bound);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '~>':
      // Only the last written part can grow; if only one part is written, the next one.
      return order >= 0 && version[0] === bound[0] && (parts < 3 || version[1] === bound[1]);
  }
}

/**
 * The oldest version of a major line that meets the constraint; undefined if none does. The admitted versions begin at the line's first version, at a
 * bound or directly after one, except for versions that are excluded one by one.
 */
export function oldestOf(major: number, constraint: Constraint): Version | undefined {
  const starts: readonly Version[] = [[major, 0, 0], ...constraint.map(({ version }) => version)];
  const candidates = starts.flatMap(([first, second, third]) =>
    Array.from({ length: constraint.length + 1 }, (_, more): Version => [first, second, third + more]),
  );
  const admitted = candidates.filter(
    (version) => version[0] === major && constraint.every((bound) => meets(version, bound)),
  );
  return admitted.reduce<Version | undefined>(
    (oldest, one) => (oldest === undefined || compareVersions(one, oldest) < 0 ? one : oldest),
    undefined,
  );
}
