import { busiestMinute, Counts, mostRunning, useOf } from '../../src/fleet/load';
import type { Quota } from '../../src/fleet/quotas';

const quota = (perSecond: number, bucket = perSecond): Quota => ({
  kind: 'mails',
  perSecond,
  bucket,
  source: 'assumed',
});

function countsOf(seconds: readonly number[]): Counts {
  const counts = new Counts();
  for (const second of seconds) counts.add(second * 1000);
  return counts;
}

test.each<[words: string, quota: Quota, seconds: readonly number[], throttled: number]>([
  ['nothing', quota(1), [], 0],
  ['as many as the quota', quota(2), [1, 1, 2, 2], 0],
  ['one more than the quota', quota(2), [1, 1, 1], 1],
  ['a burst within the bucket', quota(1, 5), [1, 1, 1, 1, 1], 0],
  ['a second burst before the bucket is full again', quota(1, 5), [1, 1, 1, 1, 1, 3, 3, 3], 1],
  ['a second burst after it is full again', quota(1, 5), [1, 1, 1, 1, 1, 9, 9, 9, 9, 9], 0],
  ['times in any order', quota(1), [7, 3, 7], 1],
])('%s', (_, limit, seconds, throttled) => {
  expect(useOf(limit, countsOf(seconds))).toMatchObject({ throttled, total: seconds.length });
});

test('the busiest second is the first of those with the most', () => {
  expect(useOf(quota(9), countsOf([5, 5, 2, 8, 8]))).toMatchObject({ most: 2, mostAt: 5000 });
});

test('the busiest minute is the first of those with the most', () => {
  expect(busiestMinute([120_000, 120_500, 0, 59_999, 300_000])).toEqual({ most: 2, at: 0 });
  expect(busiestMinute([])).toEqual({ most: 0, at: undefined });
});

test('an execution that ends as another starts does not run with it', () => {
  const executions = [
    { start: 0, end: 10 },
    { start: 10, end: 20 },
    { start: 15, end: 30 },
  ];
  expect(mostRunning(executions)).toEqual({ most: 2, at: 15 });
});
