import { InputError } from '../../input-error';
import { parseJsonFile } from '../../json';
import { isDay } from '../../text/day';
import {
  type AcceptedRight,
  type AcceptedUser,
  type Contract,
  type ContractEnvironment,
  type DemandedCondition,
  type IdentityLine,
  type Limited,
  type NamedPrincipal,
  type PolicyLine,
  type ResourcePolicyLine,
  type ContractSubject,
  type Reader,
  type TrustLine,
  type Use,
} from './contract';
import type {
  AcceptedUserJson,
  ConditionJson,
  ContractJson,
  EnvironmentJson,
  IdentityLineJson,
  LimitedJson,
  PolicyLineJson,
  PrincipalJson,
  ReaderJson,
  ResourcePolicyLineJson,
  RightLineJson,
  SubjectJson,
  TrustLineJson,
  UseJson,
} from './contract-json';
import { referenceProblems } from './pairs';
import { isProblems, lineOf, placed, withPairsOfFile, withPlacesOfPairs, type PairRows } from './problems/pairs-file';
import { openRolesIn } from './problems/proved-by-rotations';
import { checkedContract, type ContractProblem } from './problems/schema-problems';
import { canBeTodo, isTodo, textsIn, type TextOfContract } from './todo';
import { isEveryAddress, namesCallers } from './wide-patterns';

/**
 * Reads a contract. Throws an InputError with a line for every problem in it.
 * @param rows the rows of the file that the contract names in place of its pairs
 */
export function readContract(text: string, file: string, rows?: PairRows): Contract {
  const value = parseJsonFile(text, file);
  const written = checkedContract(value);
  const checked = isProblems(written) ? written : withPairsOfFile(written, rows);
  const ofRows = rows === undefined ? {} : { pairs: rows.rows.map(({ pair }) => pair) };
  const isWanted = (one: TextOfContract) => days.has(one.name) || canBeTodo(one);
  const texts = [...textsIn(value, isWanted), ...textsIn(ofRows, isWanted)];
  const problems = [
    ...(isProblems(checked)
      ? checked
      : [
          ...everythingIn(checked),
          ...environmentProblems(checked),
          ...referenceProblems(checked),
          ...everybodyIn(checked),
          ...openRolesIn(checked),
        ]),
    ...texts.flatMap(dayProblem),
  ].map((problem) => placed(problem, rows));
  if (isProblems(checked) || problems.length > 0)
    throw new InputError(problems.map((problem) => lineOf(problem, file)));
  const contract = contractOf(checked, file, [...new Set(texts.filter(isTodo).map(({ path }) => path))]);
  return rows === undefined ? contract : withPlacesOfPairs(contract, rows);
}

const days = new Set(['expires', 'since']);

/** Checks the calendar; the schema checks only the digits of a day. */
function dayProblem({ path, text, name }: TextOfContract): ContractProblem[] {
  if (!days.has(name) || !/^\d{4}-\d\d-\d\d$/.test(text) || isDay(text)) return [];
  return [{ path, words: `${JSON.stringify(text)} is not a day of the calendar` }];
}

/** Refuses addresses that exclude everything. The schema finds only those that consist of wildcards, and not `aws_*`. */
function everythingIn({ ignored = [], uses = [] }: ContractJson): ContractProblem[] {
  return [
    ...ignored.flatMap(({ address }, index) => everythingAt(`ignored[${index}].address`, address)),
    ...uses.flatMap((use, index) => ('address' in use ? everythingAt(`uses[${index}].address`, use.address) : [])),
  ];
}

function everythingAt(path: string, address: string): ContractProblem[] {
  if (!isEveryAddress(address)) return [];
  return [{ path, words: `${JSON.stringify(address)} matches every address; name specific addresses` }];
}

