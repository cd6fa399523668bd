import { showsAtLeast, type Model } from '../../model';
import type { JudgedResource, JudgedRole, SubjectProblem } from '../context';
import type { Contract, ContractSubject, GivenParameters } from '../contract/contract';
import { forEnvironment, noShards, type EnvironmentShards } from '../contract/parameters';
import { inShard, isForShards } from '../contract/shards';
import { refuseOtherThanOne, roleOfDocument } from './bare-policy';
import { candidatesIn } from './candidates';
import { judgedOrNot, placedIn, type FoundSubject, type Placed } from './judged-role';
import { placesOf } from './parameter-values';
import { environmentsAt } from './placement';
import { copiesIn, hasKey } from './shards';
import { soughtIn } from './sought';

/** The contracts of one input of a check. */
export interface Subjects {
  /** The contracts that apply to this input. */
  readonly contracts: readonly Contract[];
  readonly judged: readonly JudgedRole[];
  /** The keys, topics, queues, secrets and event buses that contracts judge. */
  readonly resources: readonly JudgedResource[];
  readonly problems: readonly SubjectProblem[];
}

interface SubjectsOfCall {
  /** In the order of the inputs. */
  readonly inputs: readonly Subjects[];
  /** Contracts for environments without an input. */
  readonly notForInputs: readonly Contract[];
}

/**
 * Finds the role that each contract judges. A machine's role is found by its `role_arn`, never by the name of the role.
 * A contract with environments applies only to inputs of these environments. A contract for an environment of an input, or without environments, must
 * find its subject: in this input, or in another one of the call with the same environment.
 */
export function subjectsOf(
  models: readonly Model[],
  contracts: readonly Contract[],
  given: GivenParameters,
): SubjectsOfCall {
  const searches = models.map((model) => searchIn(model, contracts, given));
  const inputs = searches.map((search) => subjectsIn(search, searches));
  const used = new Set(inputs.flatMap((input) => input.contracts));
  return { inputs, notForInputs: models.length === 0 ? [] : contracts.filter((contract) => !used.has(contract)) };
}

/** One input, with the possible subjects of each contract. */
interface Search {
  /** Whether the input shows keys, topics, queues, secrets and event buses. */
  readonly showsResources: boolean;
  /** The environments of the input, as far as its names or its account show them. */
  readonly environments: ReadonlySet<string>;
  readonly sought: readonly Sought[];
}

interface Sought {
  readonly original: Contract;
  /** The contract, or the copy of it for one shard. */
  readonly contract: Contract;
  readonly subject: ContractSubject | SubjectProblem;
  readonly found: readonly FoundSubject[];
}

function searchIn(model: Model, contracts: readonly Contract[], given: GivenParameters): Search {
  refuseOtherThanOne(model, contracts);
  if (!showsAtLeast(model.kind, 'identities')) return searchInDocument(model, contracts, given);
  const copies = contracts.flatMap((original) => copiesIn(model, original).map((contract) => ({ original, contract })));
  const seeking = copies.map(({ original, contract }) => {
    const subject = soughtIn(model, contract);
    return {
      original,
      contract,
      subject,
      candidates: 'message' in subject ? [] : candidatesIn(model, contract, subject, given),
    };
  });
  const named = new Set(
    seeking.flatMap(({ candidates }) => candidates.flatMap(({ environment }) => environment || [])),
  );
  const names = named.size > 0 || given.environment === undefined ? named : new Set([given.environment]);
  const placed = withoutOthers(
    seeking.flatMap(({ candidates }) => candidates.map((candidate) => placedIn(model, candidate, names, given))),
  );
  const shards = shardsOf(placed);
  const sought = seeking.map(({ original, contract, subject }) => ({
    original,
    contract,
    subject,
    found: foundIn(
      model,
      placed.filter((one) => one.candidate.contract === contract),
      given,
      shards,
    ),
  }));
  const found = sought.flatMap((one) => one.found.flatMap(({ environment }) => environment ?? []));
  const environments = new Set([...names, ...found]);
  return {
    showsResources: showsAtLeast(model.kind, 'resources'),
    environments: environments.size > 0 ? environments : new Set(environmentsAt(contracts, placesOf(model))),
    sought,
  };
}

function searchInDocument(model: Model, contracts: readonly Contract[], given: GivenParameters): Search {
  const sought = contracts.map((original) => {
    const contract = forEnvironment(isForShards(original) ? inShard(original, '') : original, noShards);
    const found = contract.subject.kind === 'resource' ? [] : [roleOfDocument(model, contract, given)];
    return { original, contract, subject: contract.subject, found };
  });
  const found = sought.flatMap((one) => one.found.flatMap(({ environment }) => environment ?? []));
  return { showsResources: false, environments: new Set(found), sought };
}

