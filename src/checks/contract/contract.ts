/**
 * A contract: what one role is allowed to do and who can use it, or who can use one resource, written by hand and never generated from the code that it judges. Texts
 * can contain the parameters `${account}`, `${region}`, `${partition}`, `${environment}`, `${shard}` and `${chunk}`; everything else is literal, so that no setting
 * widens it.
 */
export interface Contract {
  /** Its file. */
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly subject: ContractSubject;
  /** The shard that this copy of a contract is for, as its names end: empty, or `-01`; absent if its subject names no shard. */
  readonly shard?: string;
  /** The environments that it applies to; undefined for all environments of an input. */
  readonly environments: readonly ContractEnvironment[] | undefined;
  readonly identity: readonly IdentityLine[];
  readonly resourcePolicies: readonly ResourcePolicyLine[];
  /** Undefined does not mean every pair: a machine that rotates cannot be judged without them. */
  readonly pairs: readonly ContractPair[] | undefined;
  /** The file of the pairs; absent if the contract lists them. */
  readonly pairsFile?: { readonly file: string; readonly columns: readonly string[] };
  /** The lines of the policy of a resource; empty for a role. */
  readonly policy: readonly PolicyLine[];
  /** The only principals that can assume the role. */
  readonly trust: readonly TrustLine[];
  readonly uses: readonly Use[];
  readonly managedPolicies: readonly AcceptedPolicy[];
  readonly noOtherPolicies: readonly NoOtherPolicies[];
  readonly unknownDocuments: readonly UnknownDocument[];
  readonly exceptions: readonly Exception[];
  readonly acceptedUsers: readonly AcceptedUser[];
  /** Other readers of the keys; if undefined, all readers are noted. */
  readonly readers: readonly Reader[] | undefined;
  readonly ignored: readonly Ignored[];
  readonly elsewhere: readonly Elsewhere[];
  /** The days of grace after the `since` of a line, during which it can be unused. */
  readonly unusedGraceDays: number;
  /** Places that still contain TODO. */
  readonly todos: readonly string[];
}

/** An environment of a contract, and its place. One with a name alone is not bound to an account. */
export interface ContractEnvironment {
  readonly name: string;
  readonly account: string | undefined;
  /** Undefined if the environment is not bound to a region. */
  readonly region: string | undefined;
}

/** The environments that a member is limited to, by name; undefined for all environments of the contract. */
export interface Limited {
  readonly environments: readonly string[] | undefined;
}

/** The day, as 2027-01-31, from which a right is allowed before it is used; undefined if not set. */
interface Dated {
  readonly since: string | undefined;
}

/**
 * The subject of a contract. A machine by its name: the subject is the role that the machine runs as, and `role` names it for inputs
 * without machines. A role by its name, with its path and account if known, or by its Terraform address. A key, topic, queue, secret or
 * event bus by its Terraform address: the subject is the policy of that resource.
 */
export type ContractSubject =
  | { readonly kind: 'machine'; readonly name: string; readonly role: string | undefined }
  | {
      readonly kind: 'role';
      readonly name: string;
      readonly path: string | undefined;
      readonly account: string | undefined;
    }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'resource'; readonly address: string };

/** A line of "identity": the role's own policies can grant each action on each resource, under all conditions. */
export interface IdentityLine extends Limited, Dated {
  readonly index: number;
  readonly reason: string | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly DemandedCondition[];
  /** The pairs whose resources the contract does not list. */
  readonly ofPairs?: ReadonlyMap<string, ContractPair>;
  /** The reason for a grant that no Task uses. */
  readonly withoutCall: string | undefined;
}

export interface DemandedCondition {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** For a `ForAllValues` operator: it also holds if the request has no such key, and that is accepted. */
  readonly mayBeAbsent: boolean;
}

/** A user and the secret that holds the user's access key. */
export interface RotationPair {
  readonly userName: string;
  readonly secretName: string;
}

/** A pair as a contract lists it. */
export interface ContractPair extends RotationPair, Limited, Dated {
  /** The path of the user; undefined if the contract does not set it. */
  readonly path?: string;
  readonly index: number;
  /** Its place, such as `policies/pairs.csv line 18`; absent if the contract lists it. */
  readonly at?: string;
}

/**
 * A line of "resourcePolicies": the policy of a resource (a key, a queue, a topic, a secret) can grant the role these actions, under all
 * conditions. The resource is named by its Terraform address or by its ARN; `*` is any run of characters.
 */
