import { createColors } from 'picocolors';
import type { Check, Finding, PermissionRow, Place, Report, Verdict } from '../../checks';
import { counted } from '../../text/duration';
import { printable } from '../../text/printable';
import { bounded, cutLine, wrapLine } from '../../text/wrap';
import { foldedFindings } from '../folded';
import { allChanges } from '../since';
import type { Print } from './format';
import { contractText, countsOfActions, lineOf, logicalPlace, premiseSections, remarkSections, wordsOf } from './words';
import { grouped, groupsByKey } from '../../text/grouped';
import { isQuiet, overviewOf } from '../overview';

/** Colours, the width of the terminal (0 if lines are not wrapped), and whether everything is shown. */
type Style = ReturnType<typeof createColors> & { readonly width: number; readonly verbose: boolean };

/** The limits of a report that a person reads. The rest is counted, and JSON has it. */
const most = { findings: 50, items: 100, characters: 2000, roomy: 20 };

/**
 * The report for people: the judged inputs, the findings, and one line for each role. `verbose` adds all permissions and the basis of the verdict.
 */
export const print: Print = (report, { colour, width = 0, verbose = false, changes }) => {
  const style = { ...createColors(colour), width, verbose };
  const parts = [
    ...checksText(report.checks, style),
    ...allChanges(changes, style.bold),
    ...(verbose ? assumptionsText(report, style) : []),
    basisText(report, style),
    ...overview(report.checks, style),
    summary(report, style),
  ];
  const lines = parts.join('\n\n').split('\n');
  return `${lines.map((line) => wrapLine(line, width)).join('\n')}\n`;
};

function contractsText({ contracts, beforePlan }: Report, verbose: boolean): string {
  if (beforePlan === true) return 'Contracts: none, as before every plan';
  const folder = verbose ? undefined : commonFolder(contracts);
  return folder === undefined
    ? `Contracts: ${contracts.map((contract) => printable(contractText(contract))).join(', ')}`
    : `Contracts in ${printable(folder)}: ${contracts.map(({ name }) => printable(name)).join(', ')}`;
}

/** The folder of several contracts that all apply here and have the names of their files. */
function commonFolder(contracts: Report['contracts']): string | undefined {
  const folders = new Set(
    contracts.map(({ name, file, notForInputs }) =>
      notForInputs === undefined && file.endsWith(`/${name}.json`) ? file.slice(0, -`/${name}.json`.length) : '',
    ),
  );
  const [folder = ''] = folders;
  return contracts.length > 1 && folders.size === 1 && folder !== '' ? folder : undefined;
}

function basisText(report: Report, { dim, verbose }: Style): string {
  const { date, typeList, checks } = report;
  const lines = [
    contractsText(report, verbose),
    `Checked ${date} against the resource types of ${verbose ? typeList : awsTypes(typeList)}`,
  ];
  const assumptions = new Set(checks.flatMap(({ premises }) => premises)).size;
  const more = `${counted(assumptions, 'assumption')}, all permissions and what is not visible: --verbose`;
  return [...lines, ...(verbose ? [] : [dim(more)])].join('\n');
}

/** Text such as `hashicorp/aws 5.100.0, 6.25.0 and 6.66.0`, made from a list of providers with their versions. */
function awsTypes(typeList: string): string {
  const [first = '', ...others] = typeList.split(', ');
  const [provider = ''] = first.split(' ');
  const versions = others.filter((one) => one.startsWith(`${provider} `)).map((one) => one.slice(provider.length + 1));
  return versions.length < 2
    ? [first, ...versions].join(' and ')
    : `${[first, ...versions.slice(0, -1)].join(', ')} and ${versions.at(-1)}`;
}

/** The basis of the verdict, once for each input kind. */
function assumptionsText({ checks }: Report, style: Style): string[] {
  const kinds = [...new Set(checks.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const ofKind = checks.filter((check) => check.kind === kind);
    const [first] = ofKind;
    if (first === undefined) return [];
    // A contract or an input can add assumptions of its own.
    const premises = [...new Set(ofKind.flatMap((check) => check.premises))];
    return premiseSections({ ...first, premises }).map(({ title, items }) => list(title, items, style));
  });
}

/** Each input; of many, those about which there is nothing to say have one line, after all others. */
function checksText(checks: readonly Check[], style: Style): string[] {
  const isShort = (check: Check): boolean => !style.verbose && checks.length > most.roomy && isQuiet(check);
  const quiet = checks.filter(isShort);
  return [
    ...checks.filter((check) => !isShort(check)).map((check) => checkText(check, style)),
    ...(quiet.length === 0 ? [] : [quiet.map((check) => titleOf(check, style)).join('\n')]),
  ];
}

