/**
 * A contract: what one role may do and who may use it, written by hand and never made from the code that it judges. Texts may hold the
 * parameters `${account}`, `${region}`, `${partition}` and `${environment}`; everything else is literal, so that no setting widens it.
 */
export interface Contract {
  /** Where it was read from. */
  readonly file: string;
  readonly name: string;
  readonly description: string;
  readonly subject: Subject;
  /** The only environments that it is meant for; all where it is undefined. */
  readonly environments: readonly string[] | undefined;
  readonly identity: readonly IdentityLine[];
  readonly pairs: readonly Pair[] | undefined;
  readonly trust: TrustLine;
  readonly uses: readonly Use[];
  readonly acceptedUsers: readonly AcceptedUser[];
  readonly ignored: readonly Ignored[];
  /** Places that still say TODO. */
  readonly todos: readonly string[];
}

/** A machine by its name (the role is the one that the machine runs as), or a role by its name. */
export type Subject =
  { readonly kind: 'machine'; readonly name: string } | { readonly kind: 'role'; readonly name: string };

/** What the role's own policies may grant: each action on each resource, under all conditions. */
export interface IdentityLine {
  readonly index: number;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly DemandedCondition[];
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
export interface Pair {
  readonly userName: string;
  readonly secretName: string;
}

/** The only one who may assume the role. */
export interface TrustLine {
  readonly service: string;
  readonly action: string;
  readonly sourceAccount: string;
  readonly sourceArn: string;
}

/** Who may run as the role: a machine by its name, or the schedules of a group. */
export type Use =
  { readonly kind: 'machine'; readonly name: string } | { readonly kind: 'schedules'; readonly group: string };

/** A user who may be more powerful than a rotated user should be. */
export interface AcceptedUser {
  readonly name: string;
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

export const parameters = ['account', 'region', 'partition', 'environment'] as const;
export type Parameter = (typeof parameters)[number];
export type ParameterValues = { readonly [parameter in Parameter]: string | undefined };
