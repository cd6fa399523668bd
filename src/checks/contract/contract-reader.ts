import { InputError } from '../../input-error';
import { parseJsonFile } from '../../json';
import { isDay } from '../../text/day';
import {
  type AcceptedRight,
  type Contract,
  type DemandedCondition,
  type IdentityLine,
  type ResourcePolicyLine,
  type ContractSubject,
  type Reader,
  type TrustLine,
  type Use,
} from './contract';
import type {
  ConditionJson,
  ContractJson,
  IdentityLineJson,
  ReaderJson,
  ResourcePolicyLineJson,
  RightLineJson,
  SubjectJson,
  TrustLineJson,
  UseJson,
} from './contract-json';
import { checkedContract, member, type ContractProblem } from './schema-problems';
import { isTodo, type TextOfContract } from './todo';
import { isEveryAddress } from './wide-patterns';

/** Reads a contract. Throws an InputError with a line for every problem in it. */
export function readContract(text: string, file: string): Contract {
  const value = parseJsonFile(text, file);
  const checked = checkedContract(value);
  const texts = textsIn(value, '');
  const problems = [...(isProblems(checked) ? checked : everythingIn(checked)), ...texts.flatMap(dayProblem)];
  if (isProblems(checked) || problems.length > 0)
    throw new InputError(problems.map(({ path, words }) => `${file}: ${path === '' ? '' : `${path}: `}${words}`));
  return contractOf(checked, file, [...new Set(texts.filter(isTodo).map(({ path }) => path))]);
}

function isProblems(checked: ContractJson | readonly ContractProblem[]): checked is readonly ContractProblem[] {
  return Array.isArray(checked);
}

/** Every text of a value, with its place: values, and the names of members, of which people choose some. */
function textsIn(value: unknown, path: string, name = ''): readonly TextOfContract[] {
  if (typeof value === 'string') return [{ path, text: value, name }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    { path: member(path, key), text: key, name: '' },
    ...textsIn(item, member(path, key), Array.isArray(value) ? name : key),
  ]);
}

/** The schema sees the digits of a day, and not the calendar. */
function dayProblem({ path, text, name }: TextOfContract): ContractProblem[] {
  if (name !== 'expires' || !/^\d{4}-\d\d-\d\d$/.test(text) || isDay(text)) return [];
  return [{ path, words: `${JSON.stringify(text)} is not a day of the calendar` }];
}

/** Addresses that leave nothing to be judged. The schema sees those of wildcards alone, and not `aws_*`. */
function everythingIn({ ignored = [], uses }: ContractJson): ContractProblem[] {
  return [
    ...ignored.flatMap(({ address }, index) => everythingAt(`ignored[${index}].address`, address)),
    ...uses.flatMap((use, index) => ('address' in use ? everythingAt(`uses[${index}].address`, use.address) : [])),
  ];
}

function everythingAt(path: string, address: string): ContractProblem[] {
  if (!isEveryAddress(address)) return [];
  return [{ path, words: `${JSON.stringify(address)} matches every address; name what is meant` }];
}

function contractOf(json: ContractJson, file: string, todos: readonly string[]): Contract {
  const {
    name,
    description,
    pairs,
    environments,
    acceptedUsers = [],
    exceptions = [],
    ignored = [],
    elsewhere = [],
  } = json;
  return {
    file,
    name,
    description,
    subject: subjectOf(json.subject),
    environments,
    identity: json.identity.map(identityLineOf),
    resourcePolicies: (json.resourcePolicies ?? []).map(resourcePolicyLineOf),
    pairs,
    trust: (isList(json.trust) ? json.trust : [json.trust]).map(trustLineOf),
    uses: json.uses.map(useOf),
    acceptedUsers: acceptedUsers.map((user, index) => ({ ...user, index, rights: user.rights?.map(rightOf) })),
    readers: json.readers?.map(readerOf),
    exceptions: exceptions.map((exception, index) => ({ index, ...exception })),
    ignored,
    elsewhere,
    todos,
  };
}

function readerOf(json: ReaderJson, index: number): Reader {
  const { actions, resources, reason } = json;
  return { index, who: whoOf(json), actions, resources, reason };
}

function whoOf(json: ReaderJson): Reader['who'] {
  if (json.arn !== undefined) return { kind: 'arn', pattern: json.arn };
  if (json.address !== undefined) return { kind: 'address', pattern: json.address };
  return { kind: 'service', pattern: json.service };
}

function isList(trust: ContractJson['trust']): trust is readonly TrustLineJson[] {
  return Array.isArray(trust);
}

function subjectOf(json: SubjectJson): ContractSubject {
  if (json.machine !== undefined) return { kind: 'machine', name: json.machine, role: json.role };
  if (json.role !== undefined) return { kind: 'role', name: json.role, path: json.path, account: json.account };
  return { kind: 'address', address: json.address };
}

function identityLineOf(
  { reason, actions, resources, conditions, withoutCall }: IdentityLineJson,
  index: number,
): IdentityLine {
  return { index, reason, actions, resources, conditions: conditionsOf(conditions), withoutCall };
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
  return { index, reason: json.reason, on, actions: json.actions, conditions: conditionsOf(json.conditions) };
}

function conditionsOf(conditions: readonly ConditionJson[] = []): DemandedCondition[] {
  return conditions.map(({ key, operator, values, mayBeAbsent = false }) => ({ key, operator, values, mayBeAbsent }));
}

function trustLineOf(json: TrustLineJson, index: number): TrustLine {
  const { action, reason, conditions } = json;
  return {
    index,
    reason,
    principal: principalOf(json),
    action,
    conditions: Object.entries(conditions ?? {}).map(([key, value]) => ({ key, value })),
    saysConditions: conditions !== undefined,
  };
}

function principalOf(json: TrustLineJson): TrustLine['principal'] {
  if (json.service !== undefined) return { type: 'Service', value: json.service };
  if (json.aws !== undefined) return { type: 'AWS', value: json.aws };
  return { type: 'Federated', value: json.federated };
}

function useOf(json: UseJson): Use {
  const { reason } = json;
  if (json.machine !== undefined) return { kind: 'machine', reason, name: json.machine };
  if (json.schedules !== undefined) return { kind: 'schedules', reason, group: json.schedules };
  return { kind: 'address', reason, pattern: json.address };
}