function overview(checks: readonly Check[], style: Style): string[] {
  const found = overviewOf(checks);
  if (found === undefined) return [];
  const lines = found.others.map(({ verdict, name }) => `  ${mark(verdict, style)} ${printable(name)}`);
  return [[found.counts, ...withBound(lines, 'input')].join('\n')];
}

function titleOf(check: Check, style: Style): string {
  return `${mark(check.verdict, style)} ${style.bold(printable(check.name))}  ${style.dim(`${check.kind} ${printable(check.file)}`)}`;
}

function checkText(check: Check, style: Style): string {
  const lines = [
    titleOf(check, style),
    ...placeText(check, style),
    `  ${countsOf(check)}`,
    ...(style.verbose ? [] : roleLines(check)),
  ];
  const findings = foldedFindings(check);
  const sections = [
    ...findings.slice(0, most.findings).map((finding) => findingText(finding, style)),
    ...(findings.length > most.findings ? [`  ${leftOut(findings.length - most.findings, 'finding')}`] : []),
    ...(style.verbose ? [permissionTable(check, style)] : []),
    ...remarkSections(check)
      .filter(({ isBrief }) => style.verbose || isBrief)
      .map(({ title, items }) => list(title, items, style)),
  ];
  return [lines.join('\n'), ...sections.filter((section) => section !== '')].join('\n\n');
}

/** One line for each role, without its permissions. */
function roleLines({ roles, permissions }: Check): string[] {
  const groups = groupsByKey(permissions, ({ role }) => role);
  const lines = roles.map(({ name, machine, contract }) => {
    const own = groups.get(name) ?? [];
    const byItself = own.filter(({ by }) => by === 'identity');
    const count = (values: readonly string[], noun: string): string => counted(new Set(values).size, noun);
    const [actions, resources] = [byItself.map(({ action }) => action), byItself.map(({ resource }) => resource)];
    const { size } = new Set(own.filter(({ by }) => by === 'resource-policy').map(({ action }) => action));
    const others = size === 0 ? '' : ` (plus ${size} by policies of resources)`;
    const extent = own.every(({ verdict }) => verdict === 'inside') ? 'all' : 'not all';
    return `  Role ${printable(name)}${usedBy(machine)}: ${count(actions, 'action')} on ${count(resources, 'resource')}${others}, ${extent} in contract ${printable(contract)}`;
  });
  return withBound(lines, 'role');
}

function usedBy(machine: string | null): string {
  return machine === null ? '' : ` (used by state machine ${printable(machine)})`;
}

function countsOf({ rules, roles }: Check): string {
  const count = (outcome: string) => rules.filter((rule) => rule.outcome === outcome).length;
  const shown = [
    `${count('pass')} rules passed`,
    ...(count('fail') > 0 ? [`${count('fail')} failed`] : []),
    ...(count('undecided') > 0 ? [`${count('undecided')} undecided`] : []),
    ...(count('not-applicable') > 0 ? [`${count('not-applicable')} not applicable`] : []),
  ];
  return `${counted(roles.length, 'role')} judged; ${shown.join(', ')}`;
}

