import {
  parameters,
  type AcceptedRight,
  type Contract,
  type ContractPair,
  type DemandedCondition,
  type GivenParameters,
  type NamedPrincipal,
  type Parameter,
  type ParameterValues,
  type Use,
} from './contract';
import { once } from '../../once';
import { isLimited } from './narrow';
import { pairReferences } from './pairs';

/** The parameter whose value is nothing in the first shard of an environment, and a hyphen with the name of the shard in the others. */
export const shardParameter = '${shard}';

/**
 * The parameter that ends the name of a rule of EventBridge, if an environment has several of one kind: nothing for the first, and a hyphen with a number
 * for the others. In an address it is an underscore with the number.
 */
const chunkParameter = '${chunk}';

/** The shards of an environment. */
export interface EnvironmentShards {
  /** The endings of their names. */
  readonly endings: readonly string[];
  /** Whether the environment has shards: one without them has the ending of the first. */
  readonly isSharded: boolean;
}

/** An environment without shards, as far as an input shows it. */
export const noShards: EnvironmentShards = { endings: [''], isSharded: false };

/** Targets of a rule; fewer machines are never a rule of their own. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsOfRule = 5;

/**
 * The value of `${environment}` that turns the pattern into the name; undefined if there is none, empty if the pattern has no parameter. `${shard}` counts as
 * empty.
 */
export function environmentIn(pattern: string, name: string, ignoreCase: boolean): string | undefined {
  const named = pattern.replaceAll(shardParameter, '');
  const [before = '', after] = named.split('${environment}');
  const [left, right] = ignoreCase ? [named.toLowerCase(), name.toLowerCase()] : [named, name];
  if (after === undefined) return left === right ? '' : undefined;
  const [start, end] = ignoreCase ? [before.toLowerCase(), after.toLowerCase()] : [before, after];
  if (!right.startsWith(start) || !right.endsWith(end) || name.length <= before.length + after.length) return undefined;
  const environment = name.slice(before.length, name.length - after.length);
  return /^[\w-]+$/.test(environment) ? environment : undefined;
}

/** The parameters in the ARNs of users and secrets. */
const ofPairs: ReadonlySet<Parameter> = new Set(['account', 'region', 'partition']);

/** The parameters that a contract uses. */
export const parametersUsed = once((contract: Contract): readonly Parameter[] => {
  const text = JSON.stringify([
    contract.identity,
    contract.resourcePolicies,
    contract.policy,
    contract.trust,
    contract.uses,
    contract.acceptedUsers.map(({ name, rights }) => [name, rights]),
    (contract.readers ?? []).map(({ who, resources }) => [who, resources]),
  ]);
  const needed = (name: Parameter): boolean =>
    (name === 'environment' && isLimited(contract)) ||
    (ofPairs.has(name) && [pairReferences.users, pairReferences.secrets].some((one) => text.includes(one)));
  const written = new Set([
    ...parametersIn(text),
    ...(contract.pairs === undefined ? [] : parametersOfPairs(contract.pairs)),
  ]);
  return parameters.filter((name) => written.has(name) || needed(name));
});

const parametersOfPairs = once((pairs: readonly ContractPair[]) => parametersIn(JSON.stringify(pairs)));

function parametersIn(text: string): readonly Parameter[] {
  return parameters.filter((name) => text.includes(`\${${name}}`));
}

/** The contract with every parameter replaced; one without a value stays unchanged and matches nothing. */
export function withParameters(contract: Contract, values: ParameterValues): Contract {
  return withTexts(contract, (text) => [
    parameters.reduce((before, name) => {
      const value = values[name];
      return value === undefined ? before : before.replaceAll(`\${${name}}`, () => value);
    }, text),
  ]);
}

/** The contract for some shards: a text that names `${shard}` becomes one text for each of them. */
export function withShards(contract: Contract, shards: readonly string[]): Contract {
  return withTexts(contract, (text) => filled(text, shardParameter, shards));
}

/** The contract for an environment: a text that names `${shard}` or `${chunk}` becomes one text for each shard or rule. */
export function forEnvironment(contract: Contract, { endings, isSharded }: EnvironmentShards): Contract {
  const others = Array.from({ length: Math.ceil(endings.length / targetsOfRule) - 1 }, (_, index) => index + 1);
  const names = ['', ...others.map((number) => `-${number}`)];
  const blocks = ['', ...others.map((number) => `_${number}`)];
  // A rule has a target for each of its shards.
  const addresses = isSharded ? blocks.flatMap((block) => [block, `${block}[*]`]) : blocks;
  return withTexts(
    withShards(contract, endings),
    (text) => filled(text, chunkParameter, names),
    (address) => filled(address, chunkParameter, addresses),
  );
}

function filled(text: string, parameter: string, values: readonly string[]): readonly string[] {
  return text.includes(parameter) ? values.map((value) => text.replaceAll(parameter, () => value)) : [text];
}

/** The texts that take the place of one; an entry with such a text is repeated. */
type Expand = (text: string) => readonly string[];

