import type { ResourcePlace } from '../iam';
import type { Model, Resource } from '../model';
import type { Contract, RotationPair } from './contract/contract';
import type { WithPairs } from './contract/pairs';
import type { Definition } from './definition/definition';
import type { PolicySource } from './grants/grants';
import type { Found } from './rule';

/** A role that a contract is for, with all that the input says of it. */
export interface JudgedRole {
  /** The contract with its parameters replaced. */
  readonly contract: Contract;
  /** Undefined where nothing says which it is; then nothing of the contract depends on it. */
  readonly environment: string | undefined;
  /** References to pairs that stand for nothing in this environment. */
  readonly emptyReferences: WithPairs['empty'];
  readonly roleName: string;
  readonly roleArn: string;
  /** Where the role and what it is for are; the region and the account are empty where the input shows none. */
  readonly place: ResourcePlace;
  /** The role's own resources; more than one only while it is being replaced. */
  readonly roles: readonly Resource[];
  readonly machine: JudgedMachine | undefined;
  /** What grants the role something: policies that are known, and what is not known of them. */
  readonly policies: readonly PolicySource[];
}

export interface JudgedMachine {
  readonly resource: Resource;
  readonly name: string;
  readonly definition: Definition;
}

/** Why a contract could not be held against the input. */
export interface SubjectProblem {
  readonly contract: Contract;
  /** The environment of what was found; undefined where nothing was found, or nothing says which it is. */
  readonly environment?: string | undefined;
  /** Undecided where it is absent. */
  readonly verdict?: 'fail';
  readonly message: string;
  readonly remedy: string;
  readonly resource?: Resource;
}

/** A failure of a role as it is before this apply. */
export interface FoundBefore {
  readonly role: JudgedRole;
  readonly found: Found;
}

/** An input with the roles in it that contracts are for. */
export interface JudgedInput {
  readonly model: Model;
  readonly judged: readonly JudgedRole[];
}

/** A contract of the change that allows what the change adds, while the contract that judges does not. */
export interface AddedTogether {
  readonly file: string;
  /** The pairs that it has and the contract that judges has not. */
  readonly pairs: readonly RotationPair[];
}

/** What the rules judge: one input, against all contracts. */
export interface Context {
  readonly model: Model;
  /** The contracts that are for this input; no other lowers anything. */
  readonly contracts: readonly Contract[];
  readonly judged: readonly JudgedRole[];
  readonly subjectProblems: readonly SubjectProblem[];
  /** What the rules with `judgesBefore` fail in what AWS holds until this apply; undefined where the input shows nothing of it. */
  readonly foundBefore: () => readonly FoundBefore[] | undefined;
  /** Every role and machine of the input must be the subject of a contract. */
  readonly coverAll: boolean;
  /** The day of the check, as 2027-01-31. */
  readonly today: string;
  /** SHA-256 of a text, in hexadecimal digits. */
  readonly digest: (text: string) => string;
  /** What the rule that judges would note is a failure. */
  readonly strict: boolean;
  /** It was asked for by name that a note of the rule that judges is a failure. */
  readonly isNamed: boolean;
  /** The inputs that the change is made to, with the roles in them; undefined where there is nothing to compare. */
  readonly base: readonly JudgedInput[] | undefined;
  /** Files whose contract is another one in the change than the one that judges it; undefined where there is nothing to compare. */
  readonly changedContracts: readonly string[] | undefined;
  readonly addedTogether: readonly AddedTogether[];
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

/** Whether a contract says that this address is not judged, on this day. */
export function isIgnored({ contracts, today }: Context, address: string): boolean {
  return contracts.some(({ ignored }) =>
    ignored.some((item) => today <= item.expires && addressMatches(item.address, address)),
  );
}

/** Patterns of contracts are few, and each is held against every resource. */
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

/** How sure it is that something is missing: what an incomplete input does not show may be there all the same. */
export function ofMissing({ model, subjectProblems }: Context): 'fail' | 'undecided' {
  return model.constructs.length > 0 || subjectProblems.length > 0 ? 'undecided' : 'fail';
}
