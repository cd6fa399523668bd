import { parameters, type AcceptedRight, type Contract, type Parameter, type ParameterValues } from './contract';
import { isLimited } from './narrow';
import { pairReferences } from './pairs';

/**
 * The value of `${environment}` that turns the pattern into the name; undefined if there is none, empty if the pattern has no parameter.
 */
export function environmentIn(pattern: string, name: string, ignoreCase: boolean): string | undefined {
  const [before = '', after] = pattern.split('${environment}');
  const [left, right] = ignoreCase ? [pattern.toLowerCase(), name.toLowerCase()] : [pattern, name];
  if (after === undefined) return left === right ? '' : undefined;
  const [start, end] = ignoreCase ? [before.toLowerCase(), after.toLowerCase()] : [before, after];
  if (!right.startsWith(start) || !right.endsWith(end) || name.length <= before.length + after.length) return undefined;
  const environment = name.slice(before.length, name.length - after.length);
  return /^[\w-]+$/.test(environment) ? environment : undefined;
}

/** The parameters in the ARNs of users and secrets. */
const ofPairs: ReadonlySet<Parameter> = new Set(['account', 'region', 'partition']);

/** The parameters that a contract uses. */
export function parametersUsed(contract: Contract): Parameter[] {
  const text = JSON.stringify([
    contract.identity,
    contract.resourcePolicies,
    contract.policy,
    contract.pairs,
    contract.trust,
    contract.uses,
    contract.acceptedUsers.map(({ name, rights }) => [name, rights]),
    (contract.readers ?? []).map(({ who, resources }) => [who, resources]),
  ]);
  const needed = (name: Parameter): boolean =>
    (name === 'environment' && isLimited(contract)) ||
    (ofPairs.has(name) && [pairReferences.users, pairReferences.secrets].some((one) => text.includes(one)));
  return parameters.filter((name) => text.includes(`\${${name}}`) || needed(name));
}

/** The contract with every parameter replaced; one without a value stays unchanged and matches nothing. */
export function withParameters(contract: Contract, values: ParameterValues): Contract {
  const fill = (text: string): string =>
    parameters.reduce((filled, name) => {
      const value = values[name];
      return value === undefined ? filled : filled.replaceAll(`\${${name}}`, () => value);
    }, text);
  return {
    ...contract,
    identity: contract.identity.map((line) => ({
      ...line,
      resources: line.resources.map(fill),
      conditions: line.conditions.map((condition) => ({ ...condition, values: condition.values.map(fill) })),
    })),
    resourcePolicies: contract.resourcePolicies.map((line) => ({
      ...line,
      on: { ...line.on, pattern: fill(line.on.pattern) },
      conditions: line.conditions.map((condition) => ({ ...condition, values: condition.values.map(fill) })),
    })),
    policy: contract.policy.map(({ principal, conditions, ...line }) => ({
      ...line,
      principal: { ...principal, value: fill(principal.value) },
      conditions: conditions.map((condition) => ({ ...condition, values: condition.values.map(fill) })),
    })),
    pairs: contract.pairs?.map(({ userName, secretName, ...pair }) => ({
      ...pair,
      userName: fill(userName),
      secretName: fill(secretName),
    })),
    trust: contract.trust.map(({ principal, conditions, ...line }) => ({
      ...line,
      principal: { ...principal, value: fill(principal.value) },
      conditions: conditions.map((condition) => ({ ...condition, values: condition.values.map(fill) })),
    })),
    managedPolicies: contract.managedPolicies.map((one) => ({ ...one, arn: fill(one.arn) })),
    noOtherPolicies: contract.noOtherPolicies.map((one) => ({ ...one, address: fill(one.address) })),
    unknownDocuments: contract.unknownDocuments.map((one) => ({ ...one, address: fill(one.address) })),
    elsewhere: contract.elsewhere.map((one) => ({ ...one, address: fill(one.address) })),
    uses: contract.uses.map((use) => {
      if (use.kind === 'machine') return { ...use, name: fill(use.name) };
      return use.kind === 'schedules' ? { ...use, group: fill(use.group) } : { ...use, pattern: fill(use.pattern) };
    }),
    readers: contract.readers?.map((reader) => ({
      ...reader,
      who: { ...reader.who, pattern: fill(reader.who.pattern) },
      resources: reader.resources.map(fill),
    })),
    acceptedUsers: contract.acceptedUsers.map((user) => ({
      ...user,
      name: fill(user.name),
      rights: user.rights?.map((right) => filledRight(right, fill)),
    })),
  };
}

function filledRight(right: AcceptedRight, fill: (text: string) => string): AcceptedRight {
  if (right.kind === 'managed-policy') return { ...right, arn: fill(right.arn) };
  return {
    ...right,
    resources: right.resources.map(fill),
    conditions: right.conditions.map((condition) => ({ ...condition, values: condition.values.map(fill) })),
  };
}

/** The contract with every address of Terraform in a module: a module has the addresses of its own, and the caller chooses its name. */
export function inModule(contract: Contract, module: string): Contract {
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
