export { pointerTo } from './blocks';
export { nameOf, readText } from './bytes';
export { deploymentOf, type Deployment, type Schedule } from './deployment';
export { siblingsOf } from './folder';
export { readModel } from './input';
export type { Construct, InputKind, Model, Provider, Resource } from './model';
export { findStacks, stackFile } from './stacks';
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
