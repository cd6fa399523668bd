import { perform, type Answer, type Call, type World } from '../../simulator';
import { isArray, isObject, type Json } from '../../json';
import type { CallEffect } from '../model/memory';
import { allKeys } from '../model/world-queries';
import type { Subject } from '../model/subject';
import type { Interpretation } from '../model/initial-worlds';
import type { SearchContext } from './context';

/** The id of every request. A random one would distinguish worlds that are equal. */
const requestId = '00000000-0000-4000-8000-000000000000';

/**
 * Makes a call that sees some keys as they were before their last change: a new key is not listed yet, a deleted key still is.
 * Returns 'as usual' if that makes no difference.
 */
export function callOnWorld(
  world: World,
  call: Call,
  stale: readonly number[],
  { subject, interpretation }: Pick<SearchContext, 'subject' | 'interpretation'>,
  now: number,
): CallEffect {
  const { role } = subject;
  if (call.api === 'listAccessKeys') {
    const { answer } = perform(asSeen(world, subject, stale), role, call, now, requestId);
    return { world, answer: ordered(answer, interpretation) };
  }
  if (stale.length > 0) {
    // Only the quota lags: a deleted key can still count.
    const counted = stale.filter((key) => allKeys(world, subject)[key]?.deletedAt !== undefined);
    const { answer } = perform(asSeen(world, subject, counted), role, call, now, requestId);
    return answer.ok || counted.length < stale.length ? 'as usual' : { world, answer };
  }
  return perform(world, role, call, now, requestId);
}

/** The keys that were made or deleted between two worlds, by index. */
export function changedKeys(before: World, after: World, subject: Subject): number[] {
  if (before === after) return [];
  const former = allKeys(before, subject);
  return allKeys(after, subject).flatMap((key, index) =>
    former[index] === undefined || former[index].deletedAt !== key.deletedAt ? [index] : [],
  );
}

function asSeen(world: World, { userName }: Subject, stale: readonly number[]): World {
  if (stale.length === 0) return world;
  const users = world.users.map((user) => {
    if (user.name !== userName) return user;
    const keys = user.keys.flatMap((key, index) => {
      if (!stale.includes(index)) return [key];
      const { deletedAt, ...alive } = key;
      return deletedAt === undefined ? [] : [alive];
    });
    return { ...user, keys };
  });
  return { ...world, users };
}

/**
 * Orders the keys of a list by the interpretation: AWS does not document the order.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
function ordered(answer: Answer, { listed }: Interpretation): Answer {
  const keys = answer.ok ? answer.result['AccessKeyMetadata'] : undefined;
  if (!answer.ok || !isArray(keys)) return answer;
  const dateOf = (key: Json) => (isObject(key) && typeof key['CreateDate'] === 'string' ? key['CreateDate'] : '');
  const sorted = [...keys].sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0));
  if (listed === 'newest first') sorted.reverse();
  return { ok: true, result: { ...answer.result, AccessKeyMetadata: sorted } };
}
