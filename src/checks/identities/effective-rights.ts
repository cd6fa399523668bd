import type { PolicyDocument } from '../../iam';
import { textOf, type Model, type Resource } from '../../model';
import { documentOfAws, nameOfAws } from './aws-policies';
import type { HeldRight, Identity } from './identities';
import { documentsNamed } from './managed-policies';
import type { Right } from './rights';
import { mayAllow, namesAction, surelyDenies, type Call, type Grant } from './statements';

/** The effective rights of an identity for some actions, from all its policies. */
export interface EffectiveRights {
  readonly allows: readonly { readonly statement: Grant; readonly right: Right }[];
  readonly denies: readonly Grant[];
  /** Statements of boundaries; each boundary must allow a call. */
  readonly limits: readonly (readonly Grant[])[];
  /** Reasons why more may be allowed. */
  readonly problems: readonly string[];
}

/** The rights of one or several sources for these actions. */
export function effectiveRights(
  rights: readonly HeldRight[],
  boundaries: readonly PolicyDocument[],
  actions: readonly string[],
): EffectiveRights {
  const isAsked = (statement: Grant): boolean => actions.some((action) => namesAction(statement, action));
  const found = rights.map((right) => ({ right, document: documentIn(right) }));
  const statements = found.flatMap(({ right, document }) =>
    (document?.statements ?? []).filter(isAsked).map((statement) => ({ statement, right })),
  );
  return {
    allows: statements.filter(({ statement }) => statement.effect === 'Allow'),
    denies: statements.flatMap(({ statement, right }) =>
      statement.effect === 'Deny' && isLasting(right) ? [statement] : [],
    ),
    limits: boundaries.map((document) => document.statements.filter(isAsked)),
    problems: found.flatMap(({ right, document }) => (document === undefined ? [problemOf(right)] : [])),
  };
}

function documentIn(right: Right): PolicyDocument | undefined {
  if ('document' in right) return right.document;
  return 'arn' in right ? documentOfAws(right.arn) : undefined;
}

function problemOf(right: Right): string {
  if ('problem' in right) return `${right.resource.address}: ${right.problem}`;
  if (!('arn' in right)) return right.resource.address;
  const name = nameOfAws(right.arn);
  return name === undefined
    ? `the document of ${right.arn} is not in this input`
    : `the content of the AWS managed policy ${name} is not known to Keyturn`;
}

/** A Deny counts only if it certainly applies and stays: a policy that Terraform leaves behind still grants, but no longer restricts. */
function isLasting({ isSure, resource }: HeldRight): boolean {
  return isSure && resource.managed && resource.remark === undefined;
}

/** The right that allows a call; undefined if none allows it, a Deny refuses it, or a boundary does not allow it. */
export function rightFor({ allows, denies, limits }: EffectiveRights, call: Call): Right | undefined {
  const found = allows.find(({ statement }) => mayAllow(statement, call));
  if (found === undefined || denies.some((statement) => surelyDenies(statement, call))) return undefined;
  const isLimited = limits.some(
    (statements) =>
      !statements.some((statement) => mayAllow(statement, call)) ||
      statements.some((statement) => surelyDenies(statement, call)),
  );
  return isLimited ? undefined : found.right;
}

/**
 * The documents of the permissions boundary of an identity. An unknown boundary limits nothing, and neither does that of one of several
 * resources that may be the identity. https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundariesOf(model: Model, { resources }: Identity): readonly PolicyDocument[] {
  const [resource, ...more] = resources;
  if (resource === undefined || more.length > 0 || !resource.managed || resource.remark !== undefined) return [];
  return boundaryOf(model, resource) ?? [];
}

function boundaryOf(model: Model, resource: Resource): readonly PolicyDocument[] | undefined {
  const arn = textOf(resource.values, 'permissions_boundary');
  if (arn === undefined) return undefined;
  const own = documentsNamed(model, arn, resource, 'permissions_boundary');
  if (own !== undefined) return own;
  const ofAws = typeof arn === 'string' ? documentOfAws(arn) : undefined;
  return ofAws === undefined ? undefined : [ofAws];
}
