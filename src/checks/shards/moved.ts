import type { Resource } from '../../model';
import { append } from '../../text/grouped';
import { pairsOf, rotatingMachines } from '../definition/rotation';

/** A user whose machine changes: it leaves one that stays, or is no longer rotated by it, for another one. */
interface MovedUser {
  readonly userName: string;
  readonly from: Resource;
  readonly to: Resource;
}

/** The users that one machine rotates before a change, and another one after it. A machine that keeps its address or its name is the same. */
export function movedUsers(before: readonly Resource[], after: readonly Resource[]): MovedUser[] {
  const [earlier, later] = [machinesOfUsers(before), machinesOfUsers(after)];
  return [...later].flatMap(([userName, machines]): MovedUser[] => {
    const former = earlier.get(userName) ?? [];
    const from = former.find((one) => !machines.some((other) => isSame(one, other)));
    const to = machines.find((one) => !former.some((other) => isSame(one, other)));
    return from === undefined || to === undefined ? [] : [{ userName, from, to }];
  });
}

function isSame(one: Resource, other: Resource): boolean {
  const { name } = one.values;
  return one.address === other.address || (typeof name === 'string' && name === other.values['name']);
}

function machinesOfUsers(resources: readonly Resource[]): ReadonlyMap<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const { machine, definition } of rotatingMachines(resources)) {
    for (const userName of new Set(pairsOf(definition).map((pair) => pair.userName))) append(found, userName, machine);
  }
  return found;
}
