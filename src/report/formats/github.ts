import { counted } from '../../text/duration';
import type { Finding, Report } from '../../checks';
import { printable } from '../../text/printable';
import { foldedFindings } from '../folded';
import type { Print } from './format';
import { basisOf, logicalPlace, sectionsOf, sentencesOf, shownLocation, wordsOf } from './words';

type Command = 'error' | 'warning' | 'notice';

/** GitHub shows this many annotations of each kind for one step, and drops the rest silently. */
const most = 10;

/**
 * Annotations of GitHub Actions. An undecided finding is an error too: what is not proved must not look like a warning. Every line is a command of Keyturn or begins with a word of Keyturn, and everything else is escaped, so no name in an input can give a command.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export const print: Print = (report) => {
  const findings = report.checks.flatMap(foldedFindings);
  const ofKind = (kind: Command): string[] =>
    findings.filter((finding) => commandOf(finding) === kind).map((finding) => annotation(kind, finding));
  const kinds: readonly Command[] = ['error', 'warning', 'notice'];
  // A change of the settings that affects every environment is reported once.
  const lines = kinds.flatMap((kind) => limited(kind, [...new Set(ofKind(kind))]));
  const noReason = report.verdict !== 'pass' && !findings.some((finding) => commandOf(finding) === 'error');
  const whole = noReason ? [command('error', { title: 'keyturn' }, `${report.verdict}: ${wordsOf(report)}`)] : [];
  return `${[...lines, ...whole, ...basisLines(report)].join('\n')}\n`;
};

function commandOf({ verdict }: Finding): Command {
  return verdict === 'note' ? 'notice' : 'error';
}

/** The first ten findings; or nine, and one line that counts the others. */
function limited(kind: Command, annotations: readonly string[]): readonly string[] {
  if (annotations.length <= most) return annotations;
  const shown = annotations.slice(0, most - 1);
  const rest = annotations.length - shown.length;
  const message = `${counted(rest, 'more finding')} of this kind; GitHub shows ${most}. The whole report has all of them.`;
  return [...shown, command(kind, { title: 'keyturn' }, message)];
}

function annotation(kind: Command, finding: Finding): string {
  const { rule, verdict, severity, place } = finding;
  const { file, line, column, endLine, endColumn } = shownLocation(place);
  const properties = {
    file,
    line: String(line),
    endLine: String(endLine),
    // GitHub accepts columns only within one line.
    ...(line === endLine ? { col: String(column), endColumn: String(endColumn) } : {}),
    title: `${rule} (${verdict === 'fail' ? severity : verdict})`,
  };
  const sentences = sentencesOf(finding).map(([name, text]) => (name === '' ? text : `${name}: ${text}`));
  const where = `at: ${[place.input, ...logicalPlace(place)].join(', ')}`;
  return command(kind, properties, [...sentences, where].map(printable).join('\n'));
}

function command(kind: Command, properties: Readonly<Record<string, string>>, message: string): string {
  const shown = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${kind} ${shown.join(',')}::${escaped(message)}`;
}

/** https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Plain lines of the log: the verdict and its basis. */
function basisLines(report: Report): string[] {
  const lines = [
    `verdict: ${report.verdict}, ${wordsOf(report)}`,
    ...basisOf(report).map(([name, value]) => `${name}: ${value}`),
    ...report.checks.flatMap((check) => [
      `${check.kind} ${check.name} (${check.file}): ${check.verdict}`,
      ...sectionsOf(check).flatMap(({ title, items }) => [title, ...items.map((item) => `- ${item}`)]),
    ]),
  ];
  return lines.map((line) => `keyturn: ${printable(line)}`);
}
