export type * from './settings';
export { settingsDigest } from './digest';
export { parseSettings } from './parse';
export { loadSettings, type LoadOptions } from './load';
export { settingsJsonSchema } from './schema/json-schema';
