/** A contract as in schemas/contract.schema.json, with the pairs of its file in it. */
export interface ContractJson {
  readonly version: 1;
  readonly name: string;
  readonly description: string;
  readonly subject: SubjectJson;
  readonly environments?: readonly EnvironmentJson[];
  readonly unusedGraceDays?: number;
  /** Members of a role: the schema requires `identity`, `trust` and `uses` for it, and refuses them for a resource. */
  readonly identity?: readonly IdentityLineJson[];
  readonly resourcePolicies?: readonly ResourcePolicyLineJson[];
  readonly pairs?: readonly PairJson[];
  readonly trust?: TrustLineJson | readonly TrustLineJson[];
  readonly uses?: readonly UseJson[];
  readonly acceptedUsers?: readonly AcceptedUserJson[];
  readonly readers?: readonly ReaderJson[];
  readonly managedPolicies?: readonly ({ readonly arn: string } & Decision)[];
  readonly noOtherPolicies?: readonly ({ readonly address: string } & Decision)[];
  readonly unknownDocuments?: readonly UnknownDocumentJson[];
  readonly exceptions?: readonly ({ readonly grant: string } & Decision)[];
  readonly ignored?: readonly ({ readonly address: string; readonly provider?: string } & Decision)[];
  /** The lines of the policy of a resource. */
  readonly policy?: readonly PolicyLineJson[];
  readonly elsewhere?: readonly { readonly address: string; readonly attribute: string; readonly reason: string }[];
}

/** A contract as it is written: its pairs can be in a file next to it. */
export interface WrittenContract extends Omit<ContractJson, 'pairs'> {
  readonly pairs?: readonly PairJson[] | { readonly file: string };
}

/** An environment by its name, or with its place. */
export type EnvironmentJson = string | { readonly name: string; readonly account: string; readonly region?: string };

/** A member that is limited to some environments. */
export interface LimitedJson {
  readonly environments?: readonly string[];
}

/** Members with the day from which something is allowed, before it is used. */
interface DatedJson {
  readonly since?: string;
}

export interface AcceptedUserJson extends LimitedJson {
  readonly name: string;
  readonly reason: string;
  readonly rights?: readonly RightLineJson[];
}

export interface PairJson extends LimitedJson, DatedJson {
  readonly userName: string;
  readonly path?: string;
  readonly secretName: string;
  readonly reason?: string;
  readonly owner?: string;
}

/** The owner, the reason and the last day of a decision. */
interface Decision {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** A document that a plan does not know: its place, and the hash of what the plan shows of it. */
type UnknownDocumentJson = { readonly address: string; readonly attribute: string; readonly shown: string } & Decision;

export type SubjectJson =
  | { readonly machine: string; readonly role?: string }
  | { readonly machine?: never; readonly role: string; readonly path?: string; readonly account?: string }
  | { readonly machine?: never; readonly role?: never; readonly resource?: never; readonly address: string }
  | { readonly machine?: never; readonly role?: never; readonly resource: string };

export interface IdentityLineJson extends LimitedJson, DatedJson {
  readonly reason?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly ConditionJson[];
  readonly withoutCall?: string;
}

/** A right of an accepted user: like an identity line, or an AWS managed policy. */
export type RightLineJson = { readonly reason?: string } & (
  | {
      readonly managedPolicy?: never;
      readonly actions: readonly string[];
      readonly resources: readonly string[];
      readonly conditions?: readonly ConditionJson[];
    }
  | { readonly managedPolicy: string }
);

export type ResourcePolicyLineJson = LimitedJson &
  DatedJson & {
    readonly reason?: string;
    readonly actions: readonly string[];
    readonly conditions?: readonly ConditionJson[];
  } & ({ readonly address: string; readonly arn?: never } | { readonly arn: string });

/** A reader of the keys: an identity by its ARN or its Terraform address, or a service. */
export type ReaderJson = LimitedJson & {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly reason: string;
} & (
    | { readonly arn: string }
    | { readonly arn?: never; readonly address: string }
    | { readonly arn?: never; readonly address?: never; readonly service: string }
  );

export interface ConditionJson {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly mayBeAbsent?: boolean;
}

export type TrustLineJson = LimitedJson & {
  readonly reason?: string;
  readonly action: string;
  /** Each key with its one value, or conditions like those of an identity line. */
  readonly conditions?: { readonly [key: string]: string } | readonly ConditionJson[];
} & PrincipalJson;

export type PolicyLineJson = LimitedJson &
  DatedJson & {
    readonly reason?: string;
    readonly actions: readonly string[];
    readonly conditions?: readonly ConditionJson[];
  } & PrincipalJson;

/** One principal: a service, an account or an identity of AWS, or an identity provider. */
export type PrincipalJson =
  | { readonly service: string }
  | { readonly service?: never; readonly aws: string }
  | { readonly service?: never; readonly aws?: never; readonly federated: string };

export type UseJson = LimitedJson & { readonly reason?: string } & (
    | { readonly machine: string }
    | { readonly machine?: never; readonly schedules: string }
    | { readonly machine?: never; readonly schedules?: never; readonly address: string }
  );
