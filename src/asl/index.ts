export { expressionsIn } from './expressions';
export type * from './types';
export {
  errorsOf,
  searchBack,
  shortErrorName,
  statesFrom,
  transitionsOf,
  type NamedState,
  type Transition,
} from './transitions';
