import type { Check, Contract, Finding, PermissionRow, Report } from '../../checks';
import type { Block, Cell, Mark, Page, Phrase, Section, TableBlock } from '../../html';
import { accessBlocks } from '../access-block';
import { findingBlocks, verdictMarks } from '../finding-blocks';
import { foldedFindings } from '../folded';
import type { PageParts, Print } from './format';
import { basisOf, countsOfActions, granterOf, lineOf, premiseSections, remarkSections, wordsOf } from './words';
import { grouped } from '../../text/grouped';

/** A page for people who have a browser and nothing else. */
export const print: Print = (report, { page, version }) => {
  if (page === undefined) throw new Error('A page needs Printing.page');
  return page.render(pageOf(report, page, version));
};

function pageOf(report: Report, { contracts, pictures }: PageParts, version: string): Page {
  const { checks, verdict } = report;
  const [only, ...others] = checks;
  const name = only === undefined || others.length > 0 ? `${checks.length} inputs` : only.name;
  return {
    title: ['Keyturn check: ', { name }],
    verdict,
    lead: [[sentence(wordsOf(report))]],
    sections: [
      ...assumptionSections(checks),
      ...(checks.length > 1 ? [overview(checks)] : []),
      ...findingSections(checks),
      ...checks.flatMap((check, index) => checkSections(check, contracts, pictures[index] ?? [], checks.length > 1)),
      basisSection(report, version),
    ].filter(({ blocks }) => blocks.length > 0),
  };
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function basisSection(report: Report, version: string): Section {
  const facts = [...basisOf(report), ['program', `keyturn ${version}`] as const];
  return {
    title: ['Basis of this verdict'],
    blocks: [{ kind: 'facts', facts: facts.map(([name, value]) => ({ name, text: [value] })) }],
  };
}

/** The assumptions once for each kind of input. */
function assumptionSections(checks: readonly Check[]): Section[] {
  const kinds = new Map<Check['kind'], Check>();
  for (const check of checks) {
    const known = kinds.get(check.kind);
    const premises = [...new Set([...(known?.premises ?? []), ...check.premises])];
    kinds.set(check.kind, { ...check, premises });
  }
  const blocks = [...kinds.values()].flatMap((check) => listsOf(premiseSections(check)));
  return [{ title: ['Assumptions, and what is not visible'], blocks }];
}

function listsOf(sections: readonly { readonly title: string; readonly items: readonly string[] }[]): Block[] {
  return sections
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => ({
      kind: 'list',
      title: [title.replace(/:$/, '')],
      items: items.map((item) => ({ text: [item] })),
    }));
}

function overview(checks: readonly Check[]): Section {
  const rows = checks.map((check): Cell[] => {
    const count = (verdict: Finding['verdict']): Cell =>
      cell(String(foldedFindings(check).filter((one) => one.verdict === verdict).length));
    const verdict: Cell = { mark: verdictMarks[check.verdict], lines: [] };
    return [
      { lines: [[{ name: check.name }, ` (${check.kind} `, { name: check.file }, ')']] },
      verdict,
      cell(String(check.roles.length)),
      count('fail'),
      count('undecided'),
      count('note'),
    ];
  });
  const columns = ['Input', 'Verdict', 'Roles', 'Failures', 'Undecided', 'Notes'];
  return { title: ['Inputs'], blocks: [{ kind: 'table', title: ['The verdict on each input'], columns, rows }] };
}

function cell(text: string): Cell {
  return { lines: [[text]] };
}

function names(texts: readonly string[]): Cell {
  return { lines: texts.map((name) => [{ name }]) };
}

/** Findings first, then notes, which change no verdict. */
function findingSections(checks: readonly Check[]): Section[] {
  const all = checks.flatMap(foldedFindings);
  const notes = all.filter(({ verdict }) => verdict === 'note');
  const findings = all.filter(({ verdict }) => verdict !== 'note');
  return [
    { title: [`Findings (${findings.length})`], blocks: findingBlocks(findings) },
    { title: [`Remarks (${notes.length})`], blocks: findingBlocks(notes), isFolded: true },
  ];
}

