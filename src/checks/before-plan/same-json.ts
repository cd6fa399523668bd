import { isList, isObject, textsIn, type Value } from '../../model';

/** Whether two values are written in the same way; the order of members does not count. */
function isSameJson(one: Value | undefined, other: Value | undefined): boolean {
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((item, index) => isSameJson(item, other[index]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name], other[name]))
  );
}

/** The arguments of a block, without its comment. */
export function argumentsOf(body: { readonly [name: string]: Value }): Map<string, Value> {
  return new Map(Object.entries(body).filter(([name]) => name !== '//'));
}

/** The names whose values differ, or that only one of the two objects has. */
export function differingNames(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => !isSameJson(one.get(name), other.get(name)));
}

/** Whether every text of a value is literal, independent of the rest of the stack. */
export function isLiteral(value: Value): boolean {
  return [...textsIn(value)].every(({ text }) => !text.includes('${') && !text.includes('%{'));
}
