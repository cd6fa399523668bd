/** Compares by code point, as UTF-8 does: the order in which Terraform lists a folder, a set and the keys of an object. */
export function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
