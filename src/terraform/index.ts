export { modulesOf } from './plan/address';
export { pointerTo } from './configuration/blocks';
export { nameOf, readText, whatWouldBeRight } from './files/read-text';
export { deploymentOf, type Deployment, type Schedule } from './configuration/deployment';
export { folderOf, type Folder } from './files/folder';
export { parseJson, type ParsedJson } from '../json/parse-input';
export type { Construct, InputKind, Model, Provider, Resource } from '../model/model';
export { readShown } from './plan/show-json';
export { sourceFile } from './files/source-file';
export { isStack, readStack } from './configuration/stack';
export { findStacks, stackFile } from './files/synthesised-stacks';
export { withSource } from './plan/source';
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
} from '../model/value';
