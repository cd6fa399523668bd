import { judge, spoken } from '../checks/sample';
import { sharded } from './sharded';

const texts = ['String', 'none', 'CheckGracePeriod', 'Choice', 'Pass'];

test.each([
  ['three shards with four users each', sharded(12, 3)],
  ['shards with one user, next to one with two', sharded(4, 3)],
  ['shards with one user each', sharded(2, 2)],
  ['users with the names of other texts of a definition', sharded(5, 2, (index) => texts[index] ?? '')],
])('a sharded stack passes: %s', (_, { stack, contracts }) => {
  const result = judge(stack, contracts);
  expect(result.findings.map(({ rule, verdict, message }) => `${rule} ${verdict}: ${message}`)).toEqual([]);
  expect(spoken(result)).toEqual([]);
});
