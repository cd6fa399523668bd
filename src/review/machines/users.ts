import { readDefinition } from '../../checks/definition/definition';
import { pairsOf, rotates } from '../../checks/definition/rotation';
import { movedUsers } from '../../checks/shards/moved';
import { textOf, type Resource } from '../../model';
import type { Sides } from '../sides';
import { machinesIn } from './machines';

/** A user whose keys a machine rotates, with the secret that gets the new key. */
export interface RotatedPair {
  readonly userName: string;
  readonly secretName: string;
  /** The name of the machine, if the input has several machines that rotate, such as those of shards. */
  readonly machine?: string;
}

/** A user that another machine rotates after the change. */
export interface MovedUser {
  readonly userName: string;
  /** The names of the machines. */
  readonly from: string;
  readonly to: string;
  /** The address of the machine before the change. */
  readonly address: string;
}

/** The users that machines rotate on both sides. */
export type UsersChange =
  | {
      readonly kind: 'compared';
      readonly added: readonly RotatedPair[];
      readonly removed: readonly RotatedPair[];
      readonly moved: readonly MovedUser[];
      readonly unchanged: number;
    }
  | { readonly kind: 'before-unknown'; readonly present: readonly RotatedPair[] };

/** The users that the machines of both sides rotate. A user that only its machine changes is moved, and neither added nor removed. */
export function usersChange({ before, after }: Sides): UsersChange {
  const later = pairsIn(machinesIn(after));
  if (before === undefined) return { kind: 'before-unknown', present: [...later.values()] };
  const earlier = pairsIn(machinesIn(before));
  const added = [...later].filter(([key]) => !earlier.has(key)).map(([, pair]) => pair);
  const removed = [...earlier].filter(([key]) => !later.has(key)).map(([, pair]) => pair);
  const moved = movedUsers(machinesIn(before), machinesIn(after)).map(({ userName, from, to }): MovedUser => ({
    userName,
    from: nameOf(from),
    to: nameOf(to),
    address: from.address,
  }));
  return { kind: 'compared', added, removed, moved, unchanged: later.size - added.length };
}

function pairsIn(machines: readonly Resource[]): ReadonlyMap<string, RotatedPair> {
  const rotating = machines.flatMap((machine) => {
    const definition = machine.sensitive.has('definition') ? undefined : readDefinition(machine);
    return definition !== undefined && rotates(definition) ? [{ machine: nameOf(machine), definition }] : [];
  });
  const isOne = rotating.length === 1;
  return new Map(
    rotating.flatMap(({ machine, definition }) =>
      pairsOf(definition).map(({ userName, secretName }) => [
        JSON.stringify([userName, secretName]),
        { userName, secretName, ...(isOne ? {} : { machine }) },
      ]),
    ),
  );
}

function nameOf({ values, address }: Resource): string {
  const name = textOf(values, 'name');
  return typeof name === 'string' ? name : address;
}
