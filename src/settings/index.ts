export type * from './settings';
export { settingsDigest } from './digest';
export { parseEnvironment, type RotationSettings, type RotationStackSettings } from './one-environment';
export { parseSettings } from './parse';
export { loadSettings, type LoadOptions } from './load';
export { settingsJsonSchema } from './schema/json-schema';
export { loadNotes } from './rules/load';
export { matrixOf, MOST_JOBS } from './environments/matrix';
