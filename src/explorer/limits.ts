import type { World } from '../simulator';
import { allKeys, keyInSecret } from './look';
import type { Broken } from './promises';
import type { Subject } from './subject';

/** What five actions cannot give: circumstances under which a promise is not made, openly. What happens in them is shown all the same. */
export const limits = {
  'older-of-two':
    'Where the older of two active keys is replaced (until-next-rotation, and overlap with replace-older), the older one must not be the one in the secret: five actions cannot tell which one it holds.',
  'two-and-a-fault':
    'Two executions for one user at once, and a fault beside: a key in use can be deleted. At least one of the executions then ends FAILED.',
  'dead-between':
    'delete-first: from its Delete to its UpdateSecret the secret is dead, longer where the execution fails in between; two executions at once may leave a dead secret. A failure says so.',
} as const;

export type LimitName = keyof typeof limits;

export interface Circumstances {
  readonly subject: Subject;
  readonly executions: number;
  readonly faults: number;
  /** The world in which the execution that breaks something began. */
  readonly start: World;
}

/** The limit that a finding falls under, by its circumstances alone; undefined where the promise is made. */
export function limitOf(
  { promise, what }: Broken,
  { subject, executions, faults, start }: Circumstances,
): LimitName | undefined {
  if (promise !== '1 the secret is never dead' && promise !== '4 the next run heals') return undefined;
  if (isOlderInUse(start, subject)) return 'older-of-two';
  const isTold = !what.startsWith('Every execution succeeded');
  return executions > 1 && faults > 0 && isTold ? 'two-and-a-fault' : undefined;
}

function isOlderInUse(world: World, subject: Subject): boolean {
  const { mayDie, refusesTwo } = subject.traits;
  const [older, newer, ...more] = allKeys(world, subject).filter(({ deletedAt }) => deletedAt === undefined);
  if (mayDie || refusesTwo || older === undefined || newer === undefined || more.length > 0) return false;
  return older.status === 'Active' && newer.status === 'Active' && keyInSecret(world, subject) === older.id;
}
