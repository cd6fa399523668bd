/**
 * Texts that have to reach AWS as they are, past two readers that look for templates in every string: cdktf (its tokens)
 * and Terraform (`${…}` and `%{…}`). https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */

const stringLiteral = /"(?:[^"\\]|\\.)*"/g;

/**
 * A value as JSON text without white space, in which nothing reads as a template: inside its strings the character that would make one is
 * written as JSON's `\u` escape, so that parsing the text returns the value unchanged, whether or not it went through Terraform.
 */
export function jsonLiteral(value: unknown): string {
  return JSON.stringify(value).replace(stringLiteral, (literal) =>
    literal
      .replace(/([$%#&])\{/g, '$1\\u007b')
      // cdktf hides references in numbers of this size and fails on one that it did not hand out.
      .replace(/e\+/g, 'e\\u002b'),
  );
}

/** A plain text, with Terraform's own escapes for what would read as a template. */
export function textLiteral(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
