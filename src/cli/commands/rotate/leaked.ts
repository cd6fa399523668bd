import { deactivate, keysOf } from '../../../account/keys';
import type { Clients } from '../../../account/sdk/clients';
import { InputError } from '../../../input-error';
import { printable } from '../../../text/printable';
import type { Io } from '../../io';

interface Leaked {
  readonly clients: Clients;
  readonly userName: string;
  readonly keyId: string;
  readonly when: 'now' | 'never' | undefined;
}

/** Finds the key among those of the user. Returns undefined if it does not exist any more. */
export async function findLeaked({
  clients,
  userName,
  keyId,
}: Leaked): Promise<{ readonly status: string } | undefined> {
  const keys = await keysOf(clients, userName);
  if (keys === undefined) throw InputError.of(`${userName}: there is no such IAM user`);
  return keys.find(({ id }) => id === keyId);
}

/** Deactivates the key first if that is wanted; asks if nobody said. Returns whether it did. */
export async function deactivateFirst({ clients, userName, keyId, when }: Leaked, io: Io): Promise<boolean> {
  const chosen = when ?? (await asked(keyId, io));
  if (chosen === 'never') return false;
  await deactivate(clients, userName, keyId);
  io.stderr(`Deactivated ${printable(keyId)}: AWS refuses it from now on.\n`);
  return true;
}

async function asked(keyId: string, { ask }: Io): Promise<'now' | 'never'> {
  if (ask === undefined)
    throw InputError.of(
      '--leaked: without a terminal, say --deactivate now (the consumers of the key stop at once) or --deactivate never (the key works until it is replaced)',
    );
  const answer = await ask(
    `${printable(keyId)} works until the rotation has replaced it, for about a quarter of an hour.\nDeactivate it now? Its consumers stop at once. [y/N] `,
  );
  if (answer === undefined) throw InputError.of('no answer; nothing was started');
  return answer === 'y' || answer === 'yes' ? 'now' : 'never';
}
