/** Members that hold templates: in them a name such as ReturnPath is only a name. */
const templates: readonly string[] = ['Parameters', 'ResultSelector'];

/** Every text of a state that is read as a path or an intrinsic function. A ResultPath is written, not read. */
export function expressionsIn(state: object): string[] {
  return textsIn(state, '', false);
}

function textsIn(value: unknown, name: string, isInTemplate: boolean): string[] {
  if (typeof value === 'string') return isExpression(name, isInTemplate) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, name, isInTemplate));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, each]) =>
    textsIn(each, member, isInTemplate || templates.includes(member)),
  );
}

function isExpression(name: string, isInTemplate: boolean): boolean {
  return name.endsWith('.$') || (!isInTemplate && name !== 'ResultPath' && /(?:Path|Variable)$/.test(name));
}
