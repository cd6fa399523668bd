import { JsonSyntaxError, parseJson } from '../../json';
import { readDocument } from './document-reader';
import { PolicySyntaxError } from './policy-error';

export { PolicySyntaxError };

export type PolicyVersion = '2012-10-17' | '2008-10-17';

/** A policy document in which every single value is a list of one. */
export interface PolicyDocument {
  /** The version. Without it, the rules of 2008 apply: `${…}` is plain text. */
  readonly version: PolicyVersion | undefined;
  readonly statements: Statement[];
}

export interface Statement {
  /** The index in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly action: Patterns;
  readonly resource?: Patterns;
  readonly principal?: Principals;
  /** The conditions; all of them must hold. */
  readonly conditions: Condition[];
}

/** `negated` for NotAction and NotResource: everything except what the patterns match. */
export interface Patterns {
  readonly negated: boolean;
  readonly patterns: string[];
}

export interface Principals {
  readonly negated: boolean;
  readonly principals: Principal[];
}

export interface Principal {
  /** `*` for the bare string "*", which means everyone. */
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*';
  readonly value: string;
}

export interface Condition {
  readonly operator: string;
  /** The key as written; keys are compared without regard to case. */
  readonly key: string;
  /** The values; one of them must hold. The list can be empty. */
  readonly values: string[];
}

/**
 * A policy for a role, a user or a group: no principal, no Id, a resource in each statement. Like the two kinds below, it is read strictly by the
 * grammar: anything that IAM would refuse, or that has two possible meanings, is an error and never ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws PolicySyntaxError with one line that names the statement and the element.
 */
export function parseIdentityPolicy(text: string): PolicyDocument {
  return readDocument(valueOf(text), 'identity');
}

/** A role's trust policy: a principal in each statement, and no resource, because the role itself is the resource. */
export function parseTrustPolicy(text: string): PolicyDocument {
  return readDocument(valueOf(text), 'trust');
}

/**
 * The policy of a resource (a key, a queue, a bucket): a principal in each statement. A statement without a resource, which some services accept,
 * applies to the resource that has the policy.
 */
export function parseResourcePolicy(text: string): PolicyDocument {
  return readDocument(valueOf(text), 'resource');
}

/** The kinds of document by their required and forbidden elements. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

function valueOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw new PolicySyntaxError(error.message, error);
    throw error;
  }
}
