import {
  evaluate,
  parseIdentityPolicy,
  PolicySyntaxError,
  type Evaluation,
  type Place,
  type PolicyDocument,
  type Request,
} from '../../iam';
import { InputError } from '../../problem';
import { Dice, seedFrom } from '../random';
import { undeclared, type ServiceError } from './errors';

/** The execution role, with the identity policies that are on it. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Who the services see: the role's session. */
  readonly sessionArn: string;
  readonly policies: readonly PolicyDocument[];
}

/** What a call needs to be allowed: the action on each of the resources. */
export interface Access {
  readonly action: string;
  readonly resources: readonly string[];
  /** Condition keys of the service, in lower case. */
  readonly context: Readonly<Record<string, string[]>>;
}

/** Reads a role's policies. Throws InputError with one line for a policy that cannot be read. */
export function roleOf(place: Place, name: string, policies: readonly string[]): Role {
  const { partition, accountId } = place;
  // Step Functions names the session with 32 characters of its own.
  const session = new Dice(seedFrom(0, name)).text(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  return {
    name,
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    sessionArn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`,
    policies: policies.map((policy) => readPolicy(policy, name)),
  };
}

function readPolicy(policy: string, role: string): PolicyDocument {
  try {
    return parseIdentityPolicy(policy);
  } catch (problem) {
    if (problem instanceof PolicySyntaxError) throw InputError.of(`policy of role ${role}: ${problem.message}`);
    throw problem;
  }
}

/**
 * Why the role may not do it, in AWS's words; undefined if it may.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOf(place: Place, role: Role, access: Access, now: number): ServiceError | undefined {
  const context = { ...globalContext(place, role, now), ...access.context };
  for (const resource of access.resources) {
    const decision = decide(role, { action: access.action, resource, context });
    if (decision === 'allowed') continue;
    const why =
      decision === 'explicitDeny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${access.action} action`;
    const who = `User: ${role.sessionArn} is not authorized to perform: ${access.action} on resource: ${resource}`;
    return undeclared('AccessDenied', 403, `${who} ${why}`);
  }
  return undefined;
}

function decide(role: Role, request: Request): Evaluation['decision'] {
  try {
    return evaluate(role.policies, request).decision;
  } catch (problem) {
    // A condition that cannot be read decides nothing, so nothing can be simulated under it.
    if (problem instanceof RangeError) throw InputError.of(`policy of role ${role.name}: ${problem.message}`);
    throw problem;
  }
}

/** The keys that every request carries. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function globalContext(place: Place, role: Role, now: number): Record<string, string[]> {
  return {
    'aws:currenttime': [new Date(now).toISOString()],
    'aws:epochtime': [String(Math.floor(now / 1000))],
    'aws:principalaccount': [place.accountId],
    'aws:principalarn': [role.arn],
    'aws:principaltype': ['AssumedRole'],
    'aws:requestedregion': [place.region],
    'aws:resourceaccount': [place.accountId],
    'aws:securetransport': ['true'],
  };
}
