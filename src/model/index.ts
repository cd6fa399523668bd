export { blockOf, indexOf, modulesOf } from './address';
export { isUndecided, remedies, type Construct } from './construct';
export type { InputKind, Model, Provider, Resource } from './model';
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