export interface ResourcePolicyLine extends Limited, Dated {
  readonly index: number;
  readonly reason: string | undefined;
  readonly on: { readonly kind: 'address' | 'arn'; readonly pattern: string };
  readonly actions: readonly string[];
  readonly conditions: readonly DemandedCondition[];
}

/** A principal, as the policy of a resource names it. */
export interface NamedPrincipal {
  readonly type: 'Service' | 'AWS' | 'Federated';
  readonly value: string;
}

/** A line of "policy": the policy of the resource can allow a principal these actions, under all conditions. */
export interface PolicyLine extends Limited, Dated {
  readonly index: number;
  readonly reason: string | undefined;
  readonly principal: NamedPrincipal;
  readonly actions: readonly string[];
  readonly conditions: readonly DemandedCondition[];
}

/** A principal that can assume the role, with the action and the conditions. */
export interface TrustLine extends Limited {
  readonly principal: NamedPrincipal;
  readonly action: string;
  readonly conditions: readonly DemandedCondition[];
  /** Whether the line has the member `conditions`, even `{}`: then a person decided about them. */
  readonly saysConditions: boolean;
  readonly index: number;
  readonly reason: string | undefined;
}

/** A use of the role: a machine by its name, the schedules of a group, or any resource by its Terraform address. */
export type Use = Limited & { readonly index: number; readonly reason: string | undefined } & (
    | { readonly kind: 'machine'; readonly name: string }
    | { readonly kind: 'schedules'; readonly group: string }
    | { readonly kind: 'address'; readonly pattern: string }
  );

/** An exception: one grant that is accepted although no line allows it, with a reason and a last day. */
export interface Exception {
  readonly index: number;
  /** The hash of the grant, as a finding prints it: `sha256:` and 64 digits. A changed grant has another hash. */
  readonly grant: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of its validity, as 2027-01-31. */
  readonly expires: string;
}

/** A policy of AWS that the role can have, with everything that AWS writes into it, until the last day. */
export interface AcceptedPolicy {
  readonly arn: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of its validity, as 2027-01-31. */
  readonly expires: string;
}

/** A created role whose configuration, by declaration, gives it no inline policy that the plan does not show. Nothing proves it. */
export interface NoOtherPolicies {
  /** The role's address of Terraform; `[*]` is every instance. */
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of its validity, as 2027-01-31. */
  readonly expires: string;
}

/** A policy of the role that a plan does not know and that, by declaration, allows nothing outside the lines. Nothing proves it. */
export interface UnknownDocument {
  /** The resource's address of Terraform; `[*]` is every instance. */
  readonly address: string;
  readonly attribute: string;
  /** The hash of what the plan shows of the document. */
  readonly shown: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of its validity, as 2027-01-31. */
  readonly expires: string;
}

/** An accepted user: a rotated user with more rights than usual. */
export interface AcceptedUser extends Limited {
  readonly index: number;
  readonly name: string;
  readonly reason: string;
  /** The only rights that the user can have. Undefined in contracts of 0.1.0, which accept a user by the name alone. */
  readonly rights: readonly AcceptedRight[] | undefined;
}

/** A right of an accepted user: actions on resources under conditions, or an AWS managed policy. */
export type AcceptedRight = { readonly index: number; readonly reason: string | undefined } & (
  | {
      readonly kind: 'actions';
      readonly actions: readonly string[];
      readonly resources: readonly string[];
      readonly conditions: readonly DemandedCondition[];
    }
  | { readonly kind: 'managed-policy'; readonly arn: string }
);

/** A reader of the keys of a rotation: calls on resources, with a reason. */
export interface Reader extends Limited {
  readonly index: number;
  readonly who: { readonly kind: 'arn' | 'address' | 'service'; readonly pattern: string };
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly reason: string;
}

/** An address that is not judged, with the reason. */
export interface Ignored {
  /** An address of Terraform; `*` is any run of characters. */
  readonly address: string;
  /** The source of the provider that serves it, if its namespace is not the name of the provider, such as `integrations/github`. */
  readonly provider?: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day of its validity, as 2027-01-31. */
  readonly expires: string;
}

/** An unknown value that, by declaration, names neither the role, nor its resources, nor one of its users. Nothing proves it. */
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

/** Values that the caller gives for an input that does not show them. */
export type GivenParameters = { readonly [parameter in 'account' | 'region' | 'environment']?: string } & {
  /** The module that the addresses of contracts are in. */
  readonly module?: string;
};
