import type { Contract, ContractEnvironment, Parameter, ParameterValues } from '../contract/contract';
import { only } from './sight';

/** Whether a subject is in the account and region of its environment. */
export type Placement =
  /** The environment is undefined if the contract names none, or several that the input does not distinguish. */
  | { readonly kind: 'here'; readonly environment: string | undefined; readonly isBound: boolean }
  /** The contract is for other environments. */
  | { readonly kind: 'other-environment' }
  /** It is in another account or region than its environment. */
  | { readonly kind: 'other-place'; readonly environment: ContractEnvironment }
  /** Its account or region is not known. */
  | { readonly kind: 'unknown'; readonly missing: readonly Parameter[] };

type KnownPlace = Pick<ParameterValues, 'account' | 'region'>;

/**
 * Compares the place of a subject with the environments of its contract.
 * @param names the possible environments of the subject; empty if they are not known
 */
export function placementOf({ environments }: Contract, names: ReadonlySet<string>, place: KnownPlace): Placement {
  if (environments === undefined) return { kind: 'here', environment: undefined, isBound: false };
  const possible = names.size === 0 ? environments : environments.filter(({ name }) => names.has(name));
  const [first] = possible;
  if (first === undefined) return { kind: 'other-environment' };
  const bound = possible.filter((one) => one.account !== undefined && isAt(one, place));
  if (bound.length > 0) return { kind: 'here', environment: onlyName(bound), isBound: true };
  const bare = possible.filter(({ account }) => account === undefined);
  if (bare.length > 0) return { kind: 'here', environment: onlyName(bare), isBound: false };
  const missing = missingFor(possible, place);
  return missing.length > 0 ? { kind: 'unknown', missing } : { kind: 'other-place', environment: first };
}

function onlyName(environments: readonly ContractEnvironment[]): string | undefined {
  return only(new Set(environments.map(({ name }) => name)));
}

/** Whether an environment with an account is at a place. */
function isAt({ account, region }: ContractEnvironment, place: KnownPlace): boolean {
  return account === place.account && (region === undefined || region === place.region);
}

/** The parts of a place that must be known to exclude every environment. */
function missingFor(environments: readonly ContractEnvironment[], place: KnownPlace): Parameter[] {
  if (place.account === undefined) return ['account'];
  const isRegional = environments.some(({ account }) => account === place.account);
  return isRegional && place.region === undefined ? ['region'] : [];
}

/** Names of bound environments at one of some places. */
export function environmentsAt(contracts: readonly Contract[], places: readonly KnownPlace[]): string[] {
  return contracts.flatMap(({ environments = [] }) =>
    environments.filter((one) => places.some((place) => isAt(one, place))).map(({ name }) => name),
  );
}

/** Text such as `account 111122223333` or `account 111122223333, region eu-central-1`. */
export function placeInWords({ account, region }: KnownPlace, withRegion: boolean): string {
  const shownRegion = withRegion && region !== undefined ? `, region ${region}` : '';
  return `account ${account ?? ''}${shownRegion}`;
}