/** Refuses a line of a resource for everybody, unless one of its conditions names who calls. */
function everybodyIn({ policy = [] }: ContractJson): ContractProblem[] {
  return policy.flatMap((line, index): ContractProblem[] => {
    const { type, value } = principalOf(line);
    if (type !== 'AWS' || value !== '*' || conditionsOf(line.conditions).some(namesCallers)) return [];
    const words = `"*" is everybody; add a condition that names the caller, such as aws:PrincipalArn, kms:CallerAccount or aws:SourceAccount`;
    return [{ path: `policy[${index}].aws`, words }];
  });
}

/** Refuses a line for an environment that the contract does not list: it would never apply. */
function environmentProblems(json: ContractJson): ContractProblem[] {
  const { environments } = json;
  if (environments === undefined) return [];
  const known = environments.map((one) => environmentOf(one).name);
  return limitedIn(json).flatMap(({ path, environments: own = [] }) =>
    own.flatMap((name, index): ContractProblem[] => {
      if (known.includes(name)) return [];
      const words = `${JSON.stringify(name)} is not an environment of this contract; ${known.join(', ')} ${known.length === 1 ? 'is' : 'are'}`;
      return [{ path: `${path}.environments[${index}]`, words }];
    }),
  );
}

/** Everything that can be limited to environments, with its place. */
function limitedIn(json: ContractJson): (Limited & { readonly path: string })[] {
  const { pairs = [], identity = [], resourcePolicies = [], trust = [], uses = [], policy = [] } = json;
  const { acceptedUsers = [], readers = [] } = json;
  const listed = {
    pairs,
    identity,
    resourcePolicies,
    policy,
    uses,
    acceptedUsers,
    readers,
    ...(isList(trust) ? { trust } : {}),
  };
  const lines = Object.entries<readonly LimitedJson[]>(listed).flatMap(([name, items]) =>
    items.map(({ environments }, index) => ({ path: `${name}[${index}]`, environments })),
  );
  return isList(trust) ? lines : [...lines, { path: 'trust', environments: trust.environments }];
}

/** The days of grace after `since`, if a contract does not set them. */
const usualGraceDays = 30;

/** Returns the decisions of people about the input, as written. */
function decisionsOf({
  managedPolicies = [],
  noOtherPolicies = [],
  unknownDocuments = [],
  exceptions = [],
  ignored = [],
  elsewhere = [],
}: ContractJson): Pick<
  Contract,
  'managedPolicies' | 'noOtherPolicies' | 'unknownDocuments' | 'exceptions' | 'ignored' | 'elsewhere'
> {
  return {
    managedPolicies,
    noOtherPolicies,
    unknownDocuments,
    exceptions: exceptions.map((exception, index) => ({ index, ...exception })),
    ignored,
    elsewhere,
  };
}

function contractOf(json: ContractJson, file: string, todos: readonly string[]): Contract {
  const { name, description, pairs, environments, trust = [], acceptedUsers = [] } = json;
  return {
    file,
    name,
    description,
    subject: subjectOf(json.subject),
    environments: environments?.map(environmentOf),
    identity: (json.identity ?? []).map(identityLineOf),
    resourcePolicies: (json.resourcePolicies ?? []).map(resourcePolicyLineOf),
    pairs: pairs?.map((pair, index) => ({ ...pair, index, environments: pair.environments, since: pair.since })),
    policy: (json.policy ?? []).map(policyLineOf),
    trust: (isList(trust) ? trust : [trust]).map(trustLineOf),
    uses: (json.uses ?? []).map(useOf),
    acceptedUsers: acceptedUsers.map(acceptedUserOf),
    readers: json.readers?.map(readerOf),
    ...decisionsOf(json),
    unusedGraceDays: json.unusedGraceDays ?? usualGraceDays,
    todos,
  };
}

function environmentOf(json: EnvironmentJson): ContractEnvironment {
  if (typeof json === 'string') return { name: json, account: undefined, region: undefined };
  return { name: json.name, account: json.account, region: json.region };
}

function acceptedUserOf(json: AcceptedUserJson, index: number): AcceptedUser {
  return { ...json, index, environments: json.environments, rights: json.rights?.map(rightOf) };
}

