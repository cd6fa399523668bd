import { parseArn, type Statement } from '../iam';
import { textOf, type Model, type Resource } from '../model';
import { allowStatementsOf, policiesOf } from './grants/grants';
import type { GivenParameters, RotationPair } from './contract/contract';
import { demandedOf, lineOfStatement } from './contract/line-of-statement';
import { readDefinition } from './definition/definition';
import { pairsOf, rotates } from './definition/rotation';
import { trustPolicyOf } from './policy-index';
import { mentionIn, type Mention, type MentionedRole } from './privilege-escalation/role-references';
import { isSameName, roleNameOf } from './naming/identity-names';
import { parseLenientJson } from '../json';

/** A contract to edit: what a role is granted now, with a TODO at every line that somebody has to answer for. */
interface ContractDraft {
  readonly contract: object;
  /** What the role has and no contract can say. */
  readonly left: readonly string[];
}

/** Drafts a contract for a role that is named by its name, ARN or Terraform address; undefined where the input has no such role. */
export function draftContract(model: Model, role: string, given: GivenParameters = {}): ContractDraft | undefined {
  const roles = model.resources.filter((resource) => resource.type === 'aws_iam_role' && resource.mode === 'managed');
  const found = roles.find((resource) => isNamed(resource, role));
  const name = found === undefined ? undefined : textOf(found.values, 'name');
  if (found === undefined || typeof name !== 'string') return undefined;
  const left: string[] = [];
  const place = placeOf(model, found, given);
  const machine = model.resources.find(
    (resource) => resource.type === 'aws_sfn_state_machine' && runsAs(resource, name) && resource.mode === 'managed',
  );
  const machineName = machine === undefined ? undefined : textOf(machine.values, 'name');
  const own = roles.filter((resource) => isSameName(nameIn(resource), name));
  const [owner] = own;
  const identity = { type: 'aws_iam_role', name, owner, accountId: place.account } as const;
  const uses = usesOf(model, { identity, roles: own }, machine);
  const open = uses.flatMap(({ address, attribute, unknown }) =>
    unknown === undefined ? [] : { address, attribute, reason: 'TODO: where it leads, and how that is known' },
  );
  const contract = {
    version: 1,
    name: name.toLowerCase(),
    description: 'TODO: what the role is for, and who answers for it.',
    subject: typeof machineName === 'string' ? { machine: machineName, role: name } : { role: name },
    ...(machine === undefined ? {} : pairsAsDrafted(machine)),
    identity: identityLines(model, own, name, place, left),
    trust: trustLines(found, left),
    uses: [
      ...(typeof machineName === 'string' ? [{ machine: machineName }] : []),
      ...uses.flatMap(({ address, unknown }) => (unknown === undefined ? { address } : [])),
    ],
    ...(open.length === 0 ? {} : { elsewhere: open }),
  };
  return { contract: withParameters(contract, place), left };
}

/** The pairs that the machine accepts now; which belong together is what only people know. */
function pairsAsDrafted(machine: Resource): { readonly pairs?: readonly RotationPair[] } {
  const definition = readDefinition(machine);
  if (!rotates(definition)) return {};
  const pairs = pairsOf(definition);
  return { pairs: pairs.length === 0 ? [{ userName: 'TODO', secretName: 'TODO' }] : pairs };
}

