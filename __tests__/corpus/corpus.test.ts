import { judge, spoken, type Loose } from '../checks/sample';
import { casesToRun, files, hasStack, isStamp, optionsOf, planWith, type JudgedCase } from './cases';
import { contractsAfter, editedStack } from './edits';

const all = files.flatMap(([, cases]) => cases);

describe.each(files)('%s', (_, ofFile) => {
  const cases = casesToRun(ofFile);
  const stacks = cases.filter(hasStack);
  if (stacks.length > 0) {
    test.each(stacks)('a stack with $name: $verdict', (one) => expectVerdict(editedStack(one.edits), one));
  }

  const plans = cases.flatMap((one) => {
    const plan = planWith(one);
    return plan === undefined ? [] : [{ ...one, plan }];
  });
  if (plans.length > 0) {
    test.each(plans)('a plan with $name: $verdict', ({ plan, ...one }) => expectVerdict(plan, one));
  }
});

function expectVerdict(input: Loose, { edits, verdict, rule, options }: JudgedCase): void {
  const check = judge(input, contractsAfter(edits), optionsOf({ options }));
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
