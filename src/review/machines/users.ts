import { pairsOf, rotatingMachines } from '../../checks/definition/rotation';
import { movedUsers } from '../../checks/shards/moved';
import { textOf, type Resource } from '../../model';
import type { Sides } from '../sides';

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
  const later = pairsIn(after.resources);
  if (before === undefined) return { kind: 'before-unknown', present: [...later.values()] };
  const earlier = pairsIn(before.resources);
  const added = [...later].filter(([key]) => !earlier.has(key)).map(([, pair]) => pair);
  const removed = [...earlier].filter(([key]) => !later.has(key)).map(([, pair]) => pair);
  const moved = movedUsers(before.resources, after.resources).map(({ userName, from, to }): MovedUser => ({
    userName,
    from: nameOf(from),
    to: nameOf(to),
    address: from.address,
  }));
  return { kind: 'compared', added, removed, moved, unchanged: later.size - added.length };
}

function pairsIn(resources: readonly Resource[]): ReadonlyMap<string, RotatedPair> {
  const machines = rotatingMachines(resources);
  const isOne = machines.length === 1;
  return new Map(
    machines.flatMap(({ machine, definition }) =>
      pairsOf(definition).map(({ userName, secretName }) => [
        JSON.stringify([userName, secretName]),
        { userName, secretName, ...(isOne ? {} : { machine: nameOf(machine) }) },
      ]),
    ),
  );
}

function nameOf({ values, address }: Resource): string {
  const name = textOf(values, 'name');
  return typeof name === 'string' ? name : address;
}
