import { GetIdentityVerificationAttributesCommand } from '@aws-sdk/client-ses';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clientsOf, type Clients, type Place } from '../account';
import { findTerraform } from '../../tools';
import { belongingsIn } from './belongings';

/** Why nothing was begun, in one line. */
export class Refusal extends Error {}

/** An account that somebody keeps for trying things out, and what the suite may use of it. */
export interface Sandbox {
  readonly place: Place;
  readonly clients: Clients;
  /** An address that SES lets the account send from. */
  readonly sender: string;
  /** Every secret access key that there was. It is looked for where none may be, and shown nowhere. */
  readonly secretKeys: Set<string>;
  /** Waits as long as AWS takes for things; an emulator takes no time. */
  readonly patience: Patience;
}

export interface Patience {
  /** Seconds until a new role is known everywhere. */
  readonly forRoles: number;
  /** Seconds after which a change that cannot be seen is given up. */
  readonly forChanges: number;
  /** Seconds after which what cannot be removed is given up. A state machine goes when its executions have ended. */
  readonly forRemoval: number;
  /** Seconds between two looks at something that takes minutes. */
  readonly betweenLooks: number;
}

/** IAM is eventually consistent. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
const withAws: Patience = { forRoles: 20, forChanges: 120, forRemoval: 900, betweenLooks: 5 };
const withEmulator: Patience = { forRoles: 0, forChanges: 1, forRemoval: 60, betweenLooks: 0.1 };

/**
 * The sandbox that the environment names. There is no default: an account is used only if its id is given, in full.
 * Throws a Refusal for what is missing or malformed.
 */
export function sandboxOf(env: NodeJS.ProcessEnv): Sandbox {
  const place = placeIn(env);
  const sender = named(env, 'KEYTURN_SANDBOX_SENDER', 'an address that SES has verified in that region');
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(sender))
    throw new Refusal(
      `KEYTURN_SANDBOX_SENDER is ${JSON.stringify(sender)}: write an address such as rotation@example.com`,
    );
  return { ...withoutSender(place), sender };
}

/** The same for what sends no mail. */
export function sandboxWithoutSender(env: NodeJS.ProcessEnv): Sandbox {
  return withoutSender(placeIn(env));
}

function withoutSender(place: Place): Sandbox {
  const patience = place.endpoint === undefined ? withAws : withEmulator;
  return { place, clients: clientsOf(place), sender: '', secretKeys: new Set(), patience };
}

function placeIn(env: NodeJS.ProcessEnv): Place {
  const accountId = named(env, 'KEYTURN_SANDBOX_ACCOUNT', 'the account that may be used, by its twelve digits');
  if (!/^\d{12}$/.test(accountId))
    throw new Refusal(
      `KEYTURN_SANDBOX_ACCOUNT is ${JSON.stringify(accountId)}: the id of an account has twelve digits`,
    );
  const region = named(env, 'AWS_REGION', 'the region to work in');
  const { KEYTURN_SANDBOX_ENDPOINT: endpoint } = env;
  return { accountId, region, endpoint: endpoint === '' ? undefined : endpoint };
}

function named(env: NodeJS.ProcessEnv, variable: string, what: string): string {
  const value = env[variable];
  if (value === undefined || value === '') throw new Refusal(`${variable} is not set: it names ${what}`);
  return value;
}

/** Throws a Refusal unless the credentials are those of the account that was named. Changes nothing. */
export async function refuseOtherAccounts({ clients, place }: Sandbox): Promise<void> {
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
    throw new Refusal(`AWS does not say whose credentials these are: ${nameOf(error)}`);
  });
  if (Account !== place.accountId)
    throw new Refusal(
      `the credentials are those of account ${Account}, and KEYTURN_SANDBOX_ACCOUNT names ${place.accountId}: nothing was done`,
    );
}

/** Throws a Refusal where something is missing or in the way. Changes nothing. */
export async function refuseUnfit(sandbox: Sandbox): Promise<void> {
  const terraform = findTerraform();
  if ('missing' in terraform) throw new Refusal(`missing ${terraform.missing}`);
  const there = await belongingsIn(sandbox.clients);
  const ours = there.filter(({ isOurs }) => isOurs);
  const others = there.filter(({ isOurs }) => !isOurs);
  if (others.length > 0)
    throw new Refusal(
      `the account has ${listed(others)}, which this suite did not make: rename or remove what is there`,
    );
  if (ours.length > 0)
    throw new Refusal(`an earlier run left ${listed(ours)}: remove what it left with "npm run sandbox -- clean"`);
  const domain = sandbox.sender.split('@')[1] ?? '';
  const { VerificationAttributes = {} } = await sandbox.clients.ses.send(
    new GetIdentityVerificationAttributesCommand({ Identities: [sandbox.sender, domain] }),
  );
  if (!Object.values(VerificationAttributes).some(({ VerificationStatus }) => VerificationStatus === 'Success'))
    throw new Refusal(
      `SES has verified neither ${sandbox.sender} nor ${domain} in ${sandbox.place.region}: verify one, or name another KEYTURN_SANDBOX_SENDER`,
    );
}

const mostListed = 5;

export function listed(things: readonly { readonly kind: string; readonly name: string }[]): string {
  const names = things.slice(0, mostListed).map(({ kind, name }) => `${kind} ${name}`);
  const more = things.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** The name of an error and nothing else: what it says may quote what was sent. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'an unknown error';
}
