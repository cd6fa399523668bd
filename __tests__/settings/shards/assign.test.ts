import * as fc from '../../fast-check';
import { examples } from '../../effort';
import { assignShards, loadsOf, type ShardLimits, type ShardRow } from '../../../src/settings/shards';

/** Which shard a user gets. A filled cell never changes, and the order of the rows decides nothing. */
const environments = ['production', 'staging'];

const rowsArbitrary = fc
  .uniqueArray(
    fc.record({
      userName: fc.stringMatching(/^[a-z]{1,6}$/),
      shard: fc.option(fc.constantFrom('00', '01', '02', 'x'), { nil: undefined }),
      of: fc.subarray(environments, { minLength: 1 }),
      size: fc.integer({ min: 50, max: 300 }),
    }),
    { maxLength: 60, selector: ({ userName }) => userName },
  )
  .map((all) =>
    all.map(({ userName, shard, of, size }, index): ShardRow => ({
      userName,
      line: index + 2,
      shard,
      characters: new Map(of.map((name) => [name, size])),
    })),
  );
const limitsArbitrary = fc
  .record({ users: fc.integer({ min: 1, max: 20 }), characters: fc.integer({ min: 300, max: 3_000 }) })
  .map((one) => new Map<string, ShardLimits>(environments.map((name) => [name, one])));

const given = (rows: readonly ShardRow[], shards: ReadonlyMap<ShardRow, string>): ShardRow[] =>
  rows.map((row) => ({ ...row, shard: row.shard ?? shards.get(row) }));
const byUser = (rows: readonly ShardRow[], limits: ReadonlyMap<string, ShardLimits>): Record<string, string> =>
  Object.fromEntries(given(rows, assignShards(rows, limits)).map(({ userName, shard }) => [userName, shard ?? '']));

test('fills every empty cell within the limits, and no other', () => {
  fc.assert(
    fc.property(rowsArbitrary, limitsArbitrary, (rows, limits) => {
      const assigned = assignShards(rows, limits);
      expect([...assigned.keys()]).toEqual(expect.arrayContaining(rows.filter(({ shard }) => shard === undefined)));
      expect([...assigned.keys()].every(({ shard }) => shard === undefined)).toBe(true);
      const before = loadsOf(rows);
      for (const [environment, shards] of loadsOf(given(rows, assigned))) {
        const most = limits.get(environment) as ShardLimits;
        for (const [shard, load] of shards) {
          const earlier = before.get(environment)?.get(shard);
          const isSame = earlier?.users === load.users;
          expect(isSame || (load.users <= most.users && load.characters <= most.characters)).toBe(true);
        }
      }
    }),
    { numRuns: examples(500) },
  );
});

test('does not depend on the order of the rows, and has nothing to do the second time', () => {
  fc.assert(
    fc.property(
      rowsArbitrary.chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
      ),
      limitsArbitrary,
      ([rows, shuffled], limits) => {
        expect(byUser(shuffled, limits)).toEqual(byUser(rows, limits));
        expect(assignShards(given(rows, assignShards(rows, limits)), limits).size).toBe(0);
      },
    ),
    { numRuns: examples(500) },
  );
});

test('moves nobody when users come, go, or a shard is added', () => {
  fc.assert(
    fc.property(rowsArbitrary, rowsArbitrary, limitsArbitrary, fc.nat(), (rows, more, limits, gone) => {
      const before = byUser(rows, limits);
      const kept = given(rows, assignShards(rows, limits)).filter((_, index) => index !== gone % (rows.length || 1));
      const names = new Set(kept.map(({ userName }) => userName));
      const added = more.filter(({ userName }) => !names.has(userName));
      const after = byUser([...kept, ...added], limits);
      expect(kept.map(({ userName }) => after[userName])).toEqual(kept.map(({ userName }) => before[userName]));
    }),
    { numRuns: examples(500) },
  );
});

const users = (count: number, size = 150, from = 0): ShardRow[] =>
  Array.from({ length: count }, (_, index) => ({
    userName: `user-${String(from + index).padStart(5, '0')}`,
    line: index + 2,
    shard: undefined,
    characters: new Map([['production', size]]),
  }));
const of = (count: number) => new Map([['production', { users: count, characters: 100_000 }]]);
const sizes = (rows: readonly ShardRow[]) =>
  [...(loadsOf(rows).get('production') ?? [])].map(([shard, load]) => `${shard} ${load.users}`);

test('divides evenly over as few shards as are needed', () => {
  const rows = users(1_000);
  expect(sizes(given(rows, assignShards(rows, of(400))))).toEqual(['00 334', '01 333', '02 333']);
});

test('a new user goes to the least full shard, and opens one only if none has room', () => {
  const full = users(800);
  const filled = given(full, assignShards(full, of(400)));
  expect(sizes(filled)).toEqual(['00 400', '01 400']);
  const more = [...filled, ...users(2, 150, 800)];
  expect(sizes(given(more, assignShards(more, of(400))))).toEqual(['00 400', '01 400', '02 2']);
  const without = [...filled.slice(1), ...users(1, 150, 800)];
  expect(sizes(given(without, assignShards(without, of(400))))).toEqual(['01 400', '00 400']);
});

test('characters count before users', () => {
  const rows = [...users(3, 1_000), ...users(9, 100, 3)];
  expect(sizes(given(rows, assignShards(rows, new Map([['production', { users: 11, characters: 3_000 }]]))))).toEqual([
    '00 2',
    '01 10',
  ]);
});

test('20,000 users', () => {
  const rows = users(20_000);
  const filled = given(rows, assignShards(rows, of(400)));
  expect(loadsOf(filled).get('production')?.size).toBe(50);
});
