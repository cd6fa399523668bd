import { InputError } from '../../input-error';
import { parseJsonFile } from '../../json';
import { isDay } from '../../text/day';
import {
  type Contract,
  type DemandedCondition,
  type IdentityLine,
  type ResourcePolicyLine,
  type ContractSubject,
  type TrustLine,
  type Use,
} from './contract';
import type {
  ConditionJson,
  ContractJson,
  IdentityLineJson,
  ResourcePolicyLineJson,
  SubjectJson,
  TrustLineJson,
  UseJson,
} from './contract-json';
import { checkedContract, member, type ContractProblem } from './schema-problems';

/** Reads a contract. Throws an InputError with a line for every problem in it. */
export function readContract(text: string, file: string): Contract {
  const value = parseJsonFile(text, file);
  const checked = checkedContract(value);
  const texts = textsIn(value, '');
  const problems = [...(isProblems(checked) ? checked : []), ...texts.flatMap(dayProblem)];
  if (isProblems(checked) || problems.length > 0)
    throw new InputError(problems.map(({ path, words }) => `${file}: ${path === '' ? '' : `${path}: `}${words}`));
  const todos = texts.filter(({ text: one }) => one.includes('TODO')).map(({ path }) => path);
  return contractOf(checked, file, todos);
}

function isProblems(checked: ContractJson | readonly ContractProblem[]): checked is readonly ContractProblem[] {
  return Array.isArray(checked);
}

interface TextAt {
  readonly path: string;
  readonly text: string;
  readonly isDay: boolean;
}

/** Every text of a value, with its place. */
function textsIn(value: unknown, path: string, name = ''): readonly TextAt[] {
  if (typeof value === 'string') return [{ path, text: value, isDay: name === 'expires' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, member(path, key), key));
}

/** The schema sees the digits of a day, and not the calendar. */
function dayProblem({ path, text, isDay: isDayExpected }: TextAt): ContractProblem[] {
  if (!isDayExpected || !/^\d{4}-\d\d-\d\d$/.test(text) || isDay(text)) return [];
  return [{ path, words: `${JSON.stringify(text)} is not a day of the calendar` }];
}

function contractOf(json: ContractJson, file: string, todos: readonly string[]): Contract {
  const { name, description, pairs, environments, acceptedUsers = [], exceptions = [], ignored = [] } = json;
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
    acceptedUsers,
    exceptions: exceptions.map((exception, index) => ({ index, ...exception })),
    ignored,
    todos,
  };
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
  { actions, resources, conditions, withoutCall }: IdentityLineJson,
  index: number,
): IdentityLine {
  return { index, actions, resources, conditions: conditionsOf(conditions), withoutCall };
}

function resourcePolicyLineOf(json: ResourcePolicyLineJson, index: number): ResourcePolicyLine {
  const on =
    json.arn === undefined
      ? ({ kind: 'address', pattern: json.address } as const)
      : ({ kind: 'arn', pattern: json.arn } as const);
  return { index, on, actions: json.actions, conditions: conditionsOf(json.conditions) };
}

function conditionsOf(conditions: readonly ConditionJson[] = []): DemandedCondition[] {
  return conditions.map(({ key, operator, values, mayBeAbsent = false }) => ({ key, operator, values, mayBeAbsent }));
}

function trustLineOf(json: TrustLineJson): TrustLine {
  const conditions = Object.entries(json.conditions ?? {}).map(([key, value]) => ({ key, value }));
  return { principal: principalOf(json), action: json.action, conditions };
}

function principalOf(json: TrustLineJson): TrustLine['principal'] {
  if (json.service !== undefined) return { type: 'Service', value: json.service };
  if (json.aws !== undefined) return { type: 'AWS', value: json.aws };
  return { type: 'Federated', value: json.federated };
}

function useOf(json: UseJson): Use {
  if (json.machine !== undefined) return { kind: 'machine', name: json.machine };
  if (json.schedules !== undefined) return { kind: 'schedules', group: json.schedules };
  return { kind: 'address', pattern: json.address };
}
