import type { Clients } from '../../../account/sdk/clients';
import { deactivate, deleteKey, keysOf, withLastUse } from '../../../account/keys';
import { runningFor } from '../../../account/running';
import { secretKeyId } from '../../../account/secrets';
import { InputError } from '../../../input-error';
import type { KeyFacts } from '../../../operations/facts';
import { chooseUser, placeOfUser, type Place } from '../../../operations/place';
import { keyIdOf } from '../../../operations/start';
import { isSame, removableOf, situationOf, type Removable } from '../../../operations/two-keys';
import type { UserSettings } from '../../../settings';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { untilInterrupted, type Doing } from '../interrupt';
import type { Io } from '../../io';
import { signIn, type AccessOptions } from '../../sign-in';
import { conclusionLines, lookLines, type Look } from './text';

export interface ResolveOptions extends AccessOptions {
  readonly deactivate?: string;
  readonly delete?: string;
  readonly json?: boolean;
}

type Deed = 'deactivate' | 'delete';

/** Shows the two keys of a user, and deactivates or deletes the one that the secret does not hold. Returns 1 while two keys are left to resolve. */
export async function run(userName: string, options: ResolveOptions, io: Io): Promise<number> {
  return untilInterrupted((doing) => resolve(userName, options, doing, io), io);
}

async function resolve(userName: string, options: ResolveOptions, doing: Doing, io: Io): Promise<number> {
  const wanted = keyIdOf('--deactivate', options.deactivate) ?? keyIdOf('--delete', options.delete);
  const { clients, place: all } = await signIn(options, io);
  const user = chooseUser(all.environment, userName);
  const place = placeOfUser(all, user);
  const look = await lookAt(clients, place, user);
  const now = io.now.getTime();
  const shown = [...lookLines(look, now), ...conclusionLines(look)];
  const explanation = `${shown.join('\n')}\n`;
  if (options.json) io.stderr(explanation);
  else io.stdout(explanation);
  const removable = look.running.kind === 'none' ? removableOf(look.situation, wanted) : undefined;
  const deed = await chosen(look, { removable, wanted }, options, io);
  if (deed !== undefined && removable !== undefined)
    await act({ clients, place, user, look, deed, key: removable.key }, doing, io);
  if (options.json) io.stdout(`${printableJson(documentOf(look, deed))}\n`);
  return deed !== undefined || isFine(look) ? exitCodes.clean : exitCodes.findings;
}

async function lookAt(clients: Clients, place: Place, user: UserSettings): Promise<Look> {
  const listed = await keysOf(clients, user.name);
  if (listed === undefined) throw InputError.of(`${user.name}: there is no such IAM user`);
  const keys = await Promise.all(listed.map((key) => withLastUse(clients, key)));
  const running = keys.length < 2 ? ({ kind: 'none' } as const) : await runningFor(clients, place, user.name, keys);
  const situation = situationOf(keys, await secretKeyId(clients, user.secretName));
  return { userName: user.name, secretName: user.secretName, keys, running, situation };
}

function isFine({ situation }: Look): boolean {
  return situation.kind === 'one-key' && situation.isInSecret !== false;
}

/** Returns the deed for the key that can go: as the options say, or as a person answers. */
async function chosen(
  { situation, keys, running }: Look,
  { removable, wanted }: { readonly removable: Removable | undefined; readonly wanted: string | undefined },
  options: ResolveOptions,
  { ask }: Io,
): Promise<Deed | undefined> {
  if (wanted === undefined) {
    if (removable === undefined || ask === undefined || options.json) return undefined;
    return answered(removable.canDelete, removable.key.status === 'Active', ask);
  }
  if (running.kind === 'none' && keys.every(({ id }) => id !== wanted))
    throw InputError.of(`${wanted}: not a key of the user; nothing was done`);
  if (situation.kind === 'spare' && situation.held.id === wanted)
    throw InputError.of(`${wanted}: the secret holds this key; nothing was done`);
  if (removable === undefined) throw InputError.of(`${wanted}: nothing was done; see above`);
  if (options.delete === undefined) return 'deactivate';
  if (removable.canDelete) return 'delete';
  throw InputError.of(`${wanted}: the key is used, or it is not known whether; deactivate it first. Nothing was done`);
}

async function answered(canDelete: boolean, isActive: boolean, ask: NonNullable<Io['ask']>): Promise<Deed | undefined> {
  const words = [...(isActive ? ['deactivate'] : []), ...(canDelete ? ['delete'] : [])];
  const answer = await ask(`Type ${words.join(' or ')}, or Enter to leave it: `);
  const deeds: readonly Deed[] = ['deactivate', 'delete'];
  return deeds.find((deed) => deed === answer && words.includes(deed));
}

interface Act {
  readonly clients: Clients;
  readonly place: Place;
  readonly user: UserSettings;
  readonly look: Look;
  readonly deed: Deed;
  readonly key: KeyFacts;
}

/** Looks again first: somebody else may have done something meanwhile. */
async function act({ clients, place, user, look, deed, key }: Act, doing: Doing, io: Io): Promise<void> {
  const { situation } = await lookAt(clients, place, user);
  if (!isSame(look.situation, situation))
    throw InputError.of(`${user.name}: the keys or the secret changed meanwhile; nothing was done`);
  const id = key.id ?? '';
  await doing(() => (deed === 'delete' ? deleteKey(clients, user.name, id) : deactivate(clients, user.name, id)));
  const undo = `aws iam update-access-key --user-name ${printable(user.name)} --access-key-id ${printable(id)} --status Active`;
  io.stderr(
    deed === 'delete'
      ? `Deleted ${printable(id)}.\n`
      : `Deactivated ${printable(id)}. If somebody needs it: ${undo}\nThe next rotation deletes it.\n`,
  );
}

function documentOf({ userName, secretName, keys, running, situation }: Look, deed: Deed | undefined): object {
  const removable = removableOf(situation, undefined);
  return {
    format: 'keyturn-resolve/1',
    user: userName,
    secret: secretName,
    keys: keys.map(({ id, status, createdAt, lastUsedAt }) => ({
      id: id ?? null,
      status,
      createdAt: new Date(createdAt).toISOString(),
      lastUsedAt: typeof lastUsedAt === 'number' ? new Date(lastUsedAt).toISOString() : null,
      neverUsed: lastUsedAt === null,
    })),
    rotation: running.kind,
    situation: situation.kind,
    keyInSecret: situation.kind === 'spare' ? (situation.held.id ?? null) : null,
    otherKey: removable?.key.id ?? null,
    canDelete: removable?.canDelete ?? false,
    done: deed ?? null,
  };
}
