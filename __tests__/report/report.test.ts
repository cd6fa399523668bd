import { check } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { digest, samplePlan } from '../checks/sample';
import { reportOn } from './report-on';

test('a report of no input, or without a contract, is not a pass', () => {
  expect(reportOn().verdict).toBe('undecided');
  const models = [readModel(JSON.stringify(samplePlan()), 'plan.json')];
  expect(check(models, [], { today: '2026-11-23', coverAll: 'stacks', digest }).verdict).toBe('undecided');
});
