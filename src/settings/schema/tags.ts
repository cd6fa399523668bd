import type * as z from 'zod';
import { freeText } from '../fields/fields';
import { show } from '../../text/show';

const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;
/** AWS allows fifty; every stack adds Application and Environment. */
export const MOST_TAGS = 48;
const OWN_TAGS = ['application', 'environment'];

/** The characters that every service accepts. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const ALLOWED = 'letters, digits, spaces and "_.:/=+-@"';

export const tagValue = freeText(
  { description: 'Value of a tag.', right: 'a text', keywords: { minLength: 1, maxLength: VALUE_LENGTH } },
  (value) => {
    if (value.trim() === '') return 'is empty; write a value, or leave the tag out';
    if (value.length > VALUE_LENGTH) return `is longer than ${VALUE_LENGTH} characters; write a shorter value`;
    return CHARACTERS.test(value) ? undefined : `must contain only ${ALLOWED}; write a value without other characters`;
  },
);

/** The number of tags that a user adds; one that replaces a stack's own tag does not count. */
export function countTags(keys: readonly string[]): number {
  return keys.filter((key) => !OWN_TAGS.includes(key.toLowerCase())).length;
}

export function checkTags(tags: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const keys = Object.keys(tags);
  const count = countTags(keys);
  if (count > MOST_TAGS)
    context.addIssue({
      code: 'custom',
      message: `${count} tags are too many; write at most ${MOST_TAGS}: AWS allows 50, and Keyturn adds two`,
    });
  const seen = new Map<string, string>();
  for (const key of keys) {
    const twin = seen.get(key.toLowerCase());
    const problem =
      twin === undefined
        ? keyProblem(key)
        : `differs from ${show(twin)} only in case, which IAM refuses; write one of them`;
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [key], message: `the key ${problem}` });
    seen.set(key.toLowerCase(), key);
  }
}

function keyProblem(key: string): string | undefined {
  if (key.trim() === '') return 'is empty; write a key such as "team"';
  if (key.length > KEY_LENGTH) return `is longer than ${KEY_LENGTH} characters; write a shorter key`;
  if (/^aws:/i.test(key)) return 'begins with "aws:", which is reserved for AWS; write another key';
  return CHARACTERS.test(key) ? undefined : `must contain only ${ALLOWED}; write a key such as "team"`;
}
