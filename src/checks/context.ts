import type { ResourcePlace } from '../iam';
import type { Model, Resource } from '../model';
import type { Contract, ContractPair, Ignored, RotationPair } from './contract/contract';
import type { WithPairs } from './contract/pairs';
import type { Definition } from './definition/definition';
import type { PolicySource } from './grants/grants';
import type { Found } from './rule';

/** A role that is the subject of a contract, with its data from the input. */
export interface JudgedRole {
  /** The contract with its parameters replaced. */
  readonly contract: Contract;
  /** The pairs of all shards together, for the role of one; absent if the contract has no shards. `contract` has those of its own shard. */
  readonly pairsOfShards?: readonly ContractPair[];
  /** Undefined if it is not known; then no part of the contract depends on it. */
  readonly environment: string | undefined;
  /** References to pairs that have no value in this environment. */
  readonly emptyReferences: WithPairs['empty'];
  readonly roleName: string;
  readonly roleArn: string;
  /** The place of the role; the region and the account are empty if the input does not show them. */
  readonly place: ResourcePlace;
  /** The resources of the role; more than one only during a replacement. */
  readonly roles: readonly Resource[];
  readonly machine: JudgedMachine | undefined;
  /** The grants of the role: known policies, and unknown parts of them. */
  readonly policies: readonly PolicySource[];
}

/** A resource that is the subject of a contract: the contract judges its policy. */
export interface JudgedResource {
  /** The contract with its parameters replaced. */
  readonly contract: Contract;
  /** Undefined if it is not known; then no part of the contract depends on it. */
  readonly environment: string | undefined;
  readonly place: ResourcePlace;
  readonly resource: Resource;
}

export interface JudgedMachine {
  readonly resource: Resource;
  readonly name: string;
  readonly definition: Definition;
}

/** The reason why a contract could not be compared with the input. */
export interface SubjectProblem {
  readonly contract: Contract;
  /** The environment of the subject; undefined if no subject was found or its environment is not known. */
  readonly environment?: string | undefined;
  /** Undecided if absent. */
  readonly verdict?: 'fail';
  readonly message: string;
  readonly remedy: string;
  readonly resource?: Resource;
}

/** A failure of a role in its state before this apply. */
export interface FoundBefore {
  readonly role: JudgedRole;
  readonly found: Found;
}

/** An input with the roles that are subjects of contracts. */
export interface JudgedInput {
  readonly model: Model;
  readonly judged: readonly JudgedRole[];
}

/** A contract of the change that allows an addition which the contract of the base does not allow. */
export interface AddedTogether {
  readonly file: string;
  /** The pairs that only the contract of the change has. */
  readonly pairs: readonly RotationPair[];
}

/** The input of the rules: one model and all contracts. */
export interface Context {
  readonly model: Model;
  /** The contracts that apply to this input; no other contract allows anything. */
  readonly contracts: readonly Contract[];
  readonly judged: readonly JudgedRole[];
  readonly judgedResources: readonly JudgedResource[];
  readonly subjectProblems: readonly SubjectProblem[];
  /** The failures of the rules with `judgesBefore` in the state before this apply; undefined if the input does not show that state. */
  readonly foundBefore: () => readonly FoundBefore[] | undefined;
  /** Every role and machine of the input must be the subject of a contract. */
  readonly coverAll: boolean;
  /** The addresses of the roles and machines that must be, if not all. */
  readonly coverOnly: ReadonlySet<string> | undefined;
  /** The day of the check, as 2027-01-31. */
  readonly today: string;
  /** SHA-256 of a text, in hexadecimal digits. */
  readonly digest: (text: string) => string;
  /** Notes of the current rule are failures. */
  readonly strict: boolean;
  /** --strict names the current rule. */
  readonly isNamed: boolean;
  /** The inputs before the change, with their roles; undefined if there is nothing to compare. */
  readonly base: readonly JudgedInput[] | undefined;
  /** The base has no stack of this environment; it is compared with those of the others. */
  readonly newEnvironment: boolean;
  /** Files whose contract differs between the change and its base; undefined if there is nothing to compare. */
  readonly changedContracts: readonly string[] | undefined;
  readonly addedTogether: readonly AddedTogether[];
  /** The entries of "ignored" that left something out, with the rules that they left it out of, as far as the rules have judged. */
  readonly leftOut: Map<Ignored, Set<string>>;
}

/** The place of a resource, or of one of its attributes. */
export function placeOf({ model }: Pick<Context, 'model'>, resource: Resource, attribute?: string) {
  const escaped = attribute?.replaceAll('~', '~0').replaceAll('/', '~1');
  return {
    input: resource.file ?? model.file,
    address: resource.address,
    pointer:
      escaped === undefined
        ? resource.pointer
        : (resource.pointers?.get(attribute ?? '') ?? `${resource.pointer}/${escaped}`),
  };
}

/**
 * Whether a contract leaves a question about this address out of a rule, on this day. A rule asks only about what it would report otherwise: the
 * entries that leave it out are recorded, and the report lists only these.
 */
export function isIgnored(
  { contracts, today, leftOut }: Context,
  rule: string,
  address: string,
  accepts: (entry: Ignored) => boolean = () => true,
): boolean {
  const entries = contracts.flatMap(({ ignored }) =>
    ignored.filter((item) => today <= item.expires && addressMatches(item.address, address) && accepts(item)),
  );
  for (const entry of entries) leftOut.set(entry, (leftOut.get(entry) ?? new Set()).add(rule));
  return entries.length > 0;
}

/** A cache: contracts have few patterns, and each is compared with every resource. */
const expressions = new Map<string, RegExp>();

/** Whether a pattern of a contract matches a Terraform address; `*` is any run of characters. */
export function addressMatches(pattern: string, address: string): boolean {
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(address);
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** The outcome if something is missing: an incomplete input may hide it. */
export function ofMissing({ model, subjectProblems }: Context): 'fail' | 'undecided' {
  return model.constructs.length > 0 || subjectProblems.length > 0 ? 'undecided' : 'fail';
}