/** The contract with other texts, and other addresses of Terraform, in place of those that can hold parameters. */
function withTexts(contract: Contract, expand: Expand, expandAddress: Expand = expand): Contract {
  const conditionsOf = (conditions: readonly DemandedCondition[]) =>
    conditions.map((condition) => ({ ...condition, values: condition.values.flatMap(expand) }));
  const withPrincipals = <Line extends PrincipalLine>(lines: readonly Line[]): Line[] =>
    lines.flatMap((line) =>
      expand(line.principal.value).map((value) => ({
        ...line,
        principal: { ...line.principal, value },
        conditions: conditionsOf(line.conditions),
      })),
    );
  const withAddresses = <Entry extends { readonly address: string }>(entries: readonly Entry[]): Entry[] =>
    entries.flatMap((entry) => expandAddress(entry.address).map((address) => ({ ...entry, address })));
  const only = (text: string): string => expand(text)[0] ?? text;
  return {
    ...contract,
    identity: contract.identity.map((line) => ({
      ...line,
      resources: line.resources.flatMap(expand),
      conditions: conditionsOf(line.conditions),
    })),
    resourcePolicies: contract.resourcePolicies.flatMap((line) =>
      expand(line.on.pattern).map((pattern) => ({
        ...line,
        on: { ...line.on, pattern },
        conditions: conditionsOf(line.conditions),
      })),
    ),
    policy: withPrincipals(contract.policy),
    pairs: contract.pairs && withPairTexts(contract.pairs, only),
    trust: withPrincipals(contract.trust),
    managedPolicies: contract.managedPolicies.flatMap((one) => expand(one.arn).map((arn) => ({ ...one, arn }))),
    noOtherPolicies: withAddresses(contract.noOtherPolicies),
    unknownDocuments: withAddresses(contract.unknownDocuments),
    elsewhere: withAddresses(contract.elsewhere),
    uses: contract.uses.flatMap((use) => expandedUse(use, use.kind === 'address' ? expandAddress : expand)),
    readers: contract.readers?.flatMap((reader) =>
      expand(reader.who.pattern).map((pattern) => ({
        ...reader,
        who: { ...reader.who, pattern },
        resources: reader.resources.flatMap(expand),
      })),
    ),
    acceptedUsers: contract.acceptedUsers.map((user) => ({
      ...user,
      name: only(user.name),
      rights: user.rights?.flatMap((right) => expandedRight(right, expand)),
    })),
  };
}

function withPairTexts(pairs: readonly ContractPair[], only: (text: string) => string): readonly ContractPair[] {
  if (!holdParameters(pairs)) return pairs;
  return pairs.map((pair) => ({ ...pair, userName: only(pair.userName), secretName: only(pair.secretName) }));
}

/** Whether a pair names a parameter: the pairs of a fleet are thousands, and name none. */
const holdParameters = once((pairs: readonly ContractPair[]) =>
  pairs.some(({ userName, secretName }) => userName.includes('${') || secretName.includes('${')),
);

function expandedUse(use: Use, expand: Expand): Use[] {
  if (use.kind === 'machine') return expand(use.name).map((name) => ({ ...use, name }));
  return use.kind === 'schedules'
    ? expand(use.group).map((group) => ({ ...use, group }))
    : expand(use.pattern).map((pattern) => ({ ...use, pattern }));
}

interface PrincipalLine {
  readonly principal: NamedPrincipal;
  readonly conditions: readonly DemandedCondition[];
}

function expandedRight(right: AcceptedRight, expand: Expand): AcceptedRight[] {
  if (right.kind === 'managed-policy') return expand(right.arn).map((arn) => ({ ...right, arn }));
  return [
    {
      ...right,
      resources: right.resources.flatMap(expand),
      conditions: right.conditions.map((condition) => ({ ...condition, values: condition.values.flatMap(expand) })),
    },
  ];
}

/** The contracts with every address of Terraform in the module that the call names, if it names one. */
export function inGivenModule(contracts: readonly Contract[], { module }: GivenParameters = {}): readonly Contract[] {
  return module === undefined ? contracts : contracts.map((contract) => inModule(contract, module));
}

/** A module has the addresses of its own, and the caller chooses its name. */
function inModule(contract: Contract, module: string): Contract {
  const within = (address: string): string => `${module}.${address}`;
  const { subject } = contract;
  return {
    ...contract,
    subject: 'address' in subject ? { ...subject, address: within(subject.address) } : subject,
    resourcePolicies: contract.resourcePolicies.map((line) =>
      line.on.kind === 'address' ? { ...line, on: { ...line.on, pattern: within(line.on.pattern) } } : line,
    ),
    ignored: contract.ignored.map((one) => ({ ...one, address: within(one.address) })),
    noOtherPolicies: contract.noOtherPolicies.map((one) => ({ ...one, address: within(one.address) })),
    unknownDocuments: contract.unknownDocuments.map((one) => ({ ...one, address: within(one.address) })),
    elsewhere: contract.elsewhere.map((one) => ({ ...one, address: within(one.address) })),
    uses: contract.uses.map((use) => (use.kind === 'address' ? { ...use, pattern: within(use.pattern) } : use)),
    readers: contract.readers?.map((reader) =>
      reader.who.kind === 'address'
        ? { ...reader, who: { ...reader.who, pattern: within(reader.who.pattern) } }
        : reader,
    ),
  };
}
