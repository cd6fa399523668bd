import type { Check, Report } from '../../src/checks';
import { print } from '../../src/report/formats/text';
import { sampleStack } from '../checks/sample';
import { plain, reportOn } from './report-on';
import { widened } from './reports';

const brief = { ...plain, verbose: false };

/** A report on so many stacks, of which some fail. */
function reportOf(count: number, failing: readonly number[]): Report {
  const good = reportOn(sampleStack());
  const [[passed], [failed]] = [good.checks, reportOn(widened()).checks];
  const checks = Array.from({ length: count }, (_, index): Check => {
    const check = failing.includes(index) ? failed : passed;
    if (check === undefined) throw new Error('the sample has no check');
    return { ...check, name: `keyturn-e${index}`, notes: [] };
  });
  return { ...good, checks, verdict: failing.length === 0 ? 'pass' : 'fail' };
}

test('one or two inputs need no list', () => {
  expect(print(reportOf(2, [1]), brief)).not.toContain('2 inputs:');
});

test('three and more end with the verdicts of all, and the names of those that did not pass', () => {
  const text = print(reportOf(5, [1, 3]), brief);
  expect(text).toMatch(/\n\n5 inputs: 2 failed, 3 passed\n {2}✗ keyturn-e1.*\n {2}✗ keyturn-e3.*\n\n✗ fail: /);
  expect(print(reportOf(5, []), brief)).toMatch(/\n\n5 inputs: 5 passed\n\n✓ pass: /);
});

test('of many inputs, those that pass and have no notes are one line each, after the others', () => {
  const text = print(reportOf(30, [29]), brief);
  const quiet = text.split('\n').filter((line) => line.startsWith('✓ keyturn-e'));
  expect(quiet).toHaveLength(29);
  expect(text).toMatch(/✓ keyturn-e27 .*\n✓ keyturn-e28 .*\n\nContracts/);
  expect(text.indexOf('✗ keyturn-e29')).toBeLessThan(text.indexOf('✓ keyturn-e0'));
  expect(print(reportOf(30, []), plain)).toContain('Role ');
});
