export type * from './types';
export { transitionsOf, type Transition } from './transitions';
