import { parseArn, partitionOf, roleArn } from '../../iam';
import {
  inputKinds,
  isListedByIam,
  type Model,
  plainText,
  showsAtLeast,
  type Resource,
  textOf,
  Unknown,
} from '../../model';
import type { JudgedMachine, JudgedRole, SubjectProblem } from '../context';
import type { Contract, GivenParameters, ParameterValues, ContractSubject } from '../contract/contract';
import { refuseOtherThanOne, roleOfDocument } from './bare-policy';
import { readDefinition } from '../definition/definition';
import { policiesOf } from '../grants/grants';
import { isSameName, roleNameOf, sameAccount } from '../naming/identity-names';
import { referredTo } from '../naming/ownership';
import { environmentIn, parametersUsed, withParameters } from '../contract/parameters';
import { optionFor, regionOfRole } from './sight';
import { soughtIn } from './sought';

interface Subjects {
  readonly judged: readonly JudgedRole[];
  readonly problems: readonly SubjectProblem[];
}

/** Finds the role that each contract is for. A machine's role is found from its `role_arn`, never from the name of the role. */
export function subjectsOf(model: Model, contracts: readonly Contract[], given: GivenParameters): Subjects {
  const judged: JudgedRole[] = [];
  const problems: SubjectProblem[] = [];
  refuseOtherThanOne(model, contracts);
  for (const contract of contracts) {
    const subject = soughtIn(model, contract);
    if ('message' in subject) {
      problems.push(subject);
      continue;
    }
    const found = subjectsIn(model, contract, subject, given);
    if (found.length === 0) {
      problems.push({
        contract,
        message: `${shownSubject(subject)}, which the contract is for, is not in this input`,
        remedy: 'Judge the stack that has it, or name with --contract only the contracts that this input is about.',
      });
    }
    for (const subject of found) {
      if ('message' in subject) problems.push(subject);
      else judged.push(subject);
    }
  }
  return { judged, problems };
}

function subjectsIn(
  model: Model,
  contract: Contract,
  subject: ContractSubject,
  given: GivenParameters,
): FoundSubject[] {
  if (!showsAtLeast(model.kind, 'identities')) return [roleOfDocument(model, contract, given)];
  return subject.kind === 'machine'
    ? machines(model, contract, subject, given)
    : roles(model, contract, subject, given);
}

function shownSubject(subject: ContractSubject): string {
  if (subject.kind === 'address') return `a role at ${subject.address}`;
  return `${subject.kind === 'machine' ? 'a state machine' : 'a role'} named ${JSON.stringify(subject.name)}`;
}

type FoundSubject = JudgedRole | SubjectProblem;

function machines(
  model: Model,
  contract: Contract,
  subject: ContractSubject & { kind: 'machine' },
  given: GivenParameters,
): FoundSubject[] {
  return model.resources.flatMap((resource): FoundSubject[] => {
    if (resource.type !== 'aws_sfn_state_machine' || resource.mode === 'data') return [];
    const name = textOf(resource.values, 'name');
    if (typeof name !== 'string') return [];
    const environment = environmentIn(subject.name, name, false);
    if (environment === undefined || !isMeantFor(contract, environment)) return [];
    const role = roleOfMachine(model, resource);
    if (typeof role !== 'string') return [{ contract, ...role, resource }];
    const machine: JudgedMachine = { resource, name, definition: readDefinition(resource) };
    return [judge(model, { contract, environment, roleName: role, resource, machine }, given)];
  });
}

/** The name of the role that a machine runs as, or why it cannot be judged. */
function roleOfMachine(model: Model, machine: Resource): string | Pick<SubjectProblem, 'message' | 'remedy'> {
  const arn = textOf(machine.values, 'role_arn');
  const referred = arn instanceof Unknown ? roleOf(model, machine, arn) : undefined;
  if (referred !== undefined) return referred;
  const parsed = typeof arn === 'string' ? parseArn(arn) : undefined;
  if (typeof arn !== 'string' || parsed?.service !== 'iam' || !parsed.resource.startsWith('role/')) {
    const why =
      arn instanceof Unknown ? `its role_arn is not known: ${arn.reason}` : 'its role_arn is no ARN of a role';
    const remedy = 'Build role_arn from the account and the name of the role, so that it is known before the apply.';
    return { message: `${machine.address}: ${why}`, remedy };
  }
  const provider = model.providers.find(({ key }) => key === machine.providerKey);
  if (typeof provider?.accountId === 'string' && parsed.accountId !== provider.accountId) {
    const message = `${machine.address}: its role is in account ${parsed.accountId}, the provider works in ${provider.accountId}`;
    return { message, remedy: 'Let the machine run as a role of its own account.' };
  }
  return roleNameOf(arn);
}

/** The name of the one role that an unknown `role_arn` is made from. */
function roleOf(model: Model, machine: Resource, arn: Unknown): string | undefined {
  const roles = referredTo(model, arn, { resource: machine, attribute: 'role_arn' }, 'aws_iam_role');
  const [role] = roles ?? [];
  const name = role === undefined ? undefined : textOf(role.values, 'name');
  return roles?.length === 1 && typeof name === 'string' ? name : undefined;
}

function roles(
  model: Model,
  contract: Contract,
  subject: Exclude<ContractSubject, { kind: 'machine' }>,
  given: GivenParameters,
): FoundSubject[] {
  const found = new Map<string, FoundSubject>();
  for (const resource of model.resources) {
    if (resource.type !== 'aws_iam_role' || resource.mode === 'data') continue;
    const name = textOf(resource.values, 'name');
    const environment = environmentOf(model, resource, name, subject, given);
    if (environment === undefined || !isMeantFor(contract, environment)) continue;
    if (typeof name !== 'string') {
      const message = `${resource.address}, which the contract is for: its name is not known before the apply`;
      found.set(resource.address, { contract, message, remedy: 'Give the role a name, as a literal.', resource });
    } else if (![...found.values()].some((one) => 'roles' in one && one.roles.includes(resource))) {
      found.set(
        resource.address,
        judge(model, { contract, environment, roleName: name, resource, machine: undefined }, given),
      );
    }
  }
  return [...found.values()];
}

