import { judge, sampleStack, spoken } from '../checks/sample';
import { contractsWith } from './sample';

test.each([
  ['its own name', 'keyturn-${environment}-execution', []],
  ['its own name in other letters', 'KEYTURN-${environment}-execution', []],
  ['another name', 'keyturn-${environment}-runner', ['covered note']],
  ['the name in another environment', 'keyturn-production-execution', ['covered note']],
])('where the machine is visible its role counts: %s in the contract', (_, role, notes) => {
  const check = judge(
    sampleStack(),
    contractsWith((execution) => (execution.subject.role = role)),
  );
  expect(spoken(check)).toEqual([]);
  expect(check.verdict).toBe('pass');
  expect(check.findings.map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual(notes);
});