interface RolePlace {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

function placeOf({ providers }: Model, { providerKey, values }: Resource, given: GivenParameters): RolePlace {
  const provider = providers.find(({ key }) => key === providerKey);
  const arn = textOf(values, 'arn');
  const ofArn = typeof arn === 'string' ? parseArn(arn)?.accountId : undefined;
  return {
    account: typeof provider?.accountId === 'string' ? provider.accountId : (ofArn ?? given.account),
    region: typeof provider?.region === 'string' ? provider.region : given.region,
  };
}

function isNamed(resource: Resource, role: string): boolean {
  const arn = textOf(resource.values, 'arn');
  return resource.address === role || arn === role || isSameName(nameIn(resource), role);
}

function nameIn({ values }: Resource): string {
  const name = textOf(values, 'name');
  return typeof name === 'string' ? name : '';
}

function runsAs({ values }: Resource, roleName: string): boolean {
  const arn = textOf(values, 'role_arn');
  return typeof arn === 'string' && isSameName(roleNameOf(arn), roleName);
}

type Use = Mention & { readonly address: string };

/** What else names the role, or may name it. */
function usesOf(model: Model, role: MentionedRole, machine: Resource | undefined): Use[] {
  const mention = mentionIn(model, role);
  const found = new Map<string, Use>();
  for (const resource of model.resources) {
    if (resource.mode === 'data' || resource === machine || role.roles.includes(resource)) continue;
    const mentioned = mention(resource);
    if (mentioned !== undefined) found.set(resource.address, { ...mentioned, address: resource.address });
  }
  return [...found.values()];
}

function identityLines(
  model: Model,
  roles: readonly Resource[],
  roleName: string,
  { account }: RolePlace,
  left: string[],
): object[] {
  const owner = { roles, roleName, partition: 'aws', accountId: account ?? '', elsewhere: [] };
  const policies = policiesOf(model, owner);
  for (const { resource, problem, document } of policies)
    if (document === undefined)
      left.push(`${resource.address}: what it grants cannot be told (${problem ?? 'unknown'})`);
  return allowStatementsOf(policies).flatMap(({ source, statement, document }) => {
    const where = `statement ${statement.index} of ${source.resource.address}`;
    if (source.isSensitive) return leave(left, `${where} is sensitive, and is not printed`);
    if (statement.action.negated || statement.resource?.negated === true)
      return leave(left, `${where} allows everything but what it names; write it with Action and Resource first`);
    const wide = statement.action.patterns.filter((action) => !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action));
    if (wide.length > 0)
      return leave(left, `${where} allows ${wide.join(', ')}, which no contract can; name the service`);
    if (statement.conditions.some((condition) => demandedOf(condition) === undefined))
      left.push(`${where} has a condition that no contract can demand; the line stands without it`);
    return { reason: 'TODO: why the role needs it', ...lineOfStatement(statement, document.version) };
  });
}

function leave(left: string[], line: string): [] {
  left.push(line);
  return [];
}

const memberOf = { Service: 'service', AWS: 'aws', Federated: 'federated' } as const;

function trustLines(role: Resource, left: string[]): object[] {
  const { address, sensitive } = role;
  const reading = trustPolicyOf(role);
  if (reading.kind === 'absent' || reading.kind === 'unknown' || sensitive.has('assume_role_policy'))
    return leave(left, `${address}: who may assume it is not known, or not to be printed`);
  if (reading.kind === 'refused') return leave(left, `${address}: ${reading.problem}`);
  const allowing = reading.document.statements.filter(({ effect }) => effect === 'Allow');
  return allowing.flatMap((statement) => linesOfStatement(statement, address, left));
}

function linesOfStatement(
  { principal, action, conditions, index }: Statement,
  address: string,
  left: string[],
): object[] {
  const where = `statement ${index} of the trust policy of ${address}`;
  return (principal?.negated === false ? principal.principals : []).flatMap(({ type, value }) => {
    if (type === '*' || type === 'CanonicalUser' || /[*?]/.test(value))
      return leave(left, `${where} lets in ${value}, which no contract can`);
    const exact = conditions.filter(({ operator, values: all }) => isExact(operator) && all.length === 1);
    if (exact.length < conditions.length) left.push(`${where} has conditions that no contract can demand`);
    return action.patterns.map((one) => ({
      reason: 'TODO: why it may use the role',
      [memberOf[type]]: value,
      action: one,
      conditions: Object.fromEntries(exact.map(({ key, values: [only] }) => [key, only])),
    }));
  });
}

function isExact(operator: string): boolean {
  return ['StringEquals', 'ArnEquals', 'StringLike', 'ArnLike'].includes(operator);
}

/** Account and region become the contract's parameters, so that one contract serves every account. */
function withParameters(contract: object, { account, region }: RolePlace): object {
  const filled = JSON.stringify(contract, (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    const inAccount = account === undefined ? value : value.replaceAll(account, () => '${account}');
    if (!inAccount.startsWith('arn:')) return inAccount;
    const [arn, partition, service, ownRegion, ...rest] = inAccount.split(':');
    const regional = ownRegion !== '' && ownRegion === region ? '${region}' : ownRegion;
    return [arn, partition?.startsWith('aws') ? '${partition}' : partition, service, regional, ...rest].join(':');
  });
  return parseLenientJson(filled) as object; // what was an object is one
}
