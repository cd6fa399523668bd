import { partitionOf, roleArn } from '../../iam';
import { InputError } from '../../input-error';
import { plainText, showsAtLeast, textsIn, type Model } from '../../model';
import type { JudgedRole, SubjectProblem } from '../context';
import type { Contract, GivenParameters, Parameter, ParameterValues } from '../contract/contract';
import { inEnvironment } from '../contract/narrow';
import { withPairs } from '../contract/pairs';
import { policiesOf } from '../grants/grants';
import { environmentIn, parametersUsed, withParameters } from '../contract/parameters';
import { remedyOfPairs } from './judged-role';
import { placeInWords, placementOf, type Placement } from './placement';
import { only, optionFor, placesIn } from './sight';
import { parseLenientJson } from '../../json';

/** A document does not name its role, so exactly one contract must. */
export function refuseOtherThanOne({ kind, file }: Model, contracts: readonly Contract[]): void {
  const ofRoles = contracts.filter(({ subject }) => subject.kind !== 'resource');
  if (!showsAtLeast(kind, 'identities') && ofRoles.length !== 1)
    throw InputError.of(
      `${file}: is a bare policy document, which does not name its role; give one contract for it: --contract FILE`,
    );
}

/** The role of the contract, with only this document. */
export function roleOfDocument(model: Model, contract: Contract, given: GivenParameters): JudgedRole | SubjectProblem {
  const texts = model.resources.flatMap(({ values }) => textsOfDocument(plainText(values, 'policy')));
  const found = parameterValues(texts, contract, given);
  const placement = placementOf(contract, new Set(found.environment === undefined ? [] : [found.environment]), found);
  const problem = placeProblem(contract, placement, found);
  if (problem !== undefined) return { contract, environment: found.environment, ...problem };
  const environment = placement.kind === 'here' ? (placement.environment ?? found.environment) : found.environment;
  const values = { ...found, environment };
  const missing = parametersUsed(identityOf(contract)).filter((name) => values[name] === undefined);
  if (missing.length > 0) return { contract, environment, ...missingProblem(missing) };
  const place = { partition: values.partition ?? 'aws', region: values.region ?? '', accountId: values.account ?? '' };
  const expanded = withPairs(withParameters(inEnvironment(contract, environment), values), place);
  if (expanded.problem !== undefined)
    return { contract, environment, message: expanded.problem, remedy: remedyOfPairs };
  const roleName = nameOf(contract).replaceAll('${environment}', () => environment ?? '*');
  const attached = model.resources.map((resource) => ({ ...resource, values: { ...resource.values, role: roleName } }));
  return {
    contract: expanded.contract,
    emptyReferences: expanded.empty,
    environment,
    roleName,
    roleArn: roleArn(place, roleName),
    place,
    roles: [],
    machine: undefined,
    policies: policiesOf(
      { ...model, resources: attached },
      { ...place, roles: [], roleName, elsewhere: contract.elsewhere },
    ),
  };
}

type Problem = Pick<SubjectProblem, 'message' | 'remedy' | 'verdict'>;

function missingProblem(missing: readonly Parameter[]): Problem {
  const message = `the ${missing.join(' and the ')} of the document are not known, because its ARNs name none or several`;
  return { message, remedy: `Give ${missing.map(optionFor).join(' and ')}.` };
}

function placeProblem({ name }: Contract, placement: Placement, values: ParameterValues): Problem | undefined {
  switch (placement.kind) {
    case 'here':
      return undefined;
    case 'unknown':
      return missingProblem(placement.missing);
    case 'other-environment': {
      const message = `contract "${name}" does not apply to the environment "${values.environment ?? ''}"`;
      return { message, remedy: 'Judge the document with the contract of its environment.' };
    }
    case 'other-place': {
      const { environment } = placement;
      const isRegional = environment.region !== undefined;
      const message = `the document is for ${placeInWords(values, isRegional)}, but the environment "${environment.name}" of contract "${name}" is in ${placeInWords(environment, isRegional)}`;
      return { verdict: 'fail', message, remedy: 'Judge the document with the contract of its environment.' };
    }
  }
}

function nameOf({ subject }: Contract): string {
  if (subject.kind === 'address' || subject.kind === 'resource') return subject.address;
  return subject.kind === 'machine' ? (subject.role ?? subject.name) : subject.name;
}

/** Trust and uses cannot be judged here, so those lines need no parameters. */
function identityOf(contract: Contract): Contract {
  return { ...contract, resourcePolicies: [], pairs: undefined, trust: [], uses: [] };
}

/** Every string of the document, with escapes decoded. */
function textsOfDocument(text: string): string[] {
  try {
    return Array.from(textsIn(parseLenientJson(text)), (found) => found.text);
  } catch {
    return []; // the reader of the document reports the problem
  }
}

function parameterValues(texts: readonly string[], contract: Contract, given: GivenParameters): ParameterValues {
  const { partitions, regions, accounts } = placesIn(texts);
  const region = given.region ?? only(regions);
  const account = given.account ?? only(accounts);
  const partition = only(partitions) ?? (region === undefined ? 'aws' : partitionOf(region));
  const known: ParameterValues = { region, account, partition, environment: undefined };
  return { ...known, environment: given.environment ?? environmentOf(texts, withParameters(contract, known)) };
}

/** The one environment whose lines of the contract match the ARNs of the document. */
function environmentOf(texts: readonly string[], { identity }: Contract): string | undefined {
  const patterns = identity.flatMap(({ resources }) => resources.filter((one) => one.includes('${environment}')));
  const found = texts.flatMap((text) => patterns.flatMap((pattern) => environmentIn(pattern, text, false) ?? []));
  return only(new Set(found));
}
