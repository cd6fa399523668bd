export { expressionsIn } from './expressions';
export type * from './types';
export { errorsOf, statesFrom, transitionsOf, type Named, type Transition } from './transitions';
