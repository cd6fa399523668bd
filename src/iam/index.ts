export { actionContains, actionMatches } from './action';
export {
  parseArn,
  partitionOf,
  roleArn,
  scheduleGroupArn,
  secretArnPattern,
  sesConfigurationSetArn,
  sesIdentityArn,
  stateMachineArn,
  userArn,
  type Arn,
  type Partition,
  type Place,
} from './arn';
export { conditionHolds, type Context } from './condition';
export { conditionsMeet, unmetConditions } from './conditions-meet';
export {
  parseIdentityPolicy,
  parsePolicy,
  parseResourcePolicy,
  parseTrustPolicy,
  policyOf,
  PolicySyntaxError,
  type Condition,
  type Patterns,
  type PolicyDocument,
  type PolicyKind,
  type PolicyVersion,
  type Principal,
  type Principals,
  type Statement,
} from './document';
export { evaluate, statementMatches, type Evaluation, type Request } from './evaluate';
export { coveredBy, grantsOf, linesWithAction, type Grant, type GrantLine } from './grants';
export { isInert } from './inert';
export { JsonSyntaxError, parseJson, positionAt, repeatedKeys, type TextPosition } from './json';
export { parseOperator, type Comparison, type Operator } from './operators';
export { contains, matches, overlaps } from './pattern';
export { isShortArn, normaliseResource } from './resource';
export { shortfall, type Call, type Shortfall } from './shortfall';
export { hasVariables, resolveVariables, widenVariables } from './variables';
export { witness } from './witness';
