import type { Construct } from './construct';
import type { InputKind } from './input-kinds';
import type { Lead } from './lead';
import type { Unknown, Value, ValueObject } from './value';
import type { Written } from './written';

/** A resource (one instance of `count` or `for_each`) as it will be once this input is applied. */
export interface Resource {
  /** Such as `aws_scheduler_schedule.rotation["ci-deployer"]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: 'managed' | 'data';
  /** The local name of the provider configuration, with its alias: `aws`, `aws.west`. */
  readonly providerKey: string;
  /** The provider's source address, such as `hashicorp/aws`; undefined where the input does not show it. */
  readonly provider: string | undefined;
  readonly values: ValueObject;
  /** JSON pointer to the resource in the input. */
  readonly pointer: string;
  /** The file of a stack's folder that it stands in, where that is not the input itself. */
  readonly file?: string;
  /** JSON pointers to attributes that stand elsewhere in the input than at the resource's pointer and their name. */
  readonly pointers?: ReadonlyMap<string, string>;
  /** Attributes whose values must not be printed. */
  readonly sensitive: ReadonlySet<string>;
  /** What an attribute's expression refers to, where the input shows it: `role` → `aws_iam_role.execution.id`. */
  readonly references: Pick<ReadonlyMap<string, readonly string[]>, 'get'>;
  /** The arguments that are written in the configuration; undefined where the input does not show it. */
  readonly configured: Arguments | undefined;
  /** Attributes that a configuration in JSON makes of literal values alone, with no resource or data source: a plan knows them. */
  readonly literal?: ReadonlySet<string>;
  /** The unevaluated block of a configuration in JSON. */
  readonly written?: ValueObject;
  /** What this apply does with it, in the words of a plan: `create`, `no-op`, `forget`. Undefined where no plan was made. */
  readonly action: string | undefined;
  /** Whether Terraform goes on managing it. What it leaves behind may still grant, and no longer restricts. */
  readonly managed: boolean;
  /** Why it is judged although it is not what the apply ends with, such as "it stays until the new one is in use". */
  readonly remark: string | undefined;
}

/** The arguments that a block is written with. */
export interface Arguments {
  has(name: string): boolean;
  /** The first argument that is another one in this block of a configuration in JSON. */
  differing?(written: ValueObject): string | undefined;
}

/** One configuration of a provider: which account and region its resources are in. */
export interface Provider {
  /** `aws` or `aws.ALIAS`. */
  readonly key: string;
  readonly region: string | Unknown | undefined;
  /** The only account that this provider accepts; Unknown or undefined where it accepts any. */
  readonly accountId: string | Unknown | undefined;
  /** Facts about it that a reader should know; no credential stands in them. */
  readonly remarks?: readonly string[];
}

/** A provider that Terraform starts for an input, whether or not a resource is of it: a plan runs it with the credentials of the plan. */
export interface StartedProvider {
  /** Its source address; undefined where the input does not show it, or not as a text. */
  readonly source: string | undefined;
  /** What its version is bound to, as it is written. */
  readonly constraint: string | Unknown | undefined;
  readonly pointer: string;
  /** The file of a stack's folder that it stands in, where that is not the input itself. */
  readonly file?: string;
}

/** An output of the root module, before and after an apply. */
export interface OutputChange {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  readonly pointer: string;
  /** Its values must not be printed. */
  readonly isSensitive: boolean;
}

/** One input, read. */
export interface Model {
  readonly kind: InputKind;
  readonly file: string;
  /** What the stack or plan is called in reports. */
  readonly name: string;
  /** Digests of the settings that a stack of ours was made from: as they count for it, and as they were written. */
  readonly madeFrom?: { readonly settings: string; readonly written: string | undefined };
  readonly resources: readonly Resource[];
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
  /** The providers that are required, configured, or kept in a state; absent where the input shows no more than those of its resources. */
  readonly started?: readonly StartedProvider[];
  /** Facts that a reader should know and that change no verdict. */
  readonly notes: readonly string[];
  /** What AWS holds until this apply changes or destroys it: the other side of updates, replacements and deletions. */
  readonly before?: readonly Resource[];
  /** A configuration in JSON as it is written; absent in every other input. */
  readonly written?: () => Written;
  /** What a plan says of the outputs; absent if nothing does. */
  readonly outputs?: readonly OutputChange[];
  /** The plan was made without a state: it does not show what is deployed. */
  readonly isWithoutState?: true;
  /** What the root module's variables hold, where the input shows it. */
  readonly variables?: ReadonlyMap<string, Value>;
  /** Follows the references of an unknown value of a resource; absent if the input shows no references. */
  readonly leadOf?: (from: Resource, unknown: Unknown) => Lead;
  /** Assumptions about this input, in addition to those about all inputs of its kind. */
  readonly premises?: readonly string[];
  /** Names of roles that this apply destroys. */
  readonly destroyedRoles: readonly string[];
  /** This apply destroys all that it knows of, and roles or machines are among it. */
  readonly nothingRemains: boolean;
}
