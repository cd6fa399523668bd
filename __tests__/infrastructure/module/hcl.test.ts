import { bodyText, Call, Expression, type Item, type Value } from '../../../src/infrastructure/module/hcl';
import { resourceBlock } from '../../../src/infrastructure/module/convert';

/** What Terraform's own program says of such files is in __tests__/e2e/module.test.ts. */
const argument = (name: string, value: Value): Item => ({ kind: 'argument', name, value });

test('aligns arguments of one line that follow each other', () => {
  expect(
    bodyText([
      argument('name', 'a'),
      argument('description', new Expression('each.value.description')),
      argument('policy', new Call('jsonencode', { Version: '2012-10-17', for: [1, null] })),
      argument('role', 'r'),
    ]),
  ).toBe(`name        = "a"
description = each.value.description
policy = jsonencode({
  Version = "2012-10-17"
  "for"   = [1, null]
})
role = "r"
`);
});

test('separates blocks from what is around them', () => {
  const lifecycle: Item = { kind: 'block', name: 'lifecycle', labels: [], body: [] };
  expect(bodyText([argument('a', 1), lifecycle, argument('b', [])])).toBe('a = 1\n\nlifecycle {}\n\nb = []\n');
});

test.each([
  ['a "quoted" text', '"a \\"quoted\\" text"'],
  ['two\nlines', '"two\\nlines"'],
  ['a\bc\fd\\b', '"a\\u0008c\\u000cd\\\\b"'],
  ['$${a}', '"$${a}"'],
])('writes the string %j', (text, written) => {
  expect(bodyText([argument('a', text)])).toBe(`a = ${written}\n`);
});

describe('a resource', () => {
  const bodyOf = (body: Parameters<typeof resourceBlock>[2]) =>
    bodyText([resourceBlock('aws_iam_role_policy', 'x', body)]);

  test('has references as references, and documents as values whose texts stay as they are', () => {
    expect(bodyOf({ role: '${aws_iam_role.x.name}', policy: '{"a":"$\\u007baws:username}"}', '//': {} })).toBe(
      `resource "aws_iam_role_policy" "x" {
  role = aws_iam_role.x.name
  policy = jsonencode({
    a = "$\${aws:username}"
  })
}
`,
    );
  });

  test.each([
    ['a template', { name: 'a-${b.c}' }],
    ['an argument that may be a block', { unheard_of: { a: 1 } }],
  ])('with %s is refused', (_, body) => {
    expect(() => bodyOf(body)).toThrow();
  });

  test('of a type that is not known is refused', () => {
    expect(() => resourceBlock('aws_instance', 'x', {})).toThrow(/does not say whether it has tags/);
  });
});
