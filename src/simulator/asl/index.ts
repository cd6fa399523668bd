export { compileMachine, type Machine } from './machine';
export { expiryOf, retryCount, type Answer, type Execution, type ExecutionResult } from './execution';
export { begin, giveUp, proceed, settle, stop } from './stepper';
export type { Call } from './states/state';
