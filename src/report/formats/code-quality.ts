import { createHash } from 'node:crypto';
import type { Finding, Report } from '../../checks';
import { printable, printableJson } from '../../text/printable';
import type { Print } from './format';
import { basisOf, logicalPlace, sectionsOf, sentencesOf, shownLocation, wordsOf } from './words';

/**
 * The report that GitLab shows in a merge request. It shows only what the target branch does not have, by the fingerprints. An undecided finding is
 * as severe as a failure of its rule: what is not proved must not look like a remark.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const print: Print = (report) => {
  const seen = new Map<string, number>();
  const findings = report.checks.flatMap((check) => check.findings.map((finding) => issueOf(finding, seen)));
  const isTold = report.verdict === 'pass' || findings.some(({ severity }) => severity !== 'info');
  return `${printableJson([wholeReport(report, isTold ? 'info' : 'blocker'), ...findings])}\n`;
};

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities: Readonly<Record<Finding['severity'], Issue['severity']>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
};

function issueOf(finding: Finding, seen: Map<string, number>): Issue {
  const { rule, verdict, severity, place, grant, message } = finding;
  const { file, line } = shownLocation(place);
  // Not the line: text inserted above a finding does not make it a new one.
  const own = JSON.stringify([rule, place.input, place.address ?? '', place.contract ?? '', grant ?? message]);
  const count = (seen.get(own) ?? 0) + 1;
  seen.set(own, count);
  const sentences = sentencesOf(finding).map(([name, text]) => (name === '' ? text : `${name}: ${text}`));
  const told = verdict === 'undecided' ? ['undecided, so not a pass'] : [];
  const where = `at: ${[place.input, ...logicalPlace(place)].join(', ')}`;
  return {
    description: [...sentences, ...told, where].map(printable).join('\n'),
    check_name: rule,
    fingerprint: hash(`${own}:${count}`),
    severity: verdict === 'note' ? 'info' : severities[severity],
    location: locationAt(file, line),
  };
}

/** The verdict and its basis. It is a remark if a finding says the rest; without one, nothing was judged. */
function wholeReport(report: Report, severity: Issue['severity']): Issue {
  const { verdict, checks, contracts } = report;
  const path = checks[0]?.file ?? contracts[0]?.file ?? 'keyturn';
  const lines = [
    `${verdict}: ${wordsOf(report)}`,
    ...basisOf(report).map(([name, value]) => `${name}: ${value}`),
    ...checks.flatMap((check) => [
      `${check.kind} ${check.name} (${check.file}): ${check.verdict}`,
      ...sectionsOf(check).flatMap(({ title, items }) => [title, ...items.map((item) => `- ${item}`)]),
    ]),
  ];
  return {
    description: lines.map(printable).join('\n'),
    check_name: 'verdict',
    // The day and the basis are not in it: the same verdict is not a new issue every day.
    fingerprint: hash(JSON.stringify(['verdict', path, verdict])),
    severity,
    location: locationAt(path, 1),
  };
}

/** GitLab demands a path, and an input can be without a name. */
function locationAt(file: string, line: number): Issue['location'] {
  return { path: file === '' ? 'keyturn' : file, lines: { begin: line } };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
