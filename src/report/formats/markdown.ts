import { counted } from '../../text/duration';
import type { Check, Finding, PermissionRow, Report } from '../../checks';
import { code, details, literal, prose, table } from '../../text/markdown';
import { foldedFindings } from '../folded';
import type { Print } from './format';
import {
  basisOf,
  countsOfActions,
  granterOf,
  lineOf,
  logicalPlace,
  sectionsOf,
  sentencesOf,
  shownLocation,
  wordsOf,
} from './words';

/**
 * GitHub refuses a comment of more than 65,536 characters, and a job summary of more than 1 MiB. The limit leaves some room for text around the
 * report.
 */
const mostBytes = 60_000;
const mostItems = 200;

const signs = { pass: '✅', undecided: '❓', fail: '❌', note: 'ℹ️' } as const;

/** The report for a job summary or a pull request. It names the parts that do not fit; verdict and premises are always shown. */
export const print: Print = (report) => {
  const head = `## ${signs[report.verdict]} Keyturn: ${report.verdict}\n\n${prose(wordsOf(report))}.\n\n${overview(report)}`;
  const tail = [...report.checks.map(premises), details('Basis of this verdict', basisItems(report))].join('\n\n');
  const blocks = report.checks.flatMap((check) => [
    ...foldedFindings(check).map((finding) => findingBlock(finding)),
    ...permissionBlocks(check),
  ]);
  const room = mostBytes - bytes(head) - bytes(tail);
  return `${[head, ...fitting(blocks, room), tail].join('\n\n')}\n`;
};

/** The blocks that fit, and a line that counts the blocks that were left out. */
function fitting(blocks: readonly string[], room: number): string[] {
  const line = (count: number): string =>
    `**${counted(count, 'part')} of this report left out, because it is too long for this place: read it as text or JSON.**`;
  const kept: string[] = [];
  let left = room - bytes(line(blocks.length)) - 4;
  for (const block of blocks) {
    left -= bytes(block) + 2;
    if (left < 0) return [...kept, line(blocks.length - kept.length)];
    kept.push(block);
  }
  return kept;
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function overview({ checks }: Report): string {
  if (checks.length === 0) return 'There was no input, so nothing was judged.';
  const rows = checks.slice(0, mostItems).map((check) => {
    const count = (verdict: Finding['verdict']): string =>
      String(foldedFindings(check).filter((one) => one.verdict === verdict).length);
    const name = `${code(check.name)} (${check.kind} ${code(check.file)})`;
    const verdict = `${signs[check.verdict]} ${check.verdict}`;
    return [name, verdict, String(check.roles.length), count('fail'), count('undecided'), count('note')];
  });
  const more =
    checks.length > mostItems ? `\n\n${counted(checks.length - mostItems, 'more input')} not listed here.` : '';
  return `${table(['Input', 'Verdict', 'Roles', 'Failures', 'Undecided', 'Notes'], rows)}${more}`;
}

function findingBlock(finding: Finding): string {
  const { rule, verdict, severity, place } = finding;
  const { file, line, column } = shownLocation(place);
  const where = [`${file}:${line}:${column}`, ...(file === place.input ? [] : [place.input]), ...logicalPlace(place)];
  const lines = [
    `### ${signs[verdict]} ${prose(rule)} (${verdict === 'fail' ? severity : verdict})`,
    '',
    ...sentencesOf(finding).map(([name, text]) => `- ${name === '' ? '' : `**${name}:** `}${prose(text)}`),
    `- **at:** ${where.map(code).join(', ')}`,
  ];
  return [lines.join('\n'), ...excerptBlock(finding)].join('\n\n');
}

function excerptBlock({ place: { excerpt } }: Finding): string[] {
  if (excerpt === undefined) return [];
  const { lines, caret } = excerpt;
  const shown = lines.map((line, index) => {
    const text = literal(line);
    if (index !== caret?.line) return text;
    const from = caret.column - 1;
    const [before, meant, after] = [
      line.slice(0, from),
      line.slice(from, from + caret.length),
      line.slice(from + caret.length),
    ];
    return `${literal(before)}<b>${literal(meant)}</b>${literal(after)}`;
  });
  return [`<pre>${shown.join('\n')}</pre>`];
}

/** One table for each role. */
function permissionBlocks({ roles, permissions }: Check): string[] {
  return roles.flatMap(({ name, machine, trusts }) => {
    const own = permissions.filter(({ role }) => role === name);
    const rows = own.map(permissionRow);
    const title = `### What role ${code(name)}${machine === null ? '' : ` (used by state machine ${code(machine)})`} can do${countsOfActions(own)}`;
    const trust = `The contract lets it be assumed by ${prose(trusts)}.`;
    if (rows.length === 0) return [`${title}\n\nNo known permission. ${trust}`];
    const parts = inParts([...new Map(rows.map((row) => [JSON.stringify(row), row])).values()], mostItems);
    return parts.map((part, index) => {
      const shown = table(['Action', 'Resource', 'Condition', 'Contract'], part);
      return index === 0 ? `${title}\n\n${trust}\n\n${shown}` : shown;
    });
  });
}

function permissionRow(permission: PermissionRow): string[] {
  const { action, resource, conditions, verdict } = permission;
  const line = `${verdict === 'outside' ? `${signs.fail} ` : ''}${prose(lineOf(permission))}`;
  const granter = granterOf(permission);
  return [
    code(action),
    code(resource),
    conditions.map(code).join('<br>'),
    granter === undefined ? line : `${line}<br>${prose(granter)}`,
  ];
}

function premises(check: Check): string {
  const parts = sectionsOf(check).map(({ title, items }) => `**${prose(title)}**\n\n${list(items)}`);
  return details(`${check.kind} ${check.name}: assumptions, and what is not visible`, parts.join('\n\n'));
}

function basisItems(report: Report): string {
  return list(basisOf(report).map(([name, value]) => `${name}: ${value}`));
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, mostItems).map((item) => `- ${prose(item)}`);
  const more = items.length > mostItems ? [`- and ${items.length - mostItems} more`] : [];
  return [...shown, ...more].join('\n');
}

function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
