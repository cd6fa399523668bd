import { parseArn, roleArn, type ResourcePlace } from '../../iam';
import { isListedByIam, textOf, Unknown, type Model, type Resource } from '../../model';
import type { JudgedMachine, JudgedResource, JudgedRole, SubjectProblem } from '../context';
import { inEnvironment } from '../contract/narrow';
import type { Contract, ContractPair, GivenParameters, ParameterValues } from '../contract/contract';
import { withPairs, type WithPairs } from '../contract/pairs';
import { forEnvironment, parametersUsed, withParameters, type EnvironmentShards } from '../contract/parameters';
import { readDefinition } from '../definition/definition';
import { pairsOf } from '../definition/rotation';
import { policiesOf } from '../grants/grants';
import { nameOfRole, perhapsNamedAt } from '../naming/generated-name';
import { isSameName, roleNameOf, sameAccount } from '../naming/identity-names';
import { referredTo } from '../naming/ownership';
import { ofType } from '../of-type';
import type { Candidate } from './candidates';
import { parameterValues } from './parameter-values';
import { placeInWords, placementOf, type Placement } from './placement';
import { only, optionFor } from './sight';

export type FoundSubject = JudgedRole | JudgedResource | SubjectProblem;

/** A candidate with its place, compared with its contract. */
export interface Placed {
  readonly candidate: Candidate;
  readonly placement: Placement;
  readonly values: ParameterValues;
}

/** @param names the environments of the input, as far as it shows them */
export function placedIn(
  model: Model,
  candidate: Candidate,
  names: ReadonlySet<string>,
  given: GivenParameters,
): Placed {
  const { contract, resource, environment } = candidate;
  const values = parameterValues(model, resource, environment, given);
  const own = environment === '' ? names : new Set([environment]);
  const placement = placementOf(contract, own, values);
  const placed = placement.kind === 'here' ? placement.environment : undefined;
  const shown = placed ?? values.environment ?? (contract.subject.kind === 'resource' ? only(own) : undefined);
  return { candidate, placement, values: { ...values, environment: shown } };
}

/**
 * The role or the resource of a candidate with its data, or the reason why it cannot be judged.
 * @param shards the shards of its environment
 */
export function judgedOrNot(
  model: Model,
  placed: Placed,
  given: GivenParameters,
  shards: EnvironmentShards,
): FoundSubject {
  const { contract, resource } = placed.candidate;
  const problem = placeProblem(model, placed) ?? nameProblem(placed.candidate);
  if (problem !== undefined) return { contract, resource, environment: placed.values.environment, ...problem };
  return contract.subject.kind === 'resource'
    ? resourceOrNot(model, placed, shards)
    : roleOrNot(model, placed, given, shards);
}

function roleOrNot(
  model: Model,
  placed: Placed,
  given: GivenParameters,
  shards: EnvironmentShards,
): JudgedRole | SubjectProblem {
  const { candidate, values } = placed;
  const { contract, resource, isMachine, name } = candidate;
  const about = { contract, resource, environment: values.environment };
  const role = isMachine ? roleOfMachine(model, resource) : (name ?? '');
  if (typeof role !== 'string') return { ...about, ...role };
  const machine = isMachine ? { resource, name: name ?? '', definition: readDefinition(resource) } : undefined;
  const own = ownContract(placed);
  const missing = parametersUsed(own).filter((parameter) => values[parameter] === undefined);
  if (missing.length > 0) return { ...about, ...missingProblem(model, resource, missing) };
  if (isListedByIam(model.kind) && given.account !== undefined && values.account !== given.account) {
    const message = `${resource.address} is in account ${values.account ?? ''}, but --account is ${given.account}`;
    return { ...about, message, remedy: 'Export that account, or leave --account out.' };
  }
  const roles = resourcesOf(model, role, resource);
  const unsure = roles.flatMap((one) => perhapsNamedAt(model, one) ?? [])[0];
  if (unsure !== undefined) return { ...about, ...nameInDoubt(role, unsure) };
  if (roles.length === 0) {
    const message = `role "${role}", which ${resource.address} runs as, is not in this input`;
    return { ...about, message, remedy: 'Judge the stack that has the role together with its policies.' };
  }
  const { expanded, pairsOfShards } = ofShard(filledContract(placed, shards), machine, placeOf(values), shards);
  const found = { placed, roleName: role, roles, machine, expanded, pairsOfShards };
  const { problem: problemOfPairs } = expanded;
  if (problemOfPairs !== undefined) return { ...about, message: problemOfPairs, remedy: remedyOfPairs };
  return judged(model, found);
}

