import { rules, type Report } from '../../../src/checks';
import { print } from '../../../src/report/formats/sarif';
import { samplePlan, sampleStack, type Loose } from '../../checks/sample';
import { plain, reportOn } from '../report-on';
import { problemsBy, sampleReports, whateverAnInputNames, widened, withFindings } from '../reports';
import { slowTest, someOf } from '../../effort';

const problems = problemsBy('__tests__/fixtures/schemas/sarif-2.1.0.json');

interface Run {
  readonly results: readonly Loose[];
  readonly rules: readonly Loose[];
  readonly run: Loose;
}

function sarif(report: Report): Run {
  const [run]: Loose[] = JSON.parse(print(report, plain)).runs;
  return { run, results: run.results, rules: run.tool.driver.rules };
}

test.each(someOf(sampleReports))(
  'a report %s is as its schema says, with every rule, and with an error unless it passes',
  (_, report) => {
    expect(problems(JSON.parse(print(report, plain)))).toEqual([]);
    const { rules: listed, results } = sarif(report);
    const ids = listed.map(({ id }) => String(id));
    expect(ids).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
    expect(results.some(({ level }) => level === 'error')).toBe(report.verdict !== 'pass');
    for (const result of results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
  },
);

slowTest('whatever an input names, it is SARIF, with relative addresses', () =>
  whateverAnInputNames((report) => {
    expect(problems(JSON.parse(print(report, plain)))).toEqual([]);
    for (const { locations } of sarif(report).results) {
      expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^(?:file:\/\/\/)?[\w.!~*'()%/-]+$/);
    }
  }),
);

describe('a report that is too long', () => {
  slowTest('keeps 5,000 results and says so first', () => {
    const { results } = sarif(withFindings(7000));
    expect(results.length).toBe(5000);
    expect(results[0]).toMatchObject({ ruleId: 'report', level: 'error' });
    expect(results[0].message.text).toContain('2001 more results');
  });

  slowTest('drops notes before errors', () => {
    const many = withFindings(6000, 'note');
    const [first] = withFindings(1).checks;
    const both = { ...many, checks: [...many.checks, ...(first === undefined ? [] : [first])] };
    expect(sarif(both).results.find(({ ruleId }) => ruleId !== 'report')).toMatchObject({ level: 'error' });
  });
});

describe('for GitHub', () => {
  const { run, results, rules: listed } = sarif(reportOn(widened()));

  test('has severities as texts, relative addresses and positions', () => {
    for (const { properties } of listed) expect(Number(properties['security-severity'])).toBeGreaterThan(0);
    const { locations } = results[0];
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('input-0.json');
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
    expect(run.columnKind).toBe('utf16CodeUnits');
  });

  test('has fingerprints that what is inserted above does not change, and no two alike', () => {
    const moved = widened();
    const stack = { '//': moved['//'], locals: { first: 1 }, ...moved };
    const prints = (one: Run): string[] =>
      one.results.map((result) => String(result.partialFingerprints.primaryLocationLineHash));
    expect(prints(sarif(reportOn(stack)))).toEqual(prints(sarif(reportOn(widened()))));
    expect(new Set(prints({ run, results, rules: listed })).size).toBe(results.length);
  });

  test('has a category of its own for each set of inputs', () => {
    const { id: one } = sarif(reportOn(sampleStack())).run.automationDetails;
    const { id: other } = sarif(reportOn(samplePlan())).run.automationDetails;
    expect(one).not.toBe(other);
    expect(one).toMatch(/^keyturn\/.*\/2026-11-23$/);
  });

  test.each([
    ['a/b.json', 'a-b.json'],
    ['a b.json', 'a-b.json'],
    ['ä.json', 'ö.json'],
    ['a.json+stack:b.json', 'a.json-stack:b.json'],
  ])('has different categories for %s and %s', (one, other) => {
    const categoryOf = (file: string): unknown => {
      const report = reportOn(sampleStack());
      return sarif({ ...report, checks: report.checks.map((check) => ({ ...check, file })) }).run.automationDetails.id;
    };
    expect(categoryOf(one)).not.toBe(categoryOf(other));
  });
});
