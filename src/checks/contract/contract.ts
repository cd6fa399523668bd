/**
 * A contract: what one role may do and who may use it, written by hand and never made from the code that it judges. Texts may hold the
 * parameters `${account}`, `${region}`, `${partition}` and `${environment}`; everything else is literal, so that no setting widens it.
 */
export interface Contract {
  /** Where it was read from. */
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly subject: ContractSubject;
  /** The only environments that it is meant for; where it is undefined, each environment of an input is judged by it. */
  readonly environments: readonly ContractEnvironment[] | undefined;
  readonly identity: readonly IdentityLine[];
  readonly resourcePolicies: readonly ResourcePolicyLine[];
  /** Undefined does not mean every pair: a machine that rotates cannot be judged without them. */
  readonly pairs: readonly ContractPair[] | undefined;
  /** Each may assume the role; nobody else may. */
  readonly trust: readonly TrustLine[];
  readonly uses: readonly Use[];
  readonly exceptions: readonly Exception[];
  readonly acceptedUsers: readonly AcceptedUser[];
  /** Who else may read the keys; where it is undefined nobody is named, and all who can are noted. */
  readonly readers: readonly Reader[] | undefined;
  readonly ignored: readonly Ignored[];
  readonly elsewhere: readonly Elsewhere[];
  /** The days from the `since` of a line within which nothing has to use it. */
  readonly unusedGraceDays: number;
  /** Places that still say TODO. */
  readonly todos: readonly string[];
}

/** An environment that a contract is for, and where it is. One with a bare name is bound to no account. */
export interface ContractEnvironment {
  readonly name: string;
  readonly account: string | undefined;
  /** Undefined where the environment is bound to no region. */
  readonly region: string | undefined;
}

/** What counts in some environments only, by their names; undefined where it counts in all that the contract is for. */
export interface Limited {
  readonly environments: readonly string[] | undefined;
}

/** What is allowed before something uses it, from this day on, as 2027-01-31; undefined where that is not said. */
interface Dated {
  readonly since: string | undefined;
}

/**
 * A machine by its name: the role is the one that the machine runs as, and `role` names it for inputs that show no machines. A role by its
 * name, where it is known of which path and in which account, or by its Terraform address.
 */
export type ContractSubject =
  | { readonly kind: 'machine'; readonly name: string; readonly role: string | undefined }
  | {
      readonly kind: 'role';
      readonly name: string;
      readonly path: string | undefined;
      readonly account: string | undefined;
    }
  | { readonly kind: 'address'; readonly address: string };

/** What the role's own policies may grant: each action on each resource, under all conditions. */
export interface IdentityLine extends Limited, Dated {
  readonly index: number;
  readonly reason: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly DemandedCondition[];
  /** The pairs that resources stand for which the contract does not write out. */
  readonly ofPairs?: ReadonlyMap<string, ContractPair>;
  /** Why it may be granted although no Task calls it. */
  readonly withoutCall: string | undefined;
}

export interface DemandedCondition {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** For a `ForAllValues` operator: it also holds where the request has no such key, and that is accepted. */
  readonly mayBeAbsent: boolean;
}

/** A user and the secret that holds the user's access key. */
export interface RotationPair {
  readonly userName: string;
  readonly secretName: string;
}

/** A pair as a contract lists it. */
export interface ContractPair extends RotationPair, Limited, Dated {
  /** The path of the user; undefined where the contract does not say it. */
  readonly path?: string;
  readonly index: number;
}

/**
 * What the policy of a resource (a key, a queue, a topic, a secret) may grant the role: these actions, under all conditions. The resource is
 * named by its Terraform address or by its ARN; `*` is any run of characters.
 */
export interface ResourcePolicyLine extends Limited, Dated {
  readonly index: number;
  readonly reason: string | undefined;
  readonly on: { readonly kind: 'address' | 'arn'; readonly pattern: string };
  readonly actions: readonly string[];
  readonly conditions: readonly DemandedCondition[];
}

/** One who may assume the role, by which action, and under which conditions. */
export interface TrustLine extends Limited {
  readonly principal: { readonly type: 'Service' | 'AWS' | 'Federated'; readonly value: string };
  readonly action: string;
  /** Each key must have exactly this value. */
  readonly conditions: readonly { readonly key: string; readonly value: string }[];
  /** The line has the member `conditions`, be it `{}`: somebody thought of them. */
  readonly saysConditions: boolean;
  readonly index: number;
  readonly reason: string | undefined;
}

/** Who may run as the role: a machine by its name, the schedules of a group, or any resource by its Terraform address. */
export type Use = Limited & { readonly index: number; readonly reason: string | undefined } & (
    | { readonly kind: 'machine'; readonly name: string }
    | { readonly kind: 'schedules'; readonly group: string }
    | { readonly kind: 'address'; readonly pattern: string }
  );

/** One grant that is accepted although no line allows it: exactly this one, for a reason, until a day. */
export interface Exception {
  readonly index: number;
  /** The hash that a finding prints of the grant: `sha256:` and 64 digits. A grant that is changed has another. */
  readonly grant: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day that it holds, as 2027-01-31. */
  readonly expires: string;
}

/** A user who may be more powerful than a rotated user should be. */
export interface AcceptedUser extends Limited {
  readonly index: number;
  readonly name: string;
  readonly reason: string;
  /** What the user may be allowed, and nothing else. Undefined in contracts of 0.1.0, which accept a user by the name alone. */
  readonly rights: readonly AcceptedRight[] | undefined;
}

/** A right of an accepted user: actions on resources under conditions, or whatever a managed policy of AWS says. */
export type AcceptedRight = { readonly index: number; readonly reason: string | undefined } & (
  | {
      readonly kind: 'actions';
      readonly actions: readonly string[];
      readonly resources: readonly string[];
      readonly conditions: readonly DemandedCondition[];
    }
  | { readonly kind: 'managed-policy'; readonly arn: string }
);

/** Somebody who may read the keys of a rotation, by what the contract names: calls on resources, for a reason. */
export interface Reader extends Limited {
  readonly index: number;
  readonly who: { readonly kind: 'arn' | 'address' | 'service'; readonly pattern: string };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly reason: string;
}

/** What is not judged, because. */
export interface Ignored {
  /** An address of Terraform; `*` is any run of characters. */
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day that it holds, as 2027-01-31. */
  readonly expires: string;
}

/** An unknown value that is said to name neither the role, nor what belongs to it, nor one of its users. Nothing proves it. */
export interface Elsewhere {
  /** An address of Terraform; `[*]` is every instance. */
  readonly address: string;
  /** The argument of the resource, or the block. */
  readonly attribute: string;
  readonly reason: string;
}

export const parameters = ['account', 'region', 'partition', 'environment'] as const;
export type Parameter = (typeof parameters)[number];
export type ParameterValues = { readonly [parameter in Parameter]: string | undefined };

/** What the caller says of an input that does not show it. */
export type GivenParameters = { readonly [parameter in 'account' | 'region' | 'environment']?: string };
