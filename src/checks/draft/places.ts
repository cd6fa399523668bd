import { parseArn, partitionOf } from '../../iam';
import { parseLenientJson } from '../../json';
import { textOf, type Model, type Resource } from '../../model';
import type { GivenParameters } from '../contract/contract';

/** The place of the role; undefined if the input does not show it. */
export interface RolePlace {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
}

/** The place that the provider of the role shows. The rest is from the ARN of the role, or as the call gives it. */
export function placeOfRole(
  { providers }: Model,
  { providerKey, values }: Resource,
  given: GivenParameters,
): RolePlace {
  const provider = providers.find(({ key }) => key === providerKey);
  const arn = textOf(values, 'arn');
  const ofArn = typeof arn === 'string' ? parseArn(arn) : undefined;
  const region = typeof provider?.region === 'string' ? provider.region : given.region;
  return {
    account: typeof provider?.accountId === 'string' ? provider.accountId : (ofArn?.accountId ?? given.account),
    region,
    partition: ofArn?.partition ?? (region === undefined ? undefined : partitionOf(region)),
  };
}

/**
 * Account, region and partition of the role become the contract's parameters, so that one contract fits every account. Another or unknown
 * account or partition stays as written.
 */
export function parameterized(contract: object, { account, region, partition }: RolePlace): object {
  const filled = JSON.stringify(contract, (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    const inAccount = account === undefined ? value : value.replaceAll(account, () => '${account}');
    if (!inAccount.startsWith('arn:')) return inAccount;
    const [arn, own, service, ownRegion, ...rest] = inAccount.split(':');
    const regional = ownRegion !== '' && ownRegion === region ? '${region}' : ownRegion;
    return [arn, own === partition ? '${partition}' : own, service, regional, ...rest].join(':');
  });
  return parseLenientJson(filled) as object; // what was an object is one
}
