import { mentionIn } from '../../src/checks/role-mentions/role-references';
import { isObject, resourceFrom, Unknown, type Model, type Resource, type Value } from '../../src/model';
import fc from '../fast-check';

/** A resource is read once, for all roles. For each role it says the same as a search for that role alone. */
const names = ['keyturn', 'Keyturn', 'keyturn-01', 'x', 'role/x', 'a.b', ''];
const texts = fc.oneof(
  fc.constantFrom(...names),
  fc
    .tuple(
      fc.constantFrom(
        'arn:aws:iam::111122223333:role/',
        'ROLE/path/',
        'assumed-role/',
        '"role/',
        'rôle/',
        'user/',
        'role',
      ),
      fc.constantFrom(...names),
      fc.constantFrom('', '/session', '-01', '"', ' and more', '*'),
    )
    .map((parts) => parts.join('')),
);
const keys = fc.oneof(fc.constantFrom('role', 'role_arn', 'execution_role', 'target', 'arn', 'x'), texts);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.constantFrom<Value>(null, 1, true, [], {}),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3 }),
  ),
}));
const values = fc.dictionary(fc.oneof(keys, fc.constantFrom('description', 'tags', 'comment')), value, { maxKeys: 4 });

const resourceOf = (own: { readonly [name: string]: Value }): Resource =>
  resourceFrom({
    address: 'aws_lambda_function.one',
    type: 'aws_lambda_function',
    name: 'one',
    values: own,
    pointer: '',
  });

/** The first argument with the ARN of a role or of its session, or with its name at a path that mentions a role. */
function foundAlone(own: { readonly [name: string]: Value }, roleName: string): string | undefined {
  const escaped = roleName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const arn = new RegExp(`(?:role|assumed-role)/(?:[^"'\\s]*/)?${escaped}(?![\\w+=,.@-])`, 'i');
  const isIn = (part: Value, path: readonly string[]): boolean => {
    if (typeof part === 'string')
      return (
        (part.toLowerCase() === roleName.toLowerCase() && path.some((step) => /role/i.test(step))) || arn.test(part)
      );
    if (Array.isArray(part)) return part.some((item: Value) => isIn(item, path));
    return (
      isObject(part) &&
      Object.entries(part).some(([name, item]) => isIn(name, [...path, name]) || isIn(item, [...path, name]))
    );
  };
  const skipped = ['description', 'tags', 'comment'];
  return Object.keys(own).find((name) => !skipped.includes(name) && isIn(own[name] ?? null, [name]));
}

const modelOf = (resource: Resource): Model => ({
  kind: 'stack',
  file: 'cdk.tf.json',
  name: 'one',
  resources: [resource],
  constructs: [],
  providers: [],
  notes: [],
  destroyedRoles: [],
  nothingRemains: false,
});

it('any role is found where a search for it alone finds it', () => {
  fc.assert(
    fc.property(values, fc.shuffledSubarray(names, { minLength: 2 }), (own, roles) => {
      const resource = resourceOf(own);
      const model = modelOf(resource);
      for (const name of roles) {
        const mention = mentionIn(model, { identity: { type: 'aws_iam_role', name, elsewhere: [] }, roles: [] });
        expect(mention(resource)?.attribute).toBe(foundAlone(own, name));
      }
    }),
    { numRuns: 1000 },
  );
});

it('a value that is not known may be any role, wherever it is', () => {
  const unknown = new Unknown('it is known after the apply');
  const resource = resourceOf({ name: 'one', settings: [{ role_arn: unknown }] });
  for (const name of names) {
    const mention = mentionIn(modelOf(resource), {
      identity: { type: 'aws_iam_role', name, elsewhere: [] },
      roles: [],
    });
    expect(mention(resource)).toEqual({ attribute: 'settings', unknown });
  }
});
