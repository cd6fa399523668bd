import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { grantsNothingNew } from '../../../src/checks/resource-types/newer-arguments';
import type { TypeEntry } from '../../../src/checks/resource-types/table';
import { Unknown, type Value } from '../../../src/model';

const load = createRequire(__filename);
type Attributes = Readonly<
  Record<string, { readonly settable: boolean; readonly required: boolean; readonly inner: readonly string[] }>
>;
const { fromLines } = load('../../../schemas/types/sources.js') as {
  fromLines: (lines: object) => { readonly managed: Readonly<Record<string, Attributes>> };
};
const { classify, namesRights } = load('../../../schemas/types/classify.js') as {
  classify: (type: string, attributes: Attributes) => { class: TypeEntry['class']; grants: readonly string[] };
  namesRights: (attributes: Attributes) => boolean;
};
const recorded = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', 'schemas', 'types', 'types.json'), 'utf8'),
) as object;
const { managed } = fromLines(recorded);

/** The entry of a type as it would be if the providers had only these arguments. */
function entryOf(type: string, attributes: Attributes): TypeEntry {
  const { class: kind, grants } = classify(type, attributes);
  return {
    class: kind,
    reason: '',
    grants: grants.map((path) => path.replace('!', '')),
    always: new Set(),
    isFarFromRights: !namesRights(attributes),
    knows: (name) => name in attributes,
  };
}

function assumed(entry: TypeEntry, argument: string, value: Value, named: readonly string[] = ['worker']): boolean {
  return grantsNothingNew(entry, { values: { [argument]: value }, sensitive: new Set() }, argument, named);
}

test('the list without one granting argument never makes that argument an assumption', () => {
  const wrong: string[] = [];
  let count = 0;
  for (const [type, attributes] of Object.entries(managed)) {
    const { class: kind, grants } = classify(type, attributes);
    // Types of the other classes grant by their existence, or are judged by rules of their own: each argument counts.
    const granting = new Set(
      kind === 'plain' ? grants.map((path) => path.replace(/[.!].*$/, '')) : Object.keys(attributes),
    );
    for (const argument of granting) {
      const entry = entryOf(type, Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== argument)));
      const inner = attributes[argument]?.inner ?? [];
      // A block has parts: all of them, or one of those that grant.
      const parts = grants.flatMap((path) =>
        path.startsWith(`${argument}.`) ? [path.slice(argument.length + 1)] : [],
      );
      const block = (names: readonly string[]) => [Object.fromEntries(names.map((name) => [name, 'x']))];
      const simple = [true, 1, 'NONE', 'public-read', 'reader'];
      const values = inner.length === 0 ? simple : [block(inner), ...parts.map((part) => block([part]))];
      count += 1;
      if (values.some((value) => assumed(entry, argument, value))) wrong.push(`${type}.${argument}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(500);
});

const far = entryOf('aws_cloudwatch_log_stream', { name: { settable: true, required: true, inner: [] } });

test.each<[string, Value]>([
  ['retention_days', 30],
  ['deletion_protection_enabled', true],
  ['ip_address_type', 'dualstack'],
  ['zones', ['eu-west-1a', 'eu-west-1b']],
  ['window', [{ start: 2, unit: 'HOURS' }]],
])('%s is a setting', (argument, value) => {
  expect(assumed(far, argument, value)).toBe(true);
});

const unknown = new Unknown('it is known only after the apply');
test.each<[string, string, Value]>([
  ['JSON', 'setting', '{"Statement":[]}'],
  ['a list in JSON', 'setting', '["x"]'],
  ['an ARN', 'setting', 'arn:aws:iam::111122223333:root'],
  ['everything', 'setting', '*'],
  ['a pattern', 'setting', 'wor*'],
  ['the judged role', 'setting', 'Worker'],
  ['a name with the judged role in it', 'setting', 'my worker'],
  ['an account', 'setting', '111122223333'],
  ['an account with lines', 'setting', '1111-2222-3333 x'.replaceAll('-', '')],
  ['the unique id of a role', 'setting', 'AROAABCDEFGHIJKLMNOPQ'],
  ['a canonical id', 'setting', '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'],
  ['everybody', 'setting', 'AllUsers'],
  ['the public', 'setting', 'PUBLIC'],
  ['no check', 'setting', 'NONE'],
  ['YAML', 'setting', 'x-amazon-apigateway-policy:\n  Version: 1'],
  ['a template', 'setting', '${aws_iam_role.worker.arn}'],
  ['an unknown value', 'setting', unknown],
  ['an unknown value in a list', 'setting', [1, unknown]],
  ['an unknown value in a block', 'setting', [{ x: unknown }]],
  ['an ARN in a block', 'setting', [{ x: [{ y: 'arn:aws:s3:::x' }] }]],
  ['a name of a part', 'setting', [{ grantee: 'x' }]],
  ['a name of the argument', 'resource_policy', 'x'],
  ['a role', 'execution_role', 'x'],
  ['an opening to everybody', 'publicly_accessible', true],
  ['a share', 'shared_with', 'x'],
  ['a program', 'user_data', 'x'],
])('%s is not', (_, argument, value) => {
  expect(assumed(far, argument, value)).toBe(false);
});

test('a type with an argument about rights gets no assumption', () => {
  const inner = { settable: true, required: false, inner: ['role_arn'] };
  expect(assumed(entryOf('aws_cloudwatch_log_stream', { target: inner }), 'retention_days', 30)).toBe(false);
});
