import { attribute, isList, Unknown, type Resource } from '../../terraform';
import { isIgnored, placeOf, type Context } from '../context';
import { executors, harmlessData, harmlessTypes, harmlessWithout, judgedTypes } from '../resource-types';
import type { Found, Rule } from '../rule';

export const knownTypes: Rule = {
  id: 'known-types',
  severity: 'high',
  claim: 'Every resource is of a type that is known to give no role a right, or that is judged here.',
  rationale:
    'A role gains rights not only from its own policies: policies of keys, queues, buckets and secrets, grants and shares reach it too. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  remedy: 'Move the resource to a stack of its own, or list it under "ignored" in the contract, with the reason.',
  judge(context) {
    const unknown = new Map<string, Resource[]>();
    for (const resource of context.model.resources) {
      if (isKnown(resource) || isIgnored(context, resource.address)) continue;
      const key = `${resource.mode} ${resource.type}`;
      unknown.set(key, [...(unknown.get(key) ?? []), resource]);
    }
    return [...unknown.values()].flatMap((resources) => finding(context, resources));
  },
};

function isKnown({ mode, type, values, configured }: Resource): boolean {
  if (Object.hasOwn(executors, type)) return true; // another rule speaks of those
  if (mode === 'data') return harmlessData.has(type);
  if (judgedTypes.has(type) || harmlessTypes.has(type)) return true;
  const without = Object.hasOwn(harmlessWithout, type) ? harmlessWithout[type] : undefined;
  return without?.every((name) => isUnused(values, name, configured)) ?? false;
}

/** An argument that nobody wrote is computed by AWS, and unknown until the apply. */
function isUnused(values: Resource['values'], name: string, configured: Resource['configured']): boolean {
  const value = attribute(values, name);
  if (value === undefined || value === null || value === '' || (isList(value) && value.length === 0)) return true;
  return value instanceof Unknown && configured !== undefined && !configured.has(name);
}

function finding(context: Context, resources: readonly Resource[]): Found[] {
  const [first, ...more] = resources;
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` and ${more.length} more of its type`;
  const what = first.mode === 'data' ? 'a data source' : 'a type';
  return [
    {
      verdict: 'undecided',
      place: placeOf(context, first),
      message: `${first.address}${others}: ${first.type} is ${what} of which it is not known what it can grant`,
      remedy: `Move it to a stack of its own, or list ${JSON.stringify(first.address)} under "ignored" in a contract, with the reason.`,
    },
  ];
}
