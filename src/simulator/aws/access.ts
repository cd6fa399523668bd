import {
  evaluate,
  parseIdentityPolicy,
  PolicySyntaxError,
  type Evaluation,
  type ResourcePlace,
  type PolicyDocument,
  type Request,
} from '../../iam';
import { InputError } from '../../input-error';
import { Dice, seedFrom } from '../random';
import { undeclared, type ServiceError } from './errors';

/** The execution role, with its identity policies. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  /** The caller that the services see: the role's session. */
  readonly sessionArn: string;
  readonly policies: readonly PolicyDocument[];
  /** Whether the policies depend on the time. Then a later decision can differ from an earlier one. */
  readonly looksAtTime: boolean;
}

/** The permission that a call needs: the action on each of the resources. */
export interface Access {
  readonly action: string;
  readonly resources: readonly string[];
  /** Condition keys of the service, in lower case. */
  readonly context: Readonly<Record<string, string[]>>;
}

/** Reads a role's policies. Throws InputError with one line for a policy that cannot be read. */
export function roleOf(place: ResourcePlace, name: string, policies: readonly string[]): Role {
  const { partition, accountId } = place;
  // Step Functions generates a session name of 32 characters.
  const session = new Dice(seedFrom(0, name)).text(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
  return {
    name,
    arn: `arn:${partition}:iam::${accountId}:role/${name}`,
    sessionArn: `arn:${partition}:sts::${accountId}:assumed-role/${name}/${session}`,
    policies: policies.map((policy) => readPolicy(policy, name)),
    // An escaped letter can hide one of the two condition keys.
    looksAtTime: policies.some((policy) => /aws:(?:currenttime|epochtime)|\\u/i.test(policy)),
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
 * The reason why the role is not allowed to make the call, in AWS's words; undefined if it is allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOf(place: ResourcePlace, role: Role, access: Access, now: number): ServiceError | undefined {
  for (const resource of access.resources) {
    const decision = decide(place, role, access, resource, now);
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

// A role's policies never change, and thousands of runs need the same few decisions.
const decisions = new WeakMap<Role, Map<string, Evaluation['decision']>>();

function decide(
  place: ResourcePlace,
  role: Role,
  access: Access,
  resource: string,
  now: number,
): Evaluation['decision'] {
  const known = decisions.get(role) ?? new Map<string, Evaluation['decision']>();
  decisions.set(role, known);
  const asked = Object.keys(access.context).length === 0 ? '' : JSON.stringify(access.context);
  const question = `${place.region} ${place.accountId} ${access.action} ${resource} ${asked}`;
  const former = role.looksAtTime ? undefined : known.get(question);
  if (former !== undefined) return former;
  const context = { ...globalContext(place, role, now), ...access.context };
  const decision = judge(role, { action: access.action, resource, context });
  known.set(question, decision);
  return decision;
}

function judge(role: Role, request: Request): Evaluation['decision'] {
  try {
    return evaluate(role.policies, request).decision;
  } catch (problem) {
    // A condition that cannot be read gives no decision, so the call cannot be simulated.
    if (problem instanceof RangeError) throw InputError.of(`policy of role ${role.name}: ${problem.message}`);
    throw problem;
  }
}

/** The context keys of every request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function globalContext(place: ResourcePlace, role: Role, now: number): Record<string, string[]> {
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
