import { judge, spoken } from '../checks/sample';
import { sharded } from './sharded';

test('a sharded stack passes', () => {
  const { stack, contracts } = sharded(12, 3);
  const result = judge(stack, contracts);
  expect(result.findings.map(({ rule, verdict, message }) => `${rule} ${verdict}: ${message}`)).toEqual([]);
  expect(spoken(result)).toEqual([]);
});
