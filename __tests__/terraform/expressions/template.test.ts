import fc from '../../fast-check';
import { Unknown, unknownsIn, type Value, type ValueObject } from '../../../src/model';
import { readConfiguration } from '../../../src/terraform/configuration/configuration';
import { evaluateTemplate } from '../../../src/terraform/expressions/template';
import { asTerraformReads } from '../../../src/terraform/expressions/conversions';
import { examples } from '../../effort';

const nothing = () => new Unknown('not there');
const pieces = fc.constantFrom('${', '%{', '$', '%', '{', '}', '"', '\\', '[', ']', '(', ')', ',', '=', '.', ' ', '\n', 'a', 'é', '1', 'local.x', 'jsonencode', '\uD800', '\\u0041'); // prettier-ignore
const texts = fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join(''));

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences [2.17] */
describe('a template', () => {
  test('that is escaped is the text itself', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const escaped = text.replaceAll('${', () => '$${').replaceAll('%{', '%%{');
        expect(evaluateTemplate(escaped, nothing)).toBe(asTerraformReads(text));
      }),
    );
  });

  test('does not know how a negative zero is written: Terraform keeps its sign', () => {
    expect(evaluateTemplate('a${local.x}', () => -0)).toBeInstanceOf(Unknown);
    expect(evaluateTemplate('${jsonencode(local.x)}', () => -0)).toBeInstanceOf(Unknown);
  });

  test('is read, or is not known, and never breaks the reader', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const value = evaluateTemplate(`\${${text}}`, () => 'x');
        expect(value).toBeDefined();
      }),
      { numRuns: examples(2000) },
    );
  });

  test('of literal values says in jsonencode what JSON says', () => {
    const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => isPlain(value as Value));
    fc.assert(
      fc.property(json, (value) => {
        const written = evaluateTemplate(`\${jsonencode(${hcl(value as Value)})}`, nothing);
        expect(typeof written).toBe('string');
        expect(JSON.parse(written as string)).toEqual(value);
      }),
      // A backslash before the letter of an escape that JSON has and HCL lacks.
      { examples: [['\b\f'], [{ '\\b': '\\f' }]] },
    );
  });

  test.each([
    ['lone surrogates, which become U+FFFD [2.14]', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
    ['a letter and its accent, which become one [2.14]', 'e\u0301', 'é'],
    ['what only an interpolation brings together [2.14]', 'e${"\u0301"}', 'é'],
    ['an emoji, which stays', '😀', '😀'],
  ])('normalises %s', (_, text, value) => {
    expect(evaluateTemplate(text, nothing)).toBe(value);
  });

  test.each(['${1e400}', '${12345678901234567890}', '${0.1000000000000000000001}', '${01}', '${"a${1.5.x}"}'])(
    'does not follow %s, where digits may be lost or mean another thing [2.15]',
    (text) => {
      expect(evaluateTemplate(text, nothing)).toBeInstanceOf(Unknown);
    },
  );

  test('does not follow a number of JSON that has lost digits [2.15]', () => {
    expect(evaluateTemplate('${local.x}!', () => 1e21)).toBeInstanceOf(Unknown);
    expect(evaluateTemplate('${local.x}!', () => 12345678901234567000)).toBeInstanceOf(Unknown);
  });
});

/** Safe numbers, and texts and names that Terraform does not change. */
function isPlain(value: Value): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === 'string') return value === asTerraformReads(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, item]) => isPlain(name) && isPlain(item as Value));
}

function hcl(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(hcl).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([name, item]) => `${hcl(name)} = ${hcl(item as Value)}`).join('\n')}}`; // prettier-ignore
  }
  if (typeof value !== 'string') return String(value);
  // It has JSON's escapes, but for these two. https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
  return JSON.stringify(value)
    .replace(/\\./g, (escape) => ({ '\\b': '\\u0008', '\\f': '\\u000c' })[escape] ?? escape)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{');
}

describe('a configuration', () => {
  const key = fc.constantFrom('resource', 'data', 'locals', 'variable', 'provider', 'terraform', 'module', '//', 'aws_iam_role', 'aws_iam_policy_document', 'x', 'for_each', 'count', 'dynamic', 'lifecycle', 'statement', 'content', 'default', '__proto__', 'constructor'); // prettier-ignore
  const leaf = fc.oneof(
    fc.constantFrom<Value>(null, true, 0, 3, -1, 1e308, '', '${local.x}', '${x}', '${data.aws_iam_policy_document.x.json}', '${each.key}', '${toset(["a"])}'), // prettier-ignore
    fc.string(),
  );
  const { node } = fc.letrec<{ node: Value }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 7 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  }));
  const root = fc.dictionary(key, node, { maxKeys: 6 }) as fc.Arbitrary<ValueObject>;

  test('of any shape is read without breaking the reader', () => {
    fc.assert(
      fc.property(root, root, (one, other) => {
        const { resources, constructs } = readConfiguration(one, 'cdk.tf.json', [
          { name: 'override.tf.json', file: 'override.tf.json', root: other },
        ]);
        expect(Array.isArray(constructs)).toBe(true);
        for (const { values } of resources) unknownsIn(values);
      }),
      { numRuns: examples(1000) },
    );
  });
});
