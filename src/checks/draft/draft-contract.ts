import { InputError } from '../../input-error';
import { isUndecided, showsAtLeast, textOf, type Model, type Unknown, type Resource } from '../../model';
import { dayAfter } from '../../text/day';
import { exclusivesOf, inlinePolicies } from '../closed-roles/exclusives';
import { canBeDeclared } from '../closed-roles/other-policies';
import type { GivenParameters, RotationPair } from '../contract/contract';
import { readContract } from '../contract/contract-reader';
import { readDefinition } from '../definition/definition';
import { pairsOf, rotates } from '../definition/rotation';
import { policiesOf, type PolicySource } from '../grants/grants';
import { isGeneratedName, nameOfRole } from '../naming/generated-name';
import { isSameName, roleNameOf } from '../naming/identity-names';
import { names, type NamedIdentity } from '../naming/ownership';
import { mentionIn, resourcesThatName, type Mention, type MentionedRole } from '../role-mentions/role-references';
import { withAnswers } from './answers';
import { identityLines, managedPolicies } from './identity-lines';
import { emptyLeft, todo, type Left } from './left';
import { parameterized, placeOfRole, type RolePlace } from './places';
import { placeholder, trustLines } from './trust-lines';

/** A contract draft: the current grants of a role, with a TODO at every line that somebody must decide. */
interface ContractDraft {
  readonly contract: object;
  /** Grants that a contract cannot express: each is a TODO in the contract. */
  readonly left: readonly string[];
}

/**
 * Drafts a contract for a role, given by its name, ARN or Terraform address; undefined if the input does not contain it. A bare document
 * counts as the policy of that role. The day sets the last day of what can have one; without a digest, there are no entries with a hash.
 */
export function draftContract(
  model: Model,
  role: string,
  given: GivenParameters = {},
  today?: string,
  digest?: (text: string) => string,
): ContractDraft | undefined {
  const left = emptyLeft();
  for (const { description } of model.constructs.filter(isUndecided))
    left.add(`the input is not complete: ${description}`);
  const incomplete = [...left.lines];
  const day = { today, expires: today === undefined ? todo('the last day') : dayAfter(today, daysOfAnEntry) };
  const drafted = showsAtLeast(model.kind, 'identities')
    ? draftOfRole(model, role, { ...given, expires: day.expires }, left)
    : draftOfDocument(model, role, given, left);
  if (drafted === undefined) return undefined;
  const { place, members } = drafted;
  const description = [todo('the purpose of the role, and its owner.'), ...incomplete.map(todo)].join(' ');
  const { name, ...others } = members;
  const contract = parameterized(
    { $schema: '../schemas/contract.schema.json', version: 1, name, description, ...others },
    place,
  );
  refuseUnreadable(contract);
  return { contract: withAnswers(contract, model, given, { ...day, digest }), left: left.lines };
}

/** A draft that the contract reader refuses is useless. */
function refuseUnreadable(contract: object): void {
  try {
    readContract(JSON.stringify(contract), 'draft');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.lines.map((line) => `--draft-contract: the grants of the role cannot be drafted: ${line}`),
    );
  }
}

interface Drafted {
  readonly place: RolePlace;
  readonly members: { readonly name: string; readonly [member: string]: unknown };
}

/** The parameters that the call gives, and the last day of an entry. */
type Given = GivenParameters & { readonly expires: string };

function draftOfRole(model: Model, role: string, given: Given, left: Left): Drafted | undefined {
  const roles = model.resources.filter((resource) => resource.type === 'aws_iam_role' && resource.mode === 'managed');
  const found = roles.find((resource) => isNamed(resource, role)) ?? onlyLabelled(roles, role);
  const name = found === undefined ? undefined : nameOfRole(found);
  if (found === undefined || name === undefined) return undefined;
  const place = placeOfRole(model, found, given);
  const own = roles.filter((resource) => isSameName(nameIn(resource), name));
  const [owner] = own;
  const identity = { type: 'aws_iam_role', name, owner, accountId: place.account } as const;
  const machine = judgedMachineOf(model, identity);
  const machineName = machine === undefined ? undefined : textOf(machine.values, 'name');
  const uses = usesOf(model, { identity, roles: own }, machine);
  const open = uses.flatMap(({ address, attribute, unknown }) =>
    unknown === undefined ? [] : { address, attribute, reason: todo('what it names, and how that is known') },
  );
  const policies = policiesOf(model, { ...ownerOf(name, place), roles: own });
  const pairs = machine === undefined ? {} : pairsAsDrafted(machine);
  return {
    place,
    members: {
      name: (isGeneratedName(name) ? found.address : name).toLowerCase(),
      subject: subjectOf(found, name, machineName),
      ...pairs,
      identity: identityLines(policies, left),
      ...ofAws(policies),
      ...(pairs.pairs === undefined ? declarations(model, identity, own, given.expires) : {}),
      trust: trustLines(found, left),
      uses: [
        ...(typeof machineName === 'string' ? [{ machine: machineName }] : []),
        ...uses.flatMap(({ address, unknown }) => (unknown === undefined ? { address } : [])),
      ],
      ...(open.length === 0 ? {} : { elsewhere: open }),
    },
  };
}