/** The environment, account and region of the input, once for all findings. */
function placeText({ environment, accountId, region }: Check, style: Style): string[] {
  const parts = Object.entries({ environment, account: accountId, region }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${printable(value)}`],
  );
  return parts.length === 0 ? [] : [`  ${style.dim(parts.join(', '))}`];
}

function leftOut(count: number, noun: string): string {
  return `and ${counted(count, `more ${noun}`)}; --format json has all of them`;
}

function findingText(finding: Finding, style: Style): string {
  const { verdict, rule, place, message, request, why, grant, remedy } = finding;
  const shown = (text: string): string => bounded(printable(text), most.characters);
  const lines = [
    `  ${mark(verdict, style)} ${style.bold(rule)}: ${shown(message)}`,
    `      at ${shown([inFile(place), ...logicalPlace(place)].join(', '))}`,
    ...excerptLines(place, style),
    ...(request === undefined ? [] : [`      Allows: ${shown(request)}`]),
    ...(why === undefined ? [] : [`      Reason: ${shown(why)}`]),
    ...(grant === undefined ? [] : [style.dim(`      Grant: ${printable(grant)}`)]),
    `      Fix: ${shown(remedy)}`,
  ];
  return lines.join('\n');
}

/** The file with line and column, as editors and terminals open it. */
function inFile({ inContract, input, line, column }: Place): string {
  if (inContract !== undefined) return `${inContract.file}:${inContract.line}:${inContract.column}`;
  return line === undefined ? input : `${input}:${line}:${column ?? 1}`;
}

/** The excerpt, with a caret below the reported part. */
function excerptLines({ excerpt }: Place, style: Style): string[] {
  if (excerpt === undefined) return [];
  const { lines, caret } = excerpt;
  return lines.flatMap((line, index) => {
    const shown = `      ${style.dim('|')} ${cutLine(printable(line), style.width - 8)}`;
    if (index !== caret?.line) return [shown];
    // Escapes of characters that cannot be printed make a line longer.
    const before = printable(line.slice(0, caret.column - 1)).length;
    const length = printable(line.slice(caret.column - 1, caret.column - 1 + caret.length)).length;
    return [
      shown,
      `      ${style.dim('|')} ${style.red(cutLine(`${' '.repeat(before)}${'^'.repeat(Math.max(1, length))}`, style.width - 8))}`,
    ];
  });
}

function permissionTable({ permissions, roles }: Check, style: Style): string {
  return roles
    .map(({ name, machine, trusts }) => {
      const rows = permissions.filter(({ role }) => role === name);
      const title = `  ${style.bold(`Role ${printable(name)}`)}${usedBy(machine)} can${countsOfActions(rows)}:`;
      const body =
        rows.length === 0
          ? ['    do nothing: no permission is known']
          : withBound(groups(rows), 'line').map((row) => `    ${row}`);
      return [title, ...body, `    The contract lets it be assumed by ${printable(trusts)}`].join('\n');
    })
    .join('\n\n');
}

/** Actions that are allowed on the same resources under the same conditions are listed together. */
function groups(rows: readonly PermissionRow[]): string[] {
  const byAction = grouped(rows, ({ action, by, conditions, contractLine, verdict }) => [
    action,
    by,
    conditions,
    contractLine,
    verdict,
  ]);
  const byResources = grouped(byAction, ([first, ...more]) => [
    [first, ...more].map((row) => row?.resource),
    first?.by,
    first?.conditions,
    first?.contractLine,
    first?.verdict,
  ]);
  return byResources.flatMap((group) => {
    const first = group[0]?.[0];
    if (first === undefined) return [];
    return [
      `${printable(group.map(([row]) => row?.action).join(', '))}  [${basis(first)}]`,
      // A policy that is read back from its role is in two places, and grants the same.
      ...new Set((group[0] ?? []).map(({ resource }) => `  on ${printable(resource)}`)),
      ...first.conditions.map((condition) => `  if ${printable(condition)}`),
    ];
  });
}

function basis(permission: PermissionRow): string {
  return permission.verdict === 'inside' ? `contract: ${lineOf(permission)}` : lineOf(permission);
}

function list(title: string, items: readonly string[], style: Style): string {
  if (items.length === 0) return '';
  const shown = withBound(
    items.map((item) => `- ${bounded(printable(item), most.characters)}`),
    'line',
  );
  return [`  ${style.dim(title)}`, ...shown.map((item) => style.dim(`    ${item}`))].join('\n');
}

function withBound(lines: readonly string[], noun: string): string[] {
  const left = lines.length - most.items;
  return left <= 0 ? [...lines] : [...lines.slice(0, most.items), leftOut(left, noun)];
}

function summary(report: Report, style: Style): string {
  const { verdict, checks } = report;
  const findings = checks.flatMap(foldedFindings);
  const failures = findings.filter(({ verdict: one }) => one === 'fail').length;
  const undecided = findings.filter(({ verdict: one }) => one === 'undecided').length;
  const said = {
    pass: wordsOf(report),
    undecided: `${undecided} ${undecided === 1 ? 'question' : 'questions'} could not be decided, and what is not proved does not pass`,
    fail: `${failures} ${failures === 1 ? 'finding' : 'findings'}${undecided > 0 ? `, and ${undecided} undecided` : ''}`,
  };
  return `${mark(verdict, style)} ${style.bold(`${verdict}:`)} ${said[verdict]}`;
}

function mark(verdict: Verdict | 'note', style: Style): string {
  switch (verdict) {
    case 'pass':
      return style.green('✓');
    case 'fail':
      return style.red('✗');
    case 'undecided':
      return style.yellow('?');
    case 'note':
      return style.dim('·');
  }
}
