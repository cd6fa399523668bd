type Version = readonly [number, number, number];

/** Whether a version fulfils all parts of a constraint such as `>= 5.100.0, < 7.0.0`. */
export function admits(constraint: string, version: string): boolean {
  return constraint.split(',').every((part) => {
    const [, operator = '', wanted = ''] = /^\s*(>=|<=|>|<|=|)\s*(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    if (wanted === '') return false; // another form, such as `~> 5.1`, is not read
    const order = compare(numbers(version), numbers(wanted));
    switch (operator) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      default:
        return order === 0;
    }
  });
}

function numbers(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
