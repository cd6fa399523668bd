import { print } from '../../../src/report/formats/code-quality';
import { plain } from '../report-on';
import { sampleReports, whateverAnInputNames } from '../reports';
import type { Report } from '../../../src/checks';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The members that GitLab demands: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
function issuesOf(report: Report): readonly Issue[] {
  const issues = JSON.parse(print(report, plain)) as readonly Issue[];
  for (const issue of issues) {
    expect(Object.keys(issue).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity']);
    expect(issue.description).not.toBe('');
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(issue.severity);
    expect(issue.location.path).not.toBe('');
    expect(issue.location.lines.begin).toBeGreaterThan(0);
  }
  // GitLab shows the first of those that have one fingerprint.
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  return issues;
}

test.each(sampleReports)('a report %s has an issue above a remark unless it passes', (_, report) => {
  expect(issuesOf(report).some(({ severity }) => severity !== 'info')).toBe(report.verdict !== 'pass');
});

test('whatever an input names, it has every finding, each with a fingerprint of its own', () =>
  whateverAnInputNames((report) => {
    const issues = issuesOf(report).filter(({ check_name: name }) => name !== 'verdict');
    expect(issues).toHaveLength(report.checks.flatMap(({ findings }) => findings).length);
  }));
