import { createHash } from 'node:crypto';
import type { Finding, Place, Report, Severity } from '../../checks';
import { printable, printableJson } from '../../text/printable';
import type { Print } from './format';
import {
  basisOf,
  logicalPlace,
  rulesOf,
  sectionsOf,
  sentencesOf,
  shownLocation,
  wordsOf,
  type RuleWords,
} from './words';

/** GitHub keeps the first 5,000 results and drops the rest silently. */
const mostResults = 5000;
const longestDescription = 1024;
const longestMessage = 4000;

/** GitHub calls a score above 9 critical, from 7 high and from 4 medium. It reads the number from a string. */
const scores: { readonly [severity in Severity]: string } = { critical: '9.5', high: '8.0', medium: '5.5' };

/** The results of this format itself. They do not come from a rule of the check. */
const reportRule: RuleWords = {
  id: 'report',
  severity: 'high',
  claim: 'The report is complete, and at least one input was judged.',
  rationale: 'An empty or a shortened list of results must not look like a pass.',
  remedy: 'Read the report as JSON, which is complete.',
};

/**
 * SARIF 2.1.0 for GitHub's code scanning. An undecided finding is a result of level error, and without a pass there is always such a result.
 * https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */
export const print: Print = (report, { version }) => {
  const all = resultsOf(report);
  const rules = [...rulesOf(report), reportRule];
  const run = {
    tool: { driver: { name: 'keyturn', version, rules: rules.map(ruleOf) } },
    automationDetails: { id: `${categoryOf(report)}/${report.date}` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: !report.checks.some(({ findings }) =>
          findings.some(({ rule }) => rule === 'rule-crashed'),
        ),
        exitCode: report.verdict === 'pass' ? 0 : 1,
      },
    ],
    results: limited(all).map(({ level, place, ruleId, text, fingerprint }) => ({
      ruleId,
      ruleIndex: rules.findIndex(({ id }) => id === ruleId),
      level,
      message: { text: cut(text, longestMessage) },
      locations: [locationOf(place)],
      partialFingerprints: { primaryLocationLineHash: fingerprint },
    })),
    properties: { verdict: report.verdict, ...basisProperties(report) },
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${printableJson(log)}\n`;
};

interface SarifResult {
  readonly ruleId: string;
  readonly level: 'error' | 'note';
  readonly text: string;
  readonly place: Place;
  readonly fingerprint: string;
}

function resultsOf(report: Report): SarifResult[] {
  const seen = new Map<string, number>();
  const results = report.checks.flatMap(({ findings }) =>
    findings.map((finding): SarifResult => ({
      ruleId: finding.rule,
      level: finding.verdict === 'note' ? 'note' : 'error',
      text: textOf(finding),
      place: finding.place,
      fingerprint: fingerprintOf(finding, seen),
    })),
  );
  const isTold = report.verdict === 'pass' || results.some(({ level }) => level === 'error');
  return isTold ? results : [ofReport(report, `${report.verdict}: ${wordsOf(report)}`), ...results];
}

/** Errors come first, so that the least important results are cut off. */
function limited(results: readonly SarifResult[]): SarifResult[] {
  if (results.length <= mostResults) return [...results];
  const sorted = [...results].sort((one, other) => Number(one.level === 'note') - Number(other.level === 'note'));
  const kept = sorted.slice(0, mostResults - 1);
  const rest = results.length - kept.length;
  const [first] = results;
  const text = `${rest} more results are not in this file, because GitHub keeps ${mostResults}; the report as JSON has all of them.`;
  return [{ ...reportResult(first?.place ?? { input: '' }, text) }, ...kept];
}

function ofReport({ checks, contracts }: Report, text: string): SarifResult {
  return reportResult({ input: checks[0]?.file ?? contracts[0]?.file ?? 'keyturn' }, text);
}

function reportResult(place: Place, text: string): SarifResult {
  return { ruleId: reportRule.id, level: 'error', text, place, fingerprint: `${hash([reportRule.id, text])}:1` };
}

function textOf(finding: Finding): string {
  const sentences = sentencesOf(finding).map(([name, text]) => (name === '' ? text : `${name}: ${text}`));
  const where = `at: ${[finding.place.input, ...logicalPlace(finding.place)].join(', ')}`;
  const told = finding.verdict === 'undecided' ? ['undecided, so not a pass'] : [];
  return [...sentences, ...told, where].map(printable).join('\n');
}

/** The fingerprint of a finding. It does not depend on lines and statement numbers, so text inserted above does not change it. */
function fingerprintOf({ rule, place, grant, message }: Finding, seen: Map<string, number>): string {
  const own = hash([rule, place.input, place.address ?? '', place.contract ?? '', grant ?? message]);
  const count = (seen.get(own) ?? 0) + 1;
  seen.set(own, count);
  return `${own}:${count}`;
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function locationOf(place: Place): object {
  const { file, line, column, endLine, endColumn } = shownLocation(place);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const name = place.address === undefined ? undefined : printable(place.address);
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region },
    ...(name === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }),
  };
}

/** The path, percent-encoded. It is relative to the root of the repository unless the file is outside it. */
function uriOf(file: string): string {
  const steps = file
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/^(?:\.\/)+/, '')
    .split('/');
  const path = steps.map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path.replace(/^\/+/, '/')}` : path || 'keyturn';
}

function ruleOf({ id, severity, claim, rationale, remedy }: RuleWords): object {
  return {
    id,
    name: id,
    shortDescription: { text: cut(claim, longestDescription) },
    fullDescription: { text: cut(`${claim} ${rationale}`, longestDescription) },
    help: { text: `${claim}\n\nWhy: ${rationale}\n\nFix: ${remedy}` },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'iam'], precision: 'very-high', 'security-severity': scores[severity] },
  };
}

/** A category for each set of inputs. Of two uploads with one category, the later one replaces the earlier. */
function categoryOf({ checks }: Report): string {
  const inputs = checks.map(({ kind, file }) => `${kind}:${file}`);
  const isPlain = inputs.every((input) => /^[\w.:/-]+$/.test(input));
  const name = inputs.join('+');
  return `keyturn/${isPlain && name !== '' && name.length <= 100 ? name : hash(inputs)}`;
}

function basisProperties(report: Report): object {
  return {
    basis: basisOf(report).map(([name, value]) => `${name}: ${printable(value)}`),
    inputs: report.checks.map((check) => ({
      file: check.file,
      kind: check.kind,
      verdict: check.verdict,
      said: sectionsOf(check).map(({ title, items }) => ({ title, items: items.map(printable) })),
    })),
  };
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}
