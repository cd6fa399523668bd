import type { Course } from './course';

/** The keys of a user that rotations create and delete. */
export interface KeyAges {
  /** The longest time from CreateAccessKey to DeleteAccessKey, in milliseconds; 0 if no key was deleted or is left. */
  readonly longest: number;
  /** Whether that key still exists at the end. */
  readonly isLeft: boolean;
}

/**
 * The ages of the keys that rotations create, if every rotation succeeds.
 * @param starts of the executions, ascending, in milliseconds since 1970
 * @param until the end of the simulation: keys that are left then are as old as they are then
 */
export function agesOf(starts: readonly number[], { createsAt, deletes }: Course, until: number): KeyAges {
  let ages: KeyAges = { longest: 0, isLeft: false };
  if (createsAt === undefined) return ages;
  starts.forEach((start, index) => {
    const deleting = deletes === undefined ? undefined : starts[index + deletes.lag];
    const deletedAt = deleting === undefined || deletes === undefined ? undefined : deleting + deletes.at;
    const end = deletedAt === undefined || deletedAt > until ? until : deletedAt;
    const longest = end - (start + createsAt);
    if (longest > ages.longest) ages = { longest, isLeft: end === until };
  });
  return ages;
}
