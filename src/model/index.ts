export { indexOf, modulesOf } from './address';
export { isUndecided, remedies, type Construct } from './construct';
export { inputKinds, isCoveredBy, isListedByIam, showsAtLeast, type Coverage, type InputKind } from './input-kinds';
export type { Model, Provider, Resource } from './model';
export { resourceFrom, type KnownOfResource } from './resource';
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
