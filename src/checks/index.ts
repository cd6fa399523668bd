export { check, checkModel, type Check, type CheckOptions, type Report, type Strictness } from './check';
export type { AddedTogether } from './context';
export type { Contract } from './contract/contract';
export { draftContract } from './draft/draft-contract';
export { readContract } from './contract/contract-reader';
export type { PermissionRow } from './permissions';
export type { Example, Excerpt, Finding, Location, Place, Rule, Severity, Verdict } from './rule';
export { rules } from './rules';
export type { RuleOutcome } from './run-rule';
