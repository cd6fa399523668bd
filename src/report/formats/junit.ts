import type { Check, Finding, Report, RuleOutcome } from '../../checks';
import { printable } from '../../text/printable';
import type { Print } from './format';
import { basisOf, logicalPlace, sectionsOf, sentencesOf, shownLocation } from './words';

/**
 * JUnit XML, as most programs read it: a suite for each input, and in it a case for each rule. Undecided is an error and never a skip, because most
 * programs show a skip as green. No suite is empty, for the same reason.
 * https://github.com/testmoapp/junitxml
 */
export const print: Print = (report) => {
  const suites =
    report.checks.length === 0 ? [nothingJudged(report)] : report.checks.map((check) => suite(check, report));
  const sum = (name: keyof Counts): number => suites.reduce((total, { counts }) => total + counts[name], 0);
  const counts = { tests: sum('tests'), failures: sum('failures'), errors: sum('errors'), skipped: sum('skipped') };
  const root = { name: 'keyturn', ...shownCounts(counts), time: '0' };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'testsuites',
    root,
    suites.map(({ xml }) => xml),
  )}\n`;
};

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Suite {
  readonly counts: Counts;
  readonly xml: string;
}

interface Case {
  readonly kind: 'pass' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function nothingJudged(report: Report): Suite {
  const error = element('error', { message: 'there was no input, so nothing was judged', type: 'undecided' });
  const xml = element('testcase', { name: 'at least one input was judged', classname: 'keyturn', time: '0' }, [error]);
  return suiteOf({
    name: 'keyturn',
    date: report.date,
    cases: [{ kind: 'error', xml }],
    facts: properties(report, []),
    notes: '',
  });
}

function suite(check: Check, report: Report): Suite {
  const known = new Set(check.rules.map(({ id }) => id));
  const cases = check.rules.map((rule) => ruleCase(check, rule));
  const others = check.findings.filter(({ rule }) => !known.has(rule));
  const ids = [...new Set(others.map(({ rule }) => rule))];
  const otherCases = ids.map((id) =>
    testCase(
      check,
      id,
      id,
      others.filter(({ rule }) => rule === id),
      'undecided',
    ),
  );
  // An input can be undecided although no rule reports anything: nothing in it was judged.
  const whole = testCase(check, 'verdict', 'The verdict on the input is a pass.', [], check.verdict);
  const facts = properties(
    report,
    sectionsOf(check).flatMap(({ title, items }) => items.map((item): [string, string] => [title, item])),
  );
  const notes = check.findings
    .filter(({ verdict }) => verdict === 'note')
    .map((finding) => sentences(finding).join('\n'));
  return suiteOf({
    name: `${check.kind} ${check.name}`,
    date: report.date,
    cases: [...cases, ...otherCases, whole],
    facts,
    notes: notes.join('\n\n'),
    file: check.file,
  });
}

interface SuiteParts {
  readonly name: string;
  /** The day of the check. */
  readonly date: string;
  readonly cases: readonly Case[];
  readonly facts: string;
  readonly notes: string;
  readonly file?: string;
}

function suiteOf({ name, date, cases, facts, notes, file }: SuiteParts): Suite {
  const count = (kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const attributes = {
    name,
    ...shownCounts(counts),
    time: '0',
    timestamp: `${date}T00:00:00`,
    ...(file === undefined ? {} : { file }),
  };
  const out = notes === '' ? [] : [element('system-out', {}, [escaped(notes)])];
  return { counts, xml: element('testsuite', attributes, [facts, ...cases.map(({ xml }) => xml), ...out]) };
}

function shownCounts({ tests, failures, errors, skipped }: Counts): Readonly<Record<string, string>> {
  return { tests: String(tests), failures: String(failures), errors: String(errors), skipped: String(skipped) };
}

function ruleCase(check: Check, { id, claim, outcome }: RuleOutcome): Case {
  const findings = check.findings.filter(({ rule, verdict }) => rule === id && verdict !== 'note');
  return testCase(check, id, claim, findings, outcome);
}

function testCase(
  check: Check,
  id: string,
  claim: string,
  findings: readonly Finding[],
  outcome: RuleOutcome['outcome'],
): Case {
  const [first] = findings;
  const at = first === undefined ? { file: check.file } : shownLocation(first.place);
  const attributes = {
    name: `${id}: ${claim}`,
    classname: `keyturn.${check.kind}.${check.name}`,
    time: '0',
    file: at.file,
    ...('line' in at ? { line: String(at.line) } : {}),
  };
  switch (outcome) {
    case 'pass':
      return { kind: 'pass', xml: element('testcase', attributes) };
    case 'not-applicable': {
      const skipped = element('skipped', { message: 'this rule is not applicable to this input' });
      return { kind: 'skipped', xml: element('testcase', attributes, [skipped]) };
    }
    case 'fail':
    case 'undecided': {
      const kind = outcome === 'fail' ? 'failure' : 'error';
      return { kind, xml: element('testcase', attributes, [trouble(kind, outcome, findings)]) };
    }
  }
}

/** A case has at most one failure or error, so it holds all findings, the most severe first. */
function trouble(kind: 'failure' | 'error', outcome: string, findings: readonly Finding[]): string {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const message = first === undefined ? `${outcome}: see the other cases` : `${first.message}${more}`;
  const text = findings.map((finding) => sentences(finding).join('\n')).join('\n\n');
  return element(kind, { message, type: outcome }, [escaped(text)]);
}

function sentences(finding: Finding): string[] {
  const { rule, verdict, place } = finding;
  const { file, line, column } = shownLocation(place);
  return [
    `${rule}, ${verdict}, at ${file}:${line}:${column}, ${[place.input, ...logicalPlace(place)].join(', ')}`,
    ...sentencesOf(finding).map(([name, text]) => (name === '' ? text : `${name}: ${text}`)),
  ].map(printable);
}

function properties(report: Report, more: readonly [string, string][]): string {
  const all: [string, string][] = [['verdict', report.verdict], ...basisOf(report), ...more];
  return element(
    'properties',
    {},
    all.map(([name, value]) => element('property', { name, value })),
  );
}

function element(name: string, attributes: Readonly<Record<string, string>>, children: readonly string[] = []): string {
  const shown = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(printable(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${shown}/>` : `<${name}${shown}>${children.join('')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Characters that XML 1.0 forbids even as an entity were made printable before.
 * https://www.w3.org/TR/xml/#charsets
 */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