/** The environment in which a role is the subject: empty where the subject names none, undefined where it is another role. */
function environmentOf(
  model: Model,
  resource: Resource,
  name: string | Unknown | undefined,
  subject: Exclude<ContractSubject, { kind: 'machine' }>,
  given: GivenParameters,
): string | undefined {
  if (subject.kind === 'address') return environmentIn(subject.address, resource.address, false);
  if (typeof name !== 'string') return undefined;
  const path = textOf(resource.values, 'path') ?? '/';
  if (subject.path !== undefined && typeof path === 'string' && path !== subject.path) return undefined;
  const environment = environmentIn(subject.name, name, true);
  if (environment === undefined || subject.account === undefined) return environment;
  const { account } = parameterValues(model, resource, '', given);
  return account !== undefined && account !== subject.account ? undefined : environment;
}

function isMeantFor({ environments }: Contract, environment: string): boolean {
  return environments === undefined || environments.includes(environment);
}

/** A role that a contract is about, or the machine that runs as it. */
interface Candidate {
  readonly contract: Contract;
  readonly environment: string;
  readonly roleName: string;
  /** The role, or the machine. */
  readonly resource: Resource;
  readonly machine: JudgedMachine | undefined;
}

function judge(
  model: Model,
  { contract, environment, roleName, resource, machine }: Candidate,
  given: GivenParameters,
): FoundSubject {
  const values = parameterValues(model, resource, environment, given);
  const missing = parametersUsed(contract).filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    const message = `${resource.address}: the ${missing.join(' and the ')} that it is in cannot be told from this input`;
    const remedy = isListedByIam(model.kind)
      ? `Give ${missing.map(optionFor).join(' and ')}.`
      : 'Name one account in allowed_account_ids and the region of the provider, as literals.';
    return { contract, message, remedy, resource };
  }
  if (isListedByIam(model.kind) && given.account !== undefined && values.account !== given.account) {
    const message = `${resource.address} is in account ${values.account ?? ''}, and the account that is asked for is ${given.account}`;
    return { contract, message, remedy: 'Export that account, or leave --account out.', resource };
  }
  const own = model.resources.filter(
    (other) =>
      other.type === 'aws_iam_role' &&
      other.mode === 'managed' &&
      isSameName(plainText(other.values, 'name'), roleName) &&
      sameAccount(model, other, resource) === 'yes',
  );
  if (own.length === 0) {
    const message = `role "${roleName}", which ${resource.address} runs as, is not in this input`;
    return { contract, message, remedy: 'Judge the stack that has the role together with its policies.', resource };
  }
  const place = { partition: values.partition ?? 'aws', region: values.region ?? '', accountId: values.account ?? '' };
  const filled = withParameters(contract, values);
  return {
    contract: filled,
    roleName,
    roleArn: exportedArn(model, resource) ?? roleArn(place, roleName),
    place,
    roles: own,
    machine,
    policies: policiesOf(model, { ...place, roles: own, roleName, elsewhere: filled.elsewhere }),
  };
}

/** An export shows the whole ARN, with the role's path. */
function exportedArn({ kind }: Model, { values }: Resource): string | undefined {
  const arn = isListedByIam(kind) ? textOf(values, 'arn') : undefined;
  return typeof arn === 'string' ? arn : undefined;
}

/** Account and region from the provider where it is bound to them, else from the ARNs that the input shows. */
function parameterValues(
  model: Model,
  resource: Resource,
  environment: string,
  given: GivenParameters,
): ParameterValues {
  const provider = model.providers.find(({ key }) => key === resource.providerKey);
  const own = [textOf(resource.values, 'arn'), textOf(resource.values, 'role_arn')];
  const arns = own.flatMap((text) => (typeof text === 'string' ? (parseArn(text) ?? []) : []));
  const regional = textOf(resource.values, 'region') ?? provider?.region;
  const region = typeof regional === 'string' ? regional : shownRegion(model, resource, arns, given);
  const account =
    typeof provider?.accountId === 'string'
      ? provider.accountId
      : (arns.find(({ accountId }) => accountId !== '')?.accountId ?? given.account);
  const partition = arns[0]?.partition ?? (region === undefined ? undefined : partitionOf(region));
  return { environment: environment === '' ? given.environment : environment, region, account, partition };
}

/** The region where no provider names it: from what the input shows, or what the caller says. */
function shownRegion(
  model: Model,
  resource: Resource,
  arns: readonly { readonly region: string }[],
  given: GivenParameters,
): string | undefined {
  if (isListedByIam(model.kind)) return given.region ?? regionOfRole(model, resource);
  return arns.find(({ region }) => region !== '')?.region ?? regionInSight(model) ?? given.region;
}

/** A state names no provider, but its machines and schedules carry their region in their ARNs. */
function regionInSight(model: Model): string | undefined {
  if (inputKinds[model.kind].stage !== 'applied') return undefined;
  const regions = new Set<string>();
  for (const { type, values } of model.resources) {
    const arn =
      type === 'aws_sfn_state_machine' || type === 'aws_scheduler_schedule' ? textOf(values, 'arn') : undefined;
    const region = typeof arn === 'string' ? parseArn(arn)?.region : undefined;
    if (region !== undefined && region !== '') regions.add(region);
  }
  const [region] = regions;
  return regions.size === 1 ? region : undefined;
}
