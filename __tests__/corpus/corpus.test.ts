import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckOptions } from '../../src/checks';
import { judge, samplePlan, spoken, type Loose } from '../checks/sample';
import { planOf } from '../checks/planned';
import { oneOfEach } from '../effort';
import { apply, contractsAfter, editedStack, type Edit } from './edits';

/**
 * Cases, each an edit of the sample with the verdict that the checker must reach. `rules/RULE.json` has the cases that a rule must find;
 * a rule with very many has a file for each theme, `rules/RULE.THEME.json`. `honest/` has cases that pass without a finding.
 */
interface CaseFile {
  /** The page of AWS or Terraform that says so, for all cases that name no page of their own. */
  readonly source: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** A note changes no verdict: the check passes, and the rule has its say. */
  readonly verdict: 'pass' | 'note' | 'fail' | 'undecided';
  readonly source?: string;
  readonly options?: Pick<CheckOptions, 'strict' | 'changedContracts'>;
}

/** A case with the rule that must find it, if any. */
interface JudgedCase extends Case {
  readonly rule: string | undefined;
  readonly source: string;
}

function filesIn(folder: string): [file: string, cases: readonly JudgedCase[]][] {
  const names = readdirSync(join(__dirname, folder)).sort();
  return names.map((name) => {
    const { source, cases } = JSON.parse(readFileSync(join(__dirname, folder, name), 'utf8')) as CaseFile;
    const rule = folder === 'rules' ? name.split('.')[0] : undefined;
    return [`${folder}/${name}`, cases.map((one) => ({ rule, source, ...one }))];
  });
}

const files = [...filesIn('honest'), ...filesIn('rules')];
const all = files.flatMap(([, cases]) => cases);

/** What `npm run new:rule` writes until somebody writes a case. */
const isStamp = ({ source }: JudgedCase): boolean => source.startsWith('TODO');

describe.each(files)('%s', (_, ofFile) => {
  const cases = oneOfEach(
    ofFile.filter((one) => !isStamp(one)),
    ({ verdict, edits }) => `${verdict} ${String(edits.some(({ of }) => of === 'plan'))}`,
  );
  const stacks = cases.filter(({ edits }) => edits.some(({ of }) => of !== 'plan'));
  if (stacks.length > 0) {
    test.each(stacks)('a stack with $name: $verdict', (one) => expectVerdict(editedStack(one.edits), one));
  }

  const plans = cases.flatMap((one) => {
    const plan = inPlan(one.edits);
    return plan === undefined ? [] : [{ ...one, plan }];
  });
  if (plans.length > 0) {
    test.each(plans)('a plan with $name: $verdict', ({ plan, ...one }) => expectVerdict(plan, one));
  }
});

function inPlan(edits: readonly Edit[]): Loose {
  if (!edits.some(({ of }) => of === 'plan')) return planOf(editedStack(edits));
  const plan = samplePlan();
  edits.forEach((edit) => apply(plan, edit));
  return plan;
}

function expectVerdict(input: Loose, { edits, verdict, rule, options }: JudgedCase): void {
  const check = judge(input, contractsAfter(edits), options);
  if (verdict === 'pass') expect(check.findings).toEqual([]);
  const found =
    verdict === 'note' ? check.findings.map((finding) => `${finding.rule} ${finding.verdict}`) : spoken(check);
  expect({ verdict: check.verdict, found }).toMatchObject({
    verdict: verdict === 'note' ? 'pass' : verdict,
    found: rule === undefined ? [] : (expect.arrayContaining([expect.stringContaining(`${rule} `)]) as unknown),
  });
}

describe('the corpus', () => {
  test('has over six hundred cases, and over a hundred that pass', () => {
    expect(all.length).toBeGreaterThanOrEqual(690);
    expect(all.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThanOrEqual(110);
  });

  test('is filled in: each case has a name, edits, and the page that says so', () => {
    const stamps = files.filter(([, cases]) => cases.some(isStamp));
    expect(stamps.map(([file]) => `__tests__/corpus/${file}: write the cases that the rule must find`)).toEqual([]);
    for (const { source } of all.filter((one) => !isStamp(one)))
      expect(source).toMatch(/^https:\/\/(?:docs\.aws\.amazon\.com|developer\.hashicorp\.com|github\.com)\//);
  });

  test.each(files)('%s: only honest cases pass, and no case is there twice', (_, cases) => {
    for (const { verdict, rule } of cases) expect(verdict === 'pass').toBe(rule === undefined);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});
