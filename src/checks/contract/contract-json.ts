/** A contract file as schemas/contract.schema.json describes it. */
export interface ContractJson {
  readonly version: 1;
  readonly name: string;
  readonly description: string;
  readonly subject: SubjectJson;
  readonly environments?: readonly EnvironmentJson[];
  readonly unusedGraceDays?: number;
  readonly identity: readonly IdentityLineJson[];
  readonly resourcePolicies?: readonly ResourcePolicyLineJson[];
  readonly pairs?: readonly PairJson[];
  readonly trust: TrustLineJson | readonly TrustLineJson[];
  readonly uses: readonly UseJson[];
  readonly acceptedUsers?: readonly AcceptedUserJson[];
  readonly readers?: readonly ReaderJson[];
  readonly exceptions?: readonly ({ readonly grant: string } & Decision)[];
  readonly ignored?: readonly ({ readonly address: string } & Decision)[];
  readonly elsewhere?: readonly { readonly address: string; readonly attribute: string; readonly reason: string }[];
}

/** An environment by its name alone, or with the place that it is in. */
export type EnvironmentJson = string | { readonly name: string; readonly account: string; readonly region?: string };

/** What counts in some environments only. */
export interface LimitedJson {
  readonly environments?: readonly string[];
}

/** What is allowed from this day on, before something uses it. */
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
}

/** Who decided something, why, and until when (a day). */
interface Decision {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

export type SubjectJson =
  | { readonly machine: string; readonly role?: string }
  | { readonly machine?: never; readonly role: string; readonly path?: string; readonly account?: string }
  | { readonly machine?: never; readonly role?: never; readonly address: string };

export interface IdentityLineJson extends LimitedJson, DatedJson {
  readonly reason?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly ConditionJson[];
  readonly withoutCall?: string;
}

/** What an accepted user may be allowed: as an identity line says it, or what a managed policy of AWS says. */
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

/** Who may read the keys: an identity by its ARN or its Terraform address, or a service. */
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
  readonly conditions?: { readonly [key: string]: string };
} & (
    | { readonly service: string }
    | { readonly service?: never; readonly aws: string }
    | { readonly service?: never; readonly aws?: never; readonly federated: string }
  );

export type UseJson = LimitedJson & { readonly reason?: string } & (
    | { readonly machine: string }
    | { readonly machine?: never; readonly schedules: string }
    | { readonly machine?: never; readonly schedules?: never; readonly address: string }
  );
