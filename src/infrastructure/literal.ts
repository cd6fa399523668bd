/**
 * Texts that must reach AWS unchanged. Two readers look for templates in every string: cdktf (its tokens) and Terraform (`${…}` and `%{…}`).
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */

/** Escapes in strings. Most texts have none of it. */
const special = /[$%#&]\{|e\+/;
const stringLiteral = /"(?:[^"\\]|\\.)*"/g;

/**
 * A value as JSON text without white space and without templates. Inside its strings, a character that would begin a template is written as a `\u`
 * escape of JSON. So parsing the text returns the value unchanged, with or without Terraform in between.
 */
export function jsonLiteral(value: unknown): string {
  const text = JSON.stringify(value);
  if (!special.test(text)) return text;
  return text.replace(stringLiteral, (literal) =>
    literal
      .replace(/([$%#&])\{/g, '$1\\u007b')
      // cdktf hides references in numbers of this size, and fails on a number that it did not create.
      .replace(/e\+/g, 'e\\u002b'),
  );
}

/** A plain text, with Terraform's own escapes for anything that it would read as a template. */
export function textLiteral(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
