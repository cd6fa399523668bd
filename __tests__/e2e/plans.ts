import { isDeepStrictEqual } from 'node:util';
import type { Plan } from './project';

/**
 * What a plan would do: for each resource that it touches `create`, `delete`, `delete, create`, or `update` with the attributes that would have
 * another value. A value that is not known yet counts as another one.
 */
export function changesOf({ resource_changes = [] }: Plan): Record<string, string> {
  const touched = resource_changes.filter(({ change }) => change.actions.some((action) => action !== 'no-op'));
  return Object.fromEntries(
    touched.map(({ address, change: { actions, before, after, after_unknown } }) => {
      const isUpdate = actions.join() === 'update';
      const attributes = isUpdate ? [...differing(before, after), ...unknownIn(after_unknown)] : [];
      return [address, [actions.join(', '), [...new Set(attributes)].sort().join(', ')].filter(Boolean).join(' ')];
    }),
  );
}

/** What of an IAM resource says what is allowed. */
export const documents: readonly string[] = ['policy', 'assume_role_policy', 'policy_names', 'policy_arns'];

/** The documents of IAM that a reader of the plan does not see. */
export function unknownDocuments({ resource_changes = [] }: Plan): readonly string[] {
  return resource_changes
    .filter(({ type }) => type.startsWith('aws_iam_'))
    .flatMap(({ address, change: { after_unknown } }) =>
      unknownIn(after_unknown)
        .filter((attribute) => documents.includes(attribute))
        .map((attribute) => `${address}.${attribute}`),
    );
}

/** Paths to values that differ, such as `target.input`; a block that there is one of has no index. */
function differing(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isGroup(before) || !isGroup(after)) return [path.join('.')];
  const [left, right] = [membersOf(before), membersOf(after)];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differing(left[key], right[key], Array.isArray(after) ? path : [...path, key]));
}

function unknownIn(after: unknown, path: readonly string[] = []): readonly string[] {
  if (after === true) return [path.join('.')];
  if (!isGroup(after)) return [];
  return Object.entries(membersOf(after)).flatMap(([key, value]) =>
    unknownIn(value, Array.isArray(after) ? path : [...path, key]),
  );
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function membersOf(group: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(group));
}
