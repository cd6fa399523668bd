import type { Condition, PolicyDocument, Principal } from '../../iam';
import type { Unknown } from '../../model';

/** A grant that says without a document what a statement would say. */
export interface GrantWithoutDocument {
  /** The argument that says who gets it. */
  readonly attribute: string;
  readonly document?: PolicyDocument;
  readonly problem?: string;
  readonly unknownPrincipal?: Unknown;
}

export interface Granted {
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
}

/** The statements as a document of AWS would have them. */
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
