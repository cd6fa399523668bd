export { JsonSyntaxError, parseJson, positionAt, repeatedKeys, type TextPosition } from './parse';
export { parseJsonFile, type ParsedJson } from './parse-file';
export type { Json, JsonObject } from './types';
export { deepest, equal, isArray, isObject, parseNestedJson } from './value';
