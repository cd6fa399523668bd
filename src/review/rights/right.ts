import type { Condition, PolicyDocument, Statement } from '../../iam';

/** One action on one resource that a statement allows or denies, as its policy writes it. */
export interface Right {
  readonly effect: 'Allow' | 'Deny';
  readonly action: string;
  /** The actions that a NotAction excludes; the action is then `*`. */
  readonly exceptActions: readonly string[];
  /** Empty in a trust policy, which has no resource. */
  readonly resource: string;
  readonly exceptResources: readonly string[];
  /** Such as `Service states.amazonaws.com`; empty in a policy of a role. */
  readonly principal: string;
  /** The conditions, one text each. */
  readonly conditions: readonly string[];
}

/** All rights of a document, one for each principal, action and resource. */
export function rightsOf({ statements }: PolicyDocument): Right[] {
  return statements.flatMap(rightsOfStatement);
}

function rightsOfStatement(statement: Statement): Right[] {
  const { effect, action, resource } = statement;
  const exceptActions = action.negated ? action.patterns : [];
  const exceptResources = resource?.negated === true ? resource.patterns : [];
  // One list for all pairs of a statement, which can have thousands.
  const conditions = statement.conditions.map(conditionText).sort();
  const resources = resource === undefined ? [''] : resource.negated ? ['*'] : resource.patterns;
  return principalsOf(statement).flatMap((principal) =>
    (action.negated ? ['*'] : action.patterns).flatMap((one) =>
      resources.map((target): Right => ({
        effect,
        action: one,
        exceptActions,
        resource: target,
        exceptResources,
        principal,
        conditions,
      })),
    ),
  );
}

function principalsOf({ principal }: Statement): string[] {
  if (principal === undefined) return [''];
  const names = principal.principals.map(({ type, value }) => (type === '*' ? '*' : `${type} ${value}`));
  return principal.negated ? [`everybody except ${names.join(', ')}`] : names;
}

function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key} ${JSON.stringify([...values].sort())}`;
}

/** A right without its conditions, as a key: IAM compares actions without regard to case. */
export function keyOf({ effect, action, exceptActions, resource, exceptResources, principal }: Right): string {
  const fold = (text: string): string => text.toLowerCase();
  return JSON.stringify([
    effect,
    fold(action),
    exceptActions.map(fold).sort(),
    resource,
    [...exceptResources].sort(),
    principal,
  ]);
}

/** The conditions as a key: IAM compares operators and condition keys without regard to case. */
export function conditionsKey({ conditions }: Right): string {
  return JSON.stringify(conditions.map((one) => one.replace(/^\S+ \S+/, (names) => names.toLowerCase())).sort());
}