export const remedyOfPairs = 'Correct the pair, or limit it to its environment.';

/** The resource of a candidate with its contract, or the reason why it cannot be judged. */
function resourceOrNot(model: Model, placed: Placed, shards: EnvironmentShards): JudgedResource | SubjectProblem {
  const { candidate, values } = placed;
  const { resource } = candidate;
  const missing = parametersUsed(ownContract(placed)).filter((parameter) => values[parameter] === undefined);
  const about = { contract: candidate.contract, resource, environment: values.environment };
  if (missing.length > 0) return { ...about, ...missingProblem(model, resource, missing) };
  const { contract } = withPairs(filledContract(placed, shards), placeOf(values));
  return { contract, environment: values.environment, place: placeOf(values), resource };
}

/** The contract for the candidate: in its environment, for its shards, with parameters replaced. */
function filledContract({ candidate, values }: Placed, shards: EnvironmentShards): Contract {
  return withParameters(forEnvironment(inEnvironment(candidate.contract, values.environment), shards), values);
}

/** The contract for its own pairs, and the pairs of all shards if its environment has shards. An environment without them has all pairs in its machine. */
function ofShard(
  contract: Contract,
  machine: JudgedMachine | undefined,
  place: ResourcePlace,
  { isSharded }: EnvironmentShards,
) {
  if (contract.shard === undefined || !isSharded)
    return { expanded: withPairs(contract, place), pairsOfShards: undefined };
  return { expanded: withPairs(withOwnPairs(contract, machine), place), pairsOfShards: contract.pairs ?? [] };
}

/** The role of a shard has the pairs that its machine accepts, and no others. */
function withOwnPairs(contract: Contract, machine: JudgedMachine | undefined): Contract {
  const { pairs } = contract;
  if (pairs === undefined || machine === undefined) return contract;
  const secretsOf = new Map<string, Set<string>>();
  for (const { userName, secretName } of pairsOf(machine.definition)) {
    const secrets = secretsOf.get(userName) ?? new Set();
    secretsOf.set(userName, secrets.add(secretName));
  }
  return {
    ...contract,
    pairs: pairs.filter(({ userName, secretName }) => secretsOf.get(userName)?.has(secretName) === true),
  };
}

function placeOf({ partition = 'aws', region = '', account = '' }: ParameterValues): ResourcePlace {
  return { partition, region, accountId: account };
}

/** The contract in the environment of the candidate; with all limited parts if the environment is not known. */
function ownContract({ candidate: { contract }, values: { environment } }: Placed) {
  return environment === undefined ? contract : inEnvironment(contract, environment);
}

interface Found {
  readonly placed: Placed;
  readonly roleName: string;
  readonly roles: readonly Resource[];
  readonly machine: JudgedMachine | undefined;
  readonly expanded: WithPairs;
  readonly pairsOfShards: readonly ContractPair[] | undefined;
}

function judged(model: Model, { placed, roleName, roles, machine, expanded, pairsOfShards }: Found): JudgedRole {
  const { values, candidate } = placed;
  const place = placeOf(values);
  const { contract, empty } = expanded;
  return {
    contract,
    ...(pairsOfShards === undefined ? {} : { pairsOfShards }),
    emptyReferences: empty,
    environment: values.environment,
    roleName,
    roleArn: exportedArn(model, candidate.resource) ?? roleArn(place, roleName),
    place,
    roles,
    machine,
    policies: policiesOf(model, { ...place, roles, roleName, elsewhere: contract.elsewhere }),
  };
}

