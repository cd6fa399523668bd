export { modulesOf } from './address';
export { pointerTo } from './blocks';
export { nameOf, readText, whatWouldBeRight } from './bytes';
export { deploymentOf, type Deployment, type Schedule } from './deployment';
export { folderOf, type Folder } from './folder';
export { parseJson, type ParsedJson } from './json';
export type { Construct, InputKind, Model, Provider, Resource } from './model';
export { readShown } from './shown';
export { sourceFile } from './source-file';
export { isStack, readStack } from './stack';
export { findStacks, stackFile } from './stacks';
export { withSource } from './with-source';
export {
  attribute,
  isList,
  isObject,
  nestedBlocks,
  plainText,
  textOf,
  textsIn,
  textsOf,
  Unknown,
  unknownsIn,
  type Value,
  type ValueObject,
} from './value';
