export * from './asl';
export * from './aws';
export type { CallMoment, Fault } from './fault';
export { redactJson, redactor } from './redact';
export {
  defaultStart,
  endingOf,
  load,
  runExecution,
  runExecutions,
  type Deployed,
  type Ended,
  type ExecutionStart,
  type RunOptions,
  type RunsResult,
} from './run';
export { defaultPace, Simulation, type Observer, type Pace, type SimulationOptions } from './simulation';
export type { Happening, TraceEntry } from './trace';
export { rotate, type Rotation } from './rotate';
export { fieldAddedByHand, scenarioOf, type Scenario, type ScenarioOptions } from './scenario';
export { strategyOf, type RecognisedStrategy } from './strategy';
export { keyIdIn, lostFields, viewOf, type KeyView, type SecretView, type WorldView } from './view';