type Problem = Pick<SubjectProblem, 'message' | 'remedy' | 'verdict'>;

function placeProblem(model: Model, { candidate, placement, values }: Placed): Problem | undefined {
  const { contract, resource } = candidate;
  if (placement.kind === 'unknown') return missingProblem(model, resource, placement.missing);
  if (placement.kind !== 'other-place') return undefined;
  const { environment } = placement;
  const isRegional = environment.region !== undefined;
  return {
    verdict: 'fail',
    message: `${resource.address} is in ${placeInWords(values, isRegional)}, but the environment "${environment.name}" of contract "${contract.name}" is in ${placeInWords(environment, isRegional)}`,
    remedy: 'Deploy it to the account of its environment, or correct the place under "environments" in the contract.',
  };
}

function nameProblem({ name, resource }: Candidate): Problem | undefined {
  if (name !== undefined) return undefined;
  const message = `the name of ${resource.address}, the subject of the contract, is not known before the apply`;
  return { message, remedy: 'Give the role a name, as a literal.' };
}

function nameInDoubt(role: string, at: string): Problem {
  return {
    message: `the name of role "${role}" is generated, and a text of ${at} may be that name or a pattern of it`,
    remedy: 'Give the role a name, as a literal, or name the role there by a reference to its resource.',
  };
}

function missingProblem(model: Model, resource: Resource, missing: readonly (keyof ParameterValues)[]): Problem {
  const message = `${resource.address}: this input does not show its ${missing.join(' and ')}`;
  const places = missing.filter((parameter) => parameter !== 'environment');
  const remedy =
    isListedByIam(model.kind) || places.length === 0
      ? `Give ${missing.map(optionFor).join(' and ')}.`
      : 'Name one account in allowed_account_ids and the region of the provider, as literals.';
  return { message, remedy };
}

/** The name of the role that a machine runs as, or the reason why it cannot be judged. */
function roleOfMachine(model: Model, machine: Resource): string | Problem {
  const arn = textOf(machine.values, 'role_arn');
  const referred = arn instanceof Unknown ? roleOf(model, machine, arn) : undefined;
  if (referred !== undefined) return referred;
  const parsed = typeof arn === 'string' ? parseArn(arn) : undefined;
  if (typeof arn !== 'string' || parsed?.service !== 'iam' || !parsed.resource.startsWith('role/')) {
    const why =
      arn instanceof Unknown ? `its role_arn is not known: ${arn.reason}` : 'its role_arn is not the ARN of a role';
    const remedy = 'Build role_arn from the account and the name of the role, so that it is known before the apply.';
    return { message: `${machine.address}: ${why}`, remedy };
  }
  const provider = model.providers.find(({ key }) => key === machine.providerKey);
  if (typeof provider?.accountId === 'string' && parsed.accountId !== provider.accountId) {
    const message = `${machine.address}: its role is in account ${parsed.accountId}, but the provider works in ${provider.accountId}`;
    return { message, remedy: 'Use a role of the same account for the machine.' };
  }
  return roleNameOf(arn);
}

/** The name of the one role that an unknown `role_arn` is made from. */
function roleOf(model: Model, machine: Resource, arn: Unknown): string | undefined {
  const roles = referredTo(model, arn, { resource: machine, attribute: 'role_arn' }, 'aws_iam_role');
  const [role] = roles ?? [];
  return roles?.length === 1 && role !== undefined ? nameOfRole(role) : undefined;
}

function resourcesOf(model: Model, roleName: string, of: Resource): readonly Resource[] {
  return ofType(model, 'aws_iam_role').filter(
    (other) =>
      other.mode === 'managed' &&
      isSameName(nameOfRole(other) ?? '', roleName) &&
      sameAccount(model, other, of) === 'yes',
  );
}

/** An export shows the complete ARN, with the role's path. */
function exportedArn({ kind }: Model, { values }: Resource): string | undefined {
  const arn = isListedByIam(kind) ? textOf(values, 'arn') : undefined;
  return typeof arn === 'string' ? arn : undefined;
}