function readerOf(json: ReaderJson, index: number): Reader {
  const { environments, actions, resources, reason } = json;
  return { index, environments, who: whoOf(json), actions, resources, reason };
}

function whoOf(json: ReaderJson): Reader['who'] {
  if (json.arn !== undefined) return { kind: 'arn', pattern: json.arn };
  if (json.address !== undefined) return { kind: 'address', pattern: json.address };
  return { kind: 'service', pattern: json.service };
}

function isList(trust: TrustLineJson | readonly TrustLineJson[]): trust is readonly TrustLineJson[] {
  return Array.isArray(trust);
}

function subjectOf(json: SubjectJson): ContractSubject {
  if (json.machine !== undefined) return { kind: 'machine', name: json.machine, role: json.role };
  if (json.role !== undefined) return { kind: 'role', name: json.role, path: json.path, account: json.account };
  if (json.resource !== undefined) return { kind: 'resource', address: json.resource };
  return { kind: 'address', address: json.address };
}

function identityLineOf(
  { environments, since, reason, actions, resources, conditions, withoutCall }: IdentityLineJson,
  index: number,
): IdentityLine {
  return { index, environments, since, reason, actions, resources, conditions: conditionsOf(conditions), withoutCall };
}

function rightOf(json: RightLineJson, index: number): AcceptedRight {
  const { reason } = json;
  if (json.managedPolicy !== undefined) return { kind: 'managed-policy', index, reason, arn: json.managedPolicy };
  const { actions, resources, conditions } = json;
  return { kind: 'actions', index, reason, actions, resources, conditions: conditionsOf(conditions) };
}

function resourcePolicyLineOf(json: ResourcePolicyLineJson, index: number): ResourcePolicyLine {
  const on =
    json.arn === undefined
      ? ({ kind: 'address', pattern: json.address } as const)
      : ({ kind: 'arn', pattern: json.arn } as const);
  const { environments, since, reason, actions, conditions } = json;
  return { index, environments, since, reason, on, actions, conditions: conditionsOf(conditions) };
}

function policyLineOf(json: PolicyLineJson, index: number): PolicyLine {
  const { environments, since, reason, actions, conditions } = json;
  const principal = principalOf(json);
  return { index, environments, since, reason, principal, actions, conditions: conditionsOf(conditions) };
}

function conditionsOf(conditions: readonly ConditionJson[] = []): DemandedCondition[] {
  return conditions.map(({ key, operator, values, mayBeAbsent = false }) => ({ key, operator, values, mayBeAbsent }));
}

function trustLineOf(json: TrustLineJson, index: number): TrustLine {
  const { environments, action, reason, conditions = {} } = json;
  return {
    index,
    environments,
    reason,
    principal: principalOf(json),
    action,
    conditions: isConditionList(conditions) ? conditionsOf(conditions) : valuesOf(conditions),
    saysConditions: json.conditions !== undefined,
  };
}

/** Keys with one value each. An ARN is compared as one, everything else as a text. */
function valuesOf(conditions: { readonly [key: string]: string }): DemandedCondition[] {
  return Object.entries(conditions).map(([key, value]) => ({
    key,
    operator: value.startsWith('arn:') ? 'ArnEquals' : 'StringEquals',
    values: [value],
    mayBeAbsent: false,
  }));
}

function isConditionList(conditions: NonNullable<TrustLineJson['conditions']>): conditions is readonly ConditionJson[] {
  return Array.isArray(conditions);
}

function principalOf(json: PrincipalJson): NamedPrincipal {
  if (json.service !== undefined) return { type: 'Service', value: json.service };
  if (json.aws !== undefined) return { type: 'AWS', value: json.aws };
  return { type: 'Federated', value: json.federated };
}

function useOf(json: UseJson, index: number): Use {
  const { environments, reason } = json;
  const line = { index, environments, reason };
  if (json.machine !== undefined) return { ...line, kind: 'machine', name: json.machine };
  if (json.schedules !== undefined) return { ...line, kind: 'schedules', group: json.schedules };
  return { ...line, kind: 'address', pattern: json.address };
}
