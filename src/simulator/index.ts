export * from './asl';
export * from './aws';
export type { CallMoment, Fault } from './fault';
export { redactJson, redactor } from './redact';
export {
  defaultStart,
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
