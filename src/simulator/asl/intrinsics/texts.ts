import { createHash } from 'node:crypto';
import { type Json, isObject, parseLenientJson } from '../../../json';
import { intrinsicFailure } from '../errors';
import { longestText, textArgument, type Intrinsic } from './intrinsic';

const algorithms: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

export const textFunctions = {
  'States.JsonToString': ([value]) => JSON.stringify(value),

  'States.StringToJson': ([text]) => {
    try {
      return parseLenientJson(textArgument(text, 'the argument'));
    } catch (problem) {
      if (problem instanceof SyntaxError) throw intrinsicFailure('the text is not JSON');
      throw problem;
    }
  },

  // Only the shallow merge exists: the third argument must be false.
  'States.JsonMerge': ([first, second, deep]) => {
    if (!isObject(first) || !isObject(second)) throw intrinsicFailure('the first two arguments must be objects');
    if (deep !== false) throw intrinsicFailure('the third argument must be false: deep merging does not exist');
    return { ...first, ...second };
  },

  'States.Base64Encode': ([text]) => Buffer.from(short(text), 'utf8').toString('base64'),

  'States.Base64Decode': ([text]) => {
    const encoded = short(text);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw intrinsicFailure('the text is not Base64');
    return Buffer.from(encoded, 'base64').toString('utf8');
  },

  'States.Hash': ([data, algorithm]) => {
    const name = algorithms.get(textArgument(algorithm, 'the algorithm'));
    if (name === undefined) throw intrinsicFailure(`the algorithm must be one of ${[...algorithms.keys()].join(', ')}`);
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return createHash(name).update(short(text)).digest('hex');
  },

  // Every character of the second text is a separator, and adjacent separators leave no empty part between them.
  'States.StringSplit': ([text, separators]) => {
    const split = new Set(textArgument(separators, 'the second argument'));
    const pieces = [''];
    for (const character of textArgument(text, 'the first argument')) {
      if (split.has(character)) pieces.push('');
      else pieces.push((pieces.pop() ?? '') + character);
    }
    return pieces.filter((piece) => piece !== '');
  },
} satisfies { readonly [name: string]: Intrinsic };

function short(value: Json | undefined): string {
  const text = textArgument(value, 'the first argument');
  if (text.length > longestText) throw intrinsicFailure(`the text has more than ${longestText} characters`);
  return text;
}
