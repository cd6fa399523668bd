export { actionContains, actionMatches } from './grants/action';
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
  type ResourcePlace,
} from './arn';
export { conditionHolds, type RequestContext } from './conditions/holds';
export { conditionsMeet, unmetConditions } from './conditions/implication';
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
} from './policy/document';
export { evaluate, statementMatches, type Evaluation, type Request } from './grants/evaluate';
export { coveredBy, permissionsOf, linesWithAction, type Permission, type PermissionLine } from './grants/permissions';
export { isInert } from './grants/unsupported-resources';
export { parseOperator, type Comparison, type Operator } from './policy/operators';
export { contains, matches, overlaps } from './pattern/pattern';
export { isShortArn, normaliseResource } from './grants/resource';
export { shortfall, type ExampleCall, type Shortfall } from './grants/counterexample';
export { hasVariables, resolveVariables, widenVariables } from './conditions/variables';
export { witness } from './pattern/witness';
