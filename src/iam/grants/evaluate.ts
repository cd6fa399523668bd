import { actionMatches } from './action';
import { conditionHolds, type RequestContext } from '../conditions/holds';
import type { PolicyDocument, PolicyVersion, Statement } from '../policy/document';
import { matches } from '../pattern/pattern';
import { normaliseResource } from './resource';
import { resolveVariables } from '../conditions/variables';

/** One call. The caller is not part of it, because identity policies belong to their role. */
export interface Request {
  /** With its service prefix, such as `iam:CreateAccessKey`. */
  readonly action: string;
  /** An ARN, or `*` for an action that has no resource. */
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly context: RequestContext;
}

export interface Evaluation {
  readonly decision: 'allowed' | 'implicitDeny' | 'explicitDeny';
  /** The statement that decided; absent for an implicit deny. */
  readonly statement?: Statement;
  /** The index, from 0, of the policy that contains the statement. */
  readonly policyIndex?: number;
}

/**
 * Judges one request against all policies of an identity. A matching Deny wins, else a matching Allow; without an Allow the request is denied.
 * Boundaries, service control policies and resource policies are not considered.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @throws RangeError if a condition cannot be read.
 */
export function evaluate(policies: readonly PolicyDocument[], request: Request): Evaluation {
  const matching = policies.flatMap(({ version, statements }, policyIndex) =>
    statements
      .filter((statement) => statementMatches(statement, request, version))
      .map((statement) => ({ statement, policyIndex })),
  );
  const deny = matching.find(({ statement }) => statement.effect === 'Deny');
  if (deny !== undefined) return { decision: 'explicitDeny', ...deny };
  const allow = matching.find(({ statement }) => statement.effect === 'Allow');
  return allow === undefined ? { decision: 'implicitDeny' } : { decision: 'allowed', ...allow };
}

/** Whether a statement, Allow or Deny, applies to the request. */
function statementMatches(statement: Statement, request: Request, version: PolicyVersion | undefined): boolean {
  return (
    actionInStatement(statement, request.action) &&
    resourceInStatement(statement, request, version) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.context, version))
  );
}

function actionInStatement({ action }: Statement, requested: string): boolean {
  return action.patterns.some((pattern) => actionMatches(pattern, requested)) !== action.negated;
}

/** A statement without a resource (in a trust policy) applies to the resource that it is attached to. */
function resourceInStatement({ resource }: Statement, request: Request, version: PolicyVersion | undefined): boolean {
  if (resource === undefined) return true;
  const named = resource.patterns.some((pattern) => {
    const resolved = resolveVariables(pattern, version, request.context);
    return resolved !== undefined && matches(normaliseResource(resolved), request.resource);
  });
  return named !== resource.negated;
}
