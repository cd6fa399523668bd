import { attribute, isObject, type OutputChange, type ValueObject } from '../../model';

/** The outputs of a plan's root module. https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export function outputChanges(root: ValueObject): OutputChange[] {
  const changes = attribute(root, 'output_changes');
  if (!isObject(changes)) return [];
  return Object.keys(changes).flatMap((name): OutputChange[] => {
    const change = attribute(changes, name);
    if (!isObject(change)) return [];
    return [
      {
        name,
        before: attribute(change, 'before'),
        after: attribute(change, 'after'),
        pointer: `/output_changes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}/after`,
        isSensitive: ['before_sensitive', 'after_sensitive'].some((side) => attribute(change, side) !== false),
      },
    ];
  });
}
