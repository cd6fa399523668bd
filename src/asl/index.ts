export { expressionsIn } from './expressions';
export type * from './types';
export { statesFrom, transitionsOf, type Named, type Transition } from './transitions';
