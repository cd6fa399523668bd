import type { JudgedResource, JudgedRole } from './context';
import type { TrustLine } from './contract/contract';

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
  const purposes = conditions.map(({ value }) => value).filter((value) => value.startsWith('arn:'));
  return [principal.value, ...purposes].join(' for ');
}
