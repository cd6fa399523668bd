import fc from '../fast-check';
import { jsonLiteral, textLiteral } from '../../src/infrastructure/literal';
import { terraformText } from './terraform-text';

const hostileParts = [
  '${',
  '%{',
  '$',
  '%',
  '{',
  '}',
  '#{',
  '&{',
  'TfToken[TOKEN.0]',
  ']}',
  '"',
  '\\',
  'e+289',
  '-1.88',
  '\n',
  'é',
  '$${',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...hostileParts), fc.string()), { maxLength: 8 })
  .map((parts) => parts.join(''));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    hostile,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      hostile.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).value;

describe('JSON in a Terraform string', () => {
  it('is the value again when it is parsed, before and after Terraform', () => {
    fc.assert(
      fc.property(value, (any) => {
        const text = jsonLiteral(any);
        expect(JSON.parse(text)).toEqual(any);
        expect(terraformText(text)).toBe(text);
      }),
    );
  });

  it('holds nothing that Terraform or cdktf take for a template or a token', () => {
    fc.assert(fc.property(value, (any) => expect(jsonLiteral(any)).not.toMatch(/[$%#&]\{|e\+289/)));
  });

  it('leaves alone what is harmless', () => {
    expect(jsonLiteral({ 'id.$': '$.x', time: '$$.State.EnteredTime', f: "States.Format('{}', $.a)" })).toBe(
      `{"id.$":"$.x","time":"$$.State.EnteredTime","f":"States.Format('{}', $.a)"}`,
    );
  });

  it('keeps < and >, which EventBridge Scheduler looks for', () => {
    expect(jsonLiteral('<aws.scheduler.scheduled-time>')).toBe('"<aws.scheduler.scheduled-time>"');
  });

  it('keeps numbers as they are', () => {
    expect(jsonLiteral([1e30, -1.5, 0])).toBe('[1e+30,-1.5,0]');
  });
});

describe('text in a Terraform string', () => {
  it('is the same text after Terraform', () => {
    fc.assert(fc.property(hostile, (text) => expect(terraformText(textLiteral(text))).toBe(text)));
  });
});
