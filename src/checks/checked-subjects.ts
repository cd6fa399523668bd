import { assumedComplete, type Model } from '../model';
import type { JudgedResource, JudgedRole } from './context';
import type { Contract, GivenParameters, TrustLine } from './contract/contract';
import { inGivenModule } from './contract/parameters';
import { subjectsOf } from './subject/subjects';

/** A resource whose policy was judged. */
export interface CheckedResource {
  readonly address: string;
  readonly contract: string;
}

/** A judged role, and who can assume it. */
export interface CheckedRole {
  readonly name: string;
  readonly arn: string;
  readonly contract: string;
  readonly machine: string | null;
  readonly trusts: string;
}

export function checkedResource({ resource, contract }: JudgedResource): CheckedResource {
  return { address: resource.address, contract: contract.name };
}

export function checkedRole({ roleName, roleArn, contract, machine }: JudgedRole): CheckedRole {
  return {
    name: roleName,
    arn: roleArn,
    contract: contract.name,
    machine: machine?.name ?? null,
    trusts: contract.trust.map(shownTrust).join('; '),
  };
}

/** Text such as `states.amazonaws.com for arn:aws:states:…`. */
function shownTrust({ principal, conditions }: TrustLine): string {
  const purposes = conditions.flatMap(({ values }) => values).filter((value) => value.startsWith('arn:'));
  return [principal.value, ...purposes].join(' for ');
}

/** The common environment of the judged roles; parts that differ between them are left out. */
export function whereOf(judged: readonly JudgedRole[]): {
  readonly environment?: string;
  readonly accountId?: string;
  readonly region?: string;
} {
  const only = (valueOf: (role: JudgedRole) => string | undefined): string | undefined => {
    const [value, ...others] = new Set(judged.map((role) => valueOf(role) ?? ''));
    return others.length > 0 || value === '' ? undefined : value;
  };
  const environment = only((role) => role.environment);
  const accountId = only(({ place }) => place.accountId);
  const region = only(({ place }) => place.region);
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(region === undefined ? {} : { region }),
  };
}

/** The environment of the judged roles, as a check of this input alone reports it. No rule judges anything. */
export function environmentOf(
  input: Model,
  contracts: readonly Contract[],
  { given, assumeComplete }: { readonly given?: GivenParameters; readonly assumeComplete?: boolean },
): string | undefined {
  const model = assumeComplete === true ? assumedComplete(input) : input;
  const [subjects] = subjectsOf([model], inGivenModule(contracts, given), given ?? {}).inputs;
  return whereOf(subjects?.judged ?? []).environment;
}
