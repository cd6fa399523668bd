import type { Rates } from '../../../../fleet';
import { defaultLimits } from '../../../../settings/schema/load';
import type { AccountLimits } from '../../../account-limits';

/** The rates that the options give; they replace those of the settings. */
type GivenRates = { readonly [Rate in keyof Rates]?: number | undefined };

/** A stack's account and Region. */
interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Finds the rates of an account: of the options, else the lowest of its environments, else the default. IAM has one rate for all Regions. */
export function ratesOf({ accountId, region }: Place, given: GivenRates, written: AccountLimits): Rates {
  const own = written.filter((one) => one.accountId === accountId);
  const here = own.filter((one) => one.region === region);
  return {
    sesPerSecond: given.sesPerSecond ?? lowest(here, 'sesPerSecond'),
    iamPerSecond: given.iamPerSecond ?? lowest(own, 'iamPerSecond'),
  };
}

function lowest(environments: AccountLimits, rate: keyof Rates): number {
  const found = environments.flatMap(({ limits }) => (limits === undefined ? [] : [limits[rate]]));
  return found.length === 0 ? defaultLimits[rate] : Math.min(...found);
}
