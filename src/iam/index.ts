export { actionContains, actionMatches } from './grants/action';
export {
  eventRuleArn,
  accountRootArn,
  isStartOfExecution,
  managedPolicyArn,
  parseArn,
  partitionOf,
  queueArn,
  roleArn,
  scheduleGroupArn,
  secretArnPattern,
  secretResource,
  sesConfigurationSetArn,
  sesIdentityArn,
  sesTemplateArn,
  stateMachineArn,
  topicArn,
  userArn,
  type ResourcePlace,
} from './arn';
export { managedPolicyLimit, mostManagedPolicies, rolePolicyLimit, trustPolicyLimit } from './quotas';
export { unmetConditions } from './conditions/implication';
export {
  parseIdentityPolicy,
  parseResourcePolicy,
  parseTrustPolicy,
  PolicySyntaxError,
  type Condition,
  type PolicyDocument,
  type PolicyVersion,
  type Principal,
  type Statement,
} from './policy/document';
export { evaluate, type Evaluation, type Request } from './grants/evaluate';
export { coveredBy, permissionsOf, linesWithAction, type Permission, type PermissionLine } from './grants/permissions';
export { hasKnownResources, isInert, isUnsupported } from './grants/unsupported-resources';
export { parseOperator } from './policy/operators';
export { contains, matches, overlaps } from './pattern/pattern';
export { isShortArn, normaliseResource, surelyContains } from './grants/resource';
export { shortfall, type Shortfall } from './grants/counterexample';
export { hasVariables, widenVariables } from './conditions/variables';
