import type { Construct } from './construct';
import type { InputKind } from './input-kinds';
import type { Lead } from './lead';
import type { Unknown, Value, ValueObject } from './value';
import type { Written } from './written';

/** A resource (one instance of `count` or `for_each`) in its state after this input is applied. */
export interface Resource {
  /** The address, such as `aws_scheduler_schedule.rotation["ci-deployer"]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly mode: 'managed' | 'data';
  /** The local name of the provider configuration, with its alias: `aws`, `aws.west`. */
  readonly providerKey: string;
  /** The provider's source address, such as `hashicorp/aws`; undefined if the input does not show it. */
  readonly provider: string | undefined;
  readonly values: ValueObject;
  /** JSON pointer to the resource in the input. */
  readonly pointer: string;
  /** The file of a stack's folder with the resource, if that is not the input itself. */
  readonly file?: string;
  /** JSON pointers to attributes that are at another place of the input than the resource's pointer and their name. */
  readonly pointers?: ReadonlyMap<string, string>;
  /** Attributes whose values must not be printed. */
  readonly sensitive: ReadonlySet<string>;
  /** The references of an attribute's expression, if the input shows them: `role` → `aws_iam_role.execution.id`. */
  readonly references: Pick<ReadonlyMap<string, readonly string[]>, 'get'>;
  /** The arguments in the configuration; undefined if the input does not show them. */
  readonly configured: Arguments | undefined;
  /** Attributes that a configuration in JSON makes from literal values only, without a resource or data source: a plan knows them. */
  readonly literal?: ReadonlySet<string>;
  /** The unevaluated block of a configuration in JSON. */
  readonly written?: ValueObject;
  /** The action of this apply, in the words of a plan: `create`, `no-op`, `forget`. Undefined without a plan. */
  readonly action: string | undefined;
  /** Whether Terraform continues to manage it. A resource that Terraform leaves behind may still grant, but no longer restricts. */
  readonly managed: boolean;
  /** The reason to judge it although it is not the result of the apply, such as "it stays until the new one is in use". */
  readonly remark: string | undefined;
}

/** The arguments that are written in a block. */
export interface Arguments {
  has(name: string): boolean;
  /** The first argument that differs in this block of a configuration in JSON. */
  differing?(written: ValueObject): string | undefined;
}

/** One configuration of a provider: the account and region of its resources. */
export interface Provider {
  /** The local name: `aws` or `aws.ALIAS`. */
  readonly key: string;
  readonly region: string | Unknown | undefined;
  /** The only account that this provider accepts; Unknown or undefined if it accepts any. */
  readonly accountId: string | Unknown | undefined;
  /** Facts about it for the reader, without credentials. */
  readonly remarks?: readonly string[];
}

/** A provider that Terraform starts for an input, with or without resources: a plan runs it with the credentials of the plan. */
export interface StartedProvider {
  /** Its source address; undefined if the input does not show it as a text. */
  readonly source: string | undefined;
  /** The constraint on its version, as written. */
  readonly constraint: string | Unknown | undefined;
  readonly pointer: string;
  /** The file of a stack's folder with the provider, if that is not the input itself. */
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

/** Digests of the settings that a stack of Keyturn keeps: of the effective settings, and of the settings as written. */
interface SettingsMark {
  readonly settings: string;
  readonly written: string | undefined;
  /** The optional sections that the settings decide about; undefined in stacks of versions that had none. */
  readonly sections?: readonly string[];
}

/** One input, read. */
export interface Model {
  readonly kind: InputKind;
  readonly file: string;
  /** The name of the stack or plan in reports. */
  readonly name: string;
  /** The settings that a stack of Keyturn was made from. */
  readonly madeFrom?: SettingsMark;
  /** The ARNs of the KMS keys of secrets, by the name or the ARN of the secret, as the settings of a stack of Keyturn say. */
  readonly secretKeys?: ReadonlyMap<string, string>;
  readonly resources: readonly Resource[];
  readonly constructs: readonly Construct[];
  readonly providers: readonly Provider[];
  /** The providers that are required, configured, or kept in a state; absent if the input shows only those of its resources. */
  readonly started?: readonly StartedProvider[];
  /** Facts for the reader that change no verdict. */
  readonly notes: readonly string[];
  /** The resources that this apply changes or destroys, in their present state: the other side of updates, replacements and deletions. */
  readonly before?: readonly Resource[];
  /** A configuration in JSON as written; absent in every other input. */
  readonly written?: () => Written;
  /** The outputs in a plan; absent if the plan has none. */
  readonly outputs?: readonly OutputChange[];
  /** The plan was made without a state: it does not show what is deployed. */
  readonly isWithoutState?: true;
  /** The values of the root module's variables, if the input shows them. */
  readonly variables?: ReadonlyMap<string, Value>;
  /** Follows the references of an unknown value of a resource; absent if the input shows no references. */
  readonly leadOf?: (from: Resource, unknown: Unknown) => Lead;
  /** Assumptions about this input, in addition to those about all inputs of its kind. */
  readonly premises?: readonly string[];
  /** Assumptions that a person adds with an option of the command line: they are printed before all others. */
  readonly saidBy?: readonly string[];
  /** Names of roles that this apply destroys. */
  readonly destroyedRoles: readonly string[];
  /** True if this apply destroys all known resources, with roles or machines among them. */
  readonly nothingRemains: boolean;
}