/** The roles, the users and the remarks of one input. */
function checkSections(
  check: Check,
  contracts: readonly Contract[],
  pictures: readonly Section[],
  isOneOfSeveral: boolean,
): Section[] {
  const { roles, users } = check;
  const of: Phrase = isOneOfSeveral ? [' (', { name: check.name }, ')'] : [];
  const remarks = listsOf(remarkSections(check).filter(({ items }) => items.length > 0));
  return [
    { title: ['What the roles can do', ...of], blocks: roles.flatMap((role) => roleBlocks(role, check, contracts)) },
    ...pictures.map(({ title, ...section }) => ({ ...section, title: [...title, ...of] })),
    { title: ['Rules', ...of], blocks: [rulesTable(check)], isFolded: true },
    {
      title: [users.length === 0 ? 'Notes' : 'Rotated users and notes', ...of],
      blocks: [...accessBlocks(check), ...remarks],
      ...(users.length > 20 ? { isFolded: true } : {}),
    },
  ];
}

function rulesTable({ rules }: Check): TableBlock {
  const outcomes: { readonly [outcome: string]: Mark } = {
    ...verdictMarks,
    'not-applicable': { tone: 'neutral', word: 'not applicable' },
  };
  const rows = rules.map(({ id, claim, outcome }): Cell[] => [
    names([id]),
    { mark: outcomes[outcome] ?? { tone: 'neutral', word: outcome }, lines: [] },
    cell(claim),
  ]);
  return { kind: 'table', title: ['Every rule, and what it claims'], columns: ['Rule', 'Outcome', 'Claim'], rows };
}

function roleBlocks(role: Check['roles'][number], check: Check, contracts: readonly Contract[]): Block[] {
  const own = check.permissions.filter((row) => row.role === role.name);
  const used: Phrase = role.machine === null ? [] : [', used by state machine ', { name: role.machine }];
  const title: Phrase = ['Role ', { name: role.name }, ...used, countsOfActions(own)];
  const contract = contracts.find(({ name }) => name === role.contract);
  const trust: Block = {
    kind: 'text',
    text: ['Contract ', { name: role.contract }, ' lets it be assumed by ', { name: role.trusts }, '.'],
  };
  if (own.length === 0) return [{ kind: 'text', text: [...title, ': no known permission.'] }, trust];
  const columns = ['Actions', 'Resources', 'Conditions', 'Line of the contract'];
  const rows = groupsOf(own).map((group) => groupCells(group, contract));
  return [{ kind: 'table', title, columns, rows }, trust];
}

/** Permissions that differ only in their actions and resources, as every action on every resource. */
function groupsOf(rows: readonly PermissionRow[]): PermissionRow[][] {
  const byAction = grouped(rows, ({ action, by, conditions, contractLine, verdict, address }) => [
    [action, by, conditions, contractLine, verdict],
    by === 'identity' ? '' : address,
  ]);
  return grouped(byAction, (group) => {
    const [first] = group;
    const same = first && [first.by, first.conditions, first.contractLine, first.verdict, granterOf(first)];
    return [same, group.map(({ resource }) => resource)];
  }).map((groups) => groups.flat());
}

function groupCells(group: readonly PermissionRow[], contract: Contract | undefined): Cell[] {
  const [first] = group;
  if (first === undefined) return [];
  const distinct = (of: (row: PermissionRow) => string): Cell => names([...new Set(group.map(of))]);
  return [
    distinct(({ action }) => action),
    distinct(({ resource }) => resource),
    first.conditions.length === 0 ? cell('none') : names(first.conditions),
    contractCell(first, contract),
  ];
}

/** The line of the contract with what it says, or what the permission is without a line. */
function contractCell(permission: PermissionRow, contract: Contract | undefined): Cell {
  const { verdict, by, contractLine } = permission;
  const granter = granterOf(permission);
  const after: Phrase[] = granter === undefined ? [] : [[granter]];
  if (verdict === 'outside')
    return { mark: { tone: 'bad', word: 'outside' }, lines: [['no line allows it'], ...after] };
  if (verdict !== 'inside') return { mark: verdictMarks.note, lines: [[lineOf(permission)], ...after] };
  const line = (by === 'identity' ? contract?.identity : contract?.resourcePolicies)?.find(
    ({ index }) => index === contractLine,
  );
  const said: Phrase[] =
    line === undefined
      ? []
      : [
          ...line.actions.map((name): Phrase => [{ name }]),
          ...('resources' in line ? line.resources : []).map((name): Phrase => ['on ', { name }]),
          ...line.conditions.map(({ operator, key, values }): Phrase => [
            'if ',
            { name: `${operator} ${key} ${JSON.stringify(values)}` },
          ]),
        ];
  return { mark: { tone: 'good', word: lineOf(permission) }, lines: [...said, ...after] };
}
