export { compileMachine, type Machine, type MachineOptions } from './machine';
export {
  contextOf,
  expiryOf,
  retryCount,
  type Answer,
  type Execution,
  type Phase,
  type ExecutionResult,
} from './execution';
export { begin, giveUp, proceed, settle, stop, type Start } from './stepper';
export type { Call } from './states/state';