/** Two contracts can have the same name in two accounts: a resource in the account of one is not the subject of the other. */
function withoutOthers(placed: readonly Placed[]): Placed[] {
  const claimed = new Set(
    placed.flatMap(({ candidate, placement }) =>
      placement.kind === 'here' && placement.isBound ? [candidate.resource] : [],
    ),
  );
  return placed.filter(
    ({ candidate, placement }) =>
      placement.kind !== 'other-environment' &&
      !(placement.kind === 'other-place' && candidate.environment === '' && claimed.has(candidate.resource)),
  );
}

function foundIn(model: Model, placed: readonly Placed[], given: GivenParameters, shards: ShardsOf): FoundSubject[] {
  const found: FoundSubject[] = [];
  for (const one of placed) {
    // A role that is being replaced has two resources, and counts once.
    const isOfFound = found.some((other) => 'roles' in other && other.roles.includes(one.candidate.resource));
    if (one.candidate.isMachine || !isOfFound) found.push(judgedOrNot(model, one, given, shards(one)));
  }
  return found;
}

/** The shards of the environment that a subject is in. */
type ShardsOf = (placed: Placed) => EnvironmentShards;

/** An environment has the shards in which an input has a subject of a contract for shards; without one, it has only the first. */
function shardsOf(placed: readonly Placed[]): ShardsOf {
  const found = placed.flatMap(({ candidate: { contract, environment, resource } }) =>
    contract.shard === undefined ? [] : [{ shard: contract.shard, environment, resource }],
  );
  return ({ values }) => {
    const own = found.filter(
      ({ environment }) => environment === '' || values.environment === undefined || environment === values.environment,
    );
    if (own.length === 0) return noShards;
    const endings = [...new Set(own.map(({ shard }) => shard))].sort();
    return { endings, isSharded: endings.length > 1 || own.some(({ resource }) => hasKey(resource)) };
  };
}

function subjectsIn(search: Search, searches: readonly Search[]): Subjects {
  const problems: SubjectProblem[] = [];
  const judged: JudgedRole[] = [];
  const resources: JudgedResource[] = [];
  const contracts: Contract[] = [];
  for (const { original, contract, subject, found } of search.sought) {
    if (found.length === 0 && !isFor(contract, search.environments)) continue;
    if (!contracts.includes(original)) contracts.push(original);
    if ('message' in subject) problems.push(subject);
    else if (found.length === 0 && isShown(subject, search) && !isFoundElsewhere(original, search, searches)) {
      problems.push(absent(contract, subject, search.environments));
    }
    for (const one of found) {
      if ('message' in one) problems.push(one);
      else if ('roles' in one) judged.push(one);
      else resources.push(one);
    }
  }
  return { contracts, judged, resources, problems };
}

/** An export and a bare policy show no policies of resources, so their contracts judge nothing there. */
function isShown({ kind }: ContractSubject, { showsResources }: Search): boolean {
  return kind !== 'resource' || showsResources;
}

/** Whether a contract has no environments, or one of these. */
function isFor({ environments }: Contract, of: ReadonlySet<string>): boolean {
  return environments === undefined || environments.some(({ name }) => of.has(name));
}

/** Whether other inputs have the missing subject, in each environment of this input that the contract is for. */
function isFoundElsewhere(contract: Contract, { environments }: Search, searches: readonly Search[]): boolean {
  const found = searches.flatMap(({ sought }) => sought.flatMap((one) => (one.original === contract ? one.found : [])));
  if (found.length === 0) return false;
  if (contract.environments === undefined && !hasEnvironment(contract.subject)) return true;
  const own = [...environments].filter((name) => isFor(contract, new Set([name])));
  return own.every((name) => found.some(({ environment }) => environment === undefined || environment === name));
}

function nameOf(subject: ContractSubject): string {
  return subject.kind === 'address' || subject.kind === 'resource' ? subject.address : subject.name;
}

function hasEnvironment(subject: ContractSubject): boolean {
  return nameOf(subject).includes('${environment}');
}

function absent(contract: Contract, subject: ContractSubject, environments: ReadonlySet<string>): SubjectProblem {
  const own = [...environments].filter((name) => isFor(contract, new Set([name])));
  return {
    contract,
    message: `${shownSubject(subject, own)}, the subject of the contract, is not in this input`,
    remedy:
      subject.kind === 'resource'
        ? 'Judge the stack that has it, name the environments of the contract, or remove the contract if nothing has this resource.'
        : 'Judge the stack that has it, select with --contract only the contracts of this input, or delete the contract if nothing has it any more.',
  };
}

/** The subject, by its name in each of the environments. */
function shownSubject(subject: ContractSubject, environments: readonly string[]): string {
  const name = nameOf(subject);
  const names = hasEnvironment(subject)
    ? environments.map((environment) => name.replaceAll('${environment}', () => environment))
    : [];
  const shown = names.length === 0 ? [name] : names;
  if (subject.kind === 'resource') return shown.join(' or ');
  if (subject.kind === 'address') return `a role at ${shown.join(' or ')}`;
  const quoted = shown.map((one) => JSON.stringify(one)).join(' or ');
  return `${subject.kind === 'machine' ? 'a state machine' : 'a role'} named ${quoted}`;
}
