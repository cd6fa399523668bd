import { normaliseResource, widenVariables, type Permission, type PolicyVersion } from '../../iam';
import type { Context, JudgedRole } from '../context';
import type { Contract, Exception } from './contract';
import type { Found } from '../rule';

/** The meaning of one grant, independent of its notation. */
interface NormalGrant {
  /** The subject: the ARN of the role. */
  readonly subject: string;
  readonly pair: Permission;
  /** The version of its document, which decides whether a `${…}` in a condition is a variable. */
  readonly version: PolicyVersion | undefined;
  /** The resource that the policy belongs to, if it is not the role's own policy. */
  readonly of?: string;
}

/**
 * The hash of a grant: of its subject, effect, action, resource and conditions, with order and case normalised if AWS ignores them. Every
 * change to the meaning of the grant changes the hash.
 */
export function hashOfGrant({ digest }: Pick<Context, 'digest'>, { subject, pair, version, of }: NormalGrant): string {
  const conditions = pair.conditions
    .map(({ operator, key, values }) => [operator.toLowerCase(), key.toLowerCase(), [...values].sort()])
    .map((condition) => JSON.stringify(condition))
    .sort();
  const normal = [
    subject,
    of ?? null,
    'Allow',
    pair.action.toLowerCase(),
    pair.exceptActions.map((action) => action.toLowerCase()).sort(),
    resourceOf(pair, version),
    [...pair.exceptResources].sort(),
    conditions,
    [...conditions, ...pair.exceptResources].some((text) => text.includes('${')) ? (version ?? null) : null,
  ];
  return `sha256:${digest(JSON.stringify(normal))}`;
}

/**
 * The resource in a normal form. One that was read as more than its text (because of a variable, or a wildcard in a short ARN) stays as
 * written, and so does a `*` that means the policy's own resource: otherwise a wider grant could have the same hash.
 */
function resourceOf({ resource, statement }: Permission, version: PolicyVersion | undefined): unknown {
  const written = statement.resource?.negated === false ? statement.resource.patterns : ['*'];
  const means = (one: string): boolean => normaliseResource(widenVariables(one, version)) === resource;
  if (written.includes(resource) && means(resource)) return resource;
  const alike = written.filter(means);
  if (alike.some((one) => !/[*?$]/.test(one))) return resource;
  return alike.length > 0 ? [...alike].sort() : ['*', resource];
}

/** The exception for a grant that no line allows: valid, expired or none. */
type Accepted = { readonly exception: Exception; readonly holds: boolean } | undefined;

export function acceptedIn({ today }: Pick<Context, 'today'>, contract: Contract, hash: string): Accepted {
  const named = contract.exceptions.filter(({ grant }) => grant === hash);
  const exception = named.find(({ expires }) => today <= expires) ?? named[0];
  return exception === undefined ? undefined : { exception, holds: today <= exception.expires };
}

/** Whether a valid exception accepts this grant of the role. */
export function isAccepted(
  context: Pick<Context, 'digest' | 'today'>,
  { contract, roleArn }: Pick<JudgedRole, 'contract' | 'roleArn'>,
  grant: Omit<NormalGrant, 'subject'>,
): boolean {
  if (contract.exceptions.length === 0) return false;
  return acceptedIn(context, contract, hashOfGrant(context, { subject: roleArn, ...grant }))?.holds === true;
}

/** The finding of a grant with an exception: a note while the exception is valid, and then the original finding with the day of expiry. */
export function withException(finding: Found, accepted: Accepted, contract: string): Found {
  if (accepted === undefined) return finding;
  const { exception, holds } = accepted;
  const where = `exceptions[${exception.index}] of contract "${contract}" (${exception.reason}; ${exception.owner})`;
  if (holds) {
    const message = `${finding.message}, which ${where} accepts until ${exception.expires}`;
    return { ...finding, verdict: 'note', message, remedy: `Before ${exception.expires}: ${finding.remedy}` };
  }
  return {
    ...finding,
    message: `${finding.message}; ${where} accepted it until ${exception.expires} and has expired`,
  };
}
