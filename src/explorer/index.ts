export { limits, type LimitName } from './invariants/limits';
export { casesOf, sets, usualExtent, type ExplorationCase, type Extent } from './cases';
export { invariants, wordsOf, type InvariantName, type Violation, type ViolationKind } from './invariants/kinds';
export { reportOn, type SubjectReport, type InvariantVerdict } from './report';
export { readScenarioId, scenarioIdOf, type ExploredScenario } from './replay/scenario-id';
export { subjectOf, type Subject } from './model/subject';
export { replay, type Replay } from './replay/replay';
export { answerText, sequenceDiagram, replayText } from './replay/replay-text';
export { shortest, runCase, type ReportedViolation, type CaseResult } from './run-case';
export {
  initialWorlds,
  defaultInterpretation,
  interpretations,
  type InitialWorld,
  type Interpretation,
} from './model/initial-worlds';
