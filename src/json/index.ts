export { canonicalJson } from './canonical';
export { longNumber, longNumberProblem } from './long-number';
export { maximumDepth } from './count';
export {
  JsonSyntaxError,
  parseJson,
  parseJsonString,
  parseLenientJson,
  plainJson,
  positionAt,
  type TextPosition,
} from './parse';
export { parseJsonFile, parseRepeatingJson, type ParsedJson } from './parse-file';
export type { Json, JsonObject } from './types';
export { equal, isArray, isObject, isWrittenAs, memberOf } from './value';
export { afterSpace, endOfString, isSpace } from './written';
