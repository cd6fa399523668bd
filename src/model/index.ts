export { assumedComplete } from './assumed-complete';
export { indexOf } from './address';
export { isUndecided, remedies, type Construct } from './construct';
export {
  aboutContracts,
  inputKinds,
  isCoveredBy,
  isListedByIam,
  showsAtLeast,
  type Coverage,
  type InputKind,
} from './input-kinds';
export type { Lead } from './lead';
export type { Model, OutputChange, Provider, Resource, StartedProvider } from './model';
export { outlivesItsDestroy, resourceFrom } from './resource';
export type { Written, WrittenBlock, WrittenCall } from './written';
export {
  attribute,
  isList,
  isObject,
  madeOf,
  nestedBlocks,
  plainText,
  textOf,
  textsIn,
  textsOf,
  Unknown,
  unknownsIn,
  type Origin,
  type Value,
  type ValueObject,
} from './value';
