import type { Check, Contract, Finding, Report } from '../../checks';
import type { Block, Cell, Mark, Page, Phrase, Section, TableBlock } from '../../html';
import { accessBlocks } from '../access-block';
import { roleBlocks } from '../role-blocks';
import { changeBlocks, type Changes, type Compared } from '../since';
import { findingBlocks, verdictMarks } from '../finding-blocks';
import { foldedFindings } from '../folded';
import type { PageParts, Print } from './format';
import { basisOf, premiseSections, remarkSections, wordsOf } from './words';

/** A page for people who have a browser and nothing else. */
export const print: Print = (report, { page, version, changes }) => {
  if (page === undefined) throw new Error('A page needs Printing.page');
  return page.render(pageOf(report, page, { version, changes }));
};

function pageOf(report: Report, { contracts, pictures }: PageParts, { version, changes }: Facts): Page {
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
      ...checks.flatMap((check, index) => {
        const since = changes?.environments[index];
        const parts = { contracts, pictures: pictures[index] ?? [], since };
        const changed = changes === undefined || since === undefined ? [] : changeBlocks(changes, since);
        const title: Phrase = ['Changes since the earlier evidence', ...ofCheck(check, checks.length > 1)];
        return [{ title, blocks: changed }, ...checkSections(check, parts, checks.length > 1)];
      }),
      basisSection(report, version),
    ].filter(({ blocks }) => blocks.length > 0),
  };
}

interface Facts {
  readonly version: string;
  readonly changes: Changes | undefined;
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

/** The name of an input, if there are several. */
function ofCheck({ name }: Check, isOneOfSeveral: boolean): Phrase {
  return isOneOfSeveral ? [' (', { name }, ')'] : [];
}

interface CheckParts {
  readonly contracts: readonly Contract[];
  readonly pictures: readonly Section[];
  readonly since: Compared | undefined;
}

/** The roles, the users and the remarks of one input. */
function checkSections(check: Check, { contracts, pictures, since }: CheckParts, isOneOfSeveral: boolean): Section[] {
  const { roles, users } = check;
  const of = ofCheck(check, isOneOfSeveral);
  const remarks = listsOf(remarkSections(check).filter(({ items }) => items.length > 0));
  return [
    {
      title: ['What the roles can do', ...of],
      blocks: roles.flatMap((role) => roleBlocks(role, check, contracts, since?.changes)),
    },
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
