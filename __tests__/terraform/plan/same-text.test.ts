import { differingArgument } from '../../../src/terraform/planned-configuration/same-text';
import type { ValueObject } from '../../../src/model';

const literal = (text: string | number | boolean | null) => ({ constant_value: text });
const template = (text: string, ...references: string[]) => ({ constant_value: text, references });
const native = (...references: string[]) => ({ references });

type Row = readonly [shown: ValueObject, written: ValueObject, differs: string | undefined];

describe('a block of a plan and the same block in JSON', () => {
  test.each<Row>([
    [{ name: literal('a') }, { name: 'a' }, undefined],
    [{ name: literal('a') }, { name: 'b' }, 'name'],
    [{ name: literal('a') }, {}, 'name'],
    [{}, { name: 'a' }, 'name'],
    [{ name: literal(null) }, {}, undefined],
    [{}, { name: null, tags: [] }, undefined],
    [{ for_each: template('${local.a}', 'local.a') }, { for_each: '${local.b}' }, 'for_each'],
    [{ size: literal(1) }, { size: '1' }, 'size'],
    [{ role: template('${local.a}', 'local.a') }, { role: '${local.a}' }, undefined],
    [{ role: template('${local.a}', 'local.a') }, { role: '${local.b}' }, 'role'],
    [{ role: template('${local.a}', 'local.a') }, { role: 'a' }, 'role'],
    [{ name: literal('\u00e9') }, { name: 'e\u0301' }, undefined],
    [{ tags: { constant_value: { '//': 'x', a: 'b' } } }, { tags: { a: 'b', '//': 'x' } }, undefined],
    [{ tags: { constant_value: { '//': 'x', a: 'b' } } }, { tags: { a: 'b' } }, 'tags'],
    [{ role: native('aws_iam_role.a.id', 'aws_iam_role.a') }, { role: '${aws_iam_role.a.id}' }, undefined],
    [{ role: native('aws_iam_role.a.id', 'aws_iam_role.a') }, { role: '${aws_iam_role.b.id}' }, 'role'],
    [{ inline_policy: [{ name: literal('a') }] }, { inline_policy: { name: 'a' } }, undefined],
    [{ inline_policy: [{ name: literal('a') }] }, { inline_policy: [{ name: 'b' }] }, 'inline_policy'],
    [{ inline_policy: [{ name: literal('a') }] }, { inline_policy: [{ name: 'a' }, { name: 'a' }] }, 'inline_policy'],
    [{ inline_policy: [{ name: literal('a') }] }, { inline_policy: [{ '//': 'why', name: 'a' }] }, undefined],
    [{ timeouts: { create: literal('1m') } }, { timeouts: { create: '1m' } }, undefined],
    [{ timeouts: { create: literal('1m') } }, { timeouts: { create: '2m' } }, 'timeouts'],
    [{ timeouts: { create: literal('1m') } }, { timeouts: '1m' }, 'timeouts'],
    [
      {},
      { lifecycle: { prevent_destroy: true }, dynamic: { inline_policy: { for_each: [] } }, depends_on: ['a.b'] },
      undefined,
    ],
    [{}, { toString: 'a' }, 'toString'],
  ])('%j and %j: %s', (shown, written, differs) => {
    expect(differingArgument(shown, written)).toBe(differs);
  });
});
