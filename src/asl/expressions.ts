/** The members of a state whose texts are read as a path or an intrinsic function. */
const readers = /(?:\.\$|Path|Variable)$/;

/** Every text of a state that is read as a path or an intrinsic function. A ResultPath is written, not read. */
export function expressionsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return readers.test(name) && name !== 'ResultPath' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => expressionsIn(each, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, each]) => expressionsIn(each, member));
}
