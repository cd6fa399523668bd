import { join } from 'node:path';
import { callerOf, type Caller } from '../account/sdk/caller';
import { clientsFor, type Clients } from '../account/sdk/clients';
import { InputError } from '../input-error';
import { chooseEnvironment, placeOf, type Place } from '../operations/place';
import { loadSettings, type EnvironmentSettings } from '../settings';
import type { Io } from './io';

export interface AccessOptions {
  readonly environment?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

/** An environment, and clients with credentials for its account. */
export interface SignedIn {
  readonly place: Place;
  readonly clients: Clients;
}

/**
 * Finds the environment in the settings, and asks AWS whose credentials these are before anything else: a command never works in another account than
 * that of the environment.
 */
export async function signIn(options: AccessOptions, io: Pick<Io, 'cwd' | 'now'>): Promise<SignedIn> {
  const environment = chooseEnvironment(settingsOf(io), options.environment);
  const signedIn = into(environment, options);
  const caller = await callerOf(signedIn.clients);
  if (caller.accountId !== environment.accountId) throw wrongAccount([environment], caller);
  return signedIn;
}

/** Does the same for the named environment, or for all environments in the account of the caller. Also the names of the others. */
export async function signInToAll(
  options: AccessOptions,
  io: Pick<Io, 'cwd' | 'now'>,
): Promise<{ readonly signedIn: readonly SignedIn[]; readonly elsewhere: readonly EnvironmentSettings[] }> {
  if (options.environment !== undefined) return { signedIn: [await signIn(options, io)], elsewhere: [] };
  const { environments } = settingsOf(io);
  const all = environments.map((environment) => into(environment, options));
  const [first] = all;
  if (first === undefined) return { signedIn: [], elsewhere: [] };
  const caller = await callerOf(first.clients);
  const isHere = ({ accountId }: EnvironmentSettings) => accountId === caller.accountId;
  const signedIn = all.filter(({ place }) => isHere(place.environment));
  if (signedIn.length === 0) throw wrongAccount(environments, caller);
  return { signedIn, elsewhere: environments.filter((environment) => !isHere(environment)) };
}

function settingsOf({ cwd, now }: Pick<Io, 'cwd' | 'now'>) {
  return loadSettings(join(cwd, 'cdktf.json'), { now });
}

function into(environment: EnvironmentSettings, { profile, region, endpointUrl }: AccessOptions): SignedIn {
  const place = placeOf(environment, region);
  return { place, clients: clientsFor({ region: place.region, profile, endpointUrl }) };
}

function wrongAccount(environments: readonly EnvironmentSettings[], { accountId, arn }: Caller): InputError {
  const places = environments.map((environment) => `${environment.name} is in account ${environment.accountId}`);
  return InputError.of(
    `${places.join(', ')}; these credentials (${arn}) are for account ${accountId}: name others with --profile, or another --environment`,
  );
}