function ofAws(policies: readonly PolicySource[]): { readonly managedPolicies?: readonly object[] } {
  const accepted = managedPolicies(policies);
  return accepted.length === 0 ? {} : { managedPolicies: accepted };
}

/** The last day of an entry, in days after the draft. */
const daysOfAnEntry = 90;

/** Declarations about a created role that no resource closes: people must say that its configuration gives it no other policy. */
function declarations(
  model: Model,
  identity: NamedIdentity,
  roles: readonly Resource[],
  expires: string,
): { readonly noOtherPolicies?: readonly object[] } {
  const open = exclusivesOf(model, inlinePolicies, identity).length > 0 ? [] : roles.filter(canBeDeclared);
  if (open.length === 0) return {};
  return {
    noOtherPolicies: open.map(({ address }) => ({
      address,
      reason: todo('how it is known that the role has no dynamic "inline_policy" block'),
      owner: todo('who decides'),
      expires,
    })),
  };
}

/** A document shows neither its role nor who can assume it. */
function draftOfDocument(model: Model, role: string, given: GivenParameters, left: Left): Drafted {
  const name = roleNameOf(role);
  const [resource] = model.resources;
  const region = given.region;
  const place =
    resource === undefined
      ? { account: given.account, region, partition: undefined }
      : placeOfRole(model, resource, given);
  const attached = model.resources.map((one) => ({ ...one, values: { ...one.values, role: name } }));
  const policies = policiesOf({ ...model, resources: attached }, { ...ownerOf(name, place), roles: [] });
  return {
    place,
    members: {
      name: name.toLowerCase(),
      subject: { role: name },
      identity: identityLines(policies, left),
      trust: [placeholder(todo('who can assume the role; a policy document does not show it'))],
      uses: [],
    },
  };
}

function ownerOf(roleName: string, { account = '', partition = 'aws' }: RolePlace) {
  return { roleName, partition, accountId: account, elsewhere: [] };
}

/** The pairs that the machine accepts now; people must confirm them. */
function pairsAsDrafted(machine: Resource): { readonly pairs?: readonly RotationPair[] } {
  const definition = readDefinition(machine);
  if (!rotates(definition)) return {};
  const pairs = pairsOf(definition);
  return { pairs: pairs.length === 0 ? [{ userName: 'TODO', secretName: 'TODO' }] : pairs };
}

/** The one role without a written name whose block has this name. */
function onlyLabelled(roles: readonly Resource[], label: string): Resource | undefined {
  const [found, ...more] = roles.filter((role) => role.name === label && isGeneratedName(nameIn(role)));
  return more.length === 0 ? found : undefined;
}

function isNamed(resource: Resource, role: string): boolean {
  const arn = textOf(resource.values, 'arn');
  return resource.address === role || arn === role || isSameName(nameIn(resource), role);
}

function nameIn(role: Resource): string {
  return nameOfRole(role) ?? '';
}

/** A role without a written name is named by its address. An export shows no machines, so the name of its role helps there. */
function subjectOf(found: Resource, name: string, machine: string | Unknown | undefined): object {
  if (typeof machine === 'string') return isGeneratedName(name) ? { machine } : { machine, role: name };
  return isGeneratedName(name) ? { address: found.address } : { role: name };
}

/** The machine that runs as the role, if its name and its definition are known: else the contract judges the role alone. */
function judgedMachineOf(model: Model, identity: NamedIdentity): Resource | undefined {
  return model.resources.find(
    (resource) =>
      resource.type === 'aws_sfn_state_machine' &&
      resource.mode === 'managed' &&
      typeof textOf(resource.values, 'name') === 'string' &&
      names(model, { resource, attribute: 'role_arn' }, identity) === 'yes' &&
      typeof textOf(resource.values, 'definition') === 'string',
  );
}

type Use = Mention & { readonly address: string };

/** Other resources that name the role, or may name it. */
function usesOf(model: Model, role: MentionedRole, machine: Resource | undefined): Use[] {
  const mention = mentionIn(model, role);
  const found = new Map<string, Use>();
  for (const resource of resourcesThatName(model)) {
    if (resource.mode === 'data' || resource === machine || role.roles.includes(resource)) continue;
    const mentioned = mention(resource);
    if (mentioned !== undefined) found.set(resource.address, { ...mentioned, address: resource.address });
  }
  return [...found.values()];
}
