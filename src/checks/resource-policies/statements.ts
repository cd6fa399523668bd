import type { Condition, PolicyDocument, Principal } from '../../iam';
import type { Unknown } from '../../model';

/** A grant without a document, equivalent to a statement. */
export interface GrantWithoutDocument {
  /** The argument with the principal. */
  readonly attribute: string;
  readonly document?: PolicyDocument;
  readonly problem?: string;
  readonly unknownPrincipal?: Unknown;
}

export interface Granted {
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
}

/** The statements in the form of a policy document. */
export function documentOfGrants(granted: readonly Granted[], principals: readonly Principal[]): PolicyDocument {
  return {
    version: '2012-10-17',
    statements: granted.map(({ actions, conditions }, index) => ({
      index,
      effect: 'Allow',
      action: { negated: false, patterns: [...actions] },
      principal: { negated: false, principals: [...principals] },
      conditions: [...conditions],
    })),
  };
}
