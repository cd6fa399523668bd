import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, samplePlan, spoken, type Loose } from '../checks/sample';
import { oneOfEach } from '../effort';
import { planOf } from '../checks/planned';
import { apply, contractsAfter, editedStack, type Edit } from './edits';

/** A file of cases on one theme: each edits the sample, and says what the checker must make of it. */
interface Theme {
  readonly theme: string;
  /** The page of AWS or Terraform that says so, for all cases that name no page of their own. */
  readonly source: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly verdict: 'pass' | 'fail' | 'undecided';
  /** The rule that must speak. A case that passes has no findings at all. */
  readonly rule?: string;
  readonly source?: string;
  /** The verdict on the plan, where it shows less or more than the stack. */
  readonly plan?: 'pass' | 'fail' | 'undecided';
}

const themes = readdirSync(__dirname)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as Theme);
const all = themes.flatMap(({ theme, source, cases }) => cases.map((one) => ({ theme, source, ...one })));

const kindOf = ({ verdict, rule = '' }: Case) => `${verdict} ${rule}`;

describe.each(themes)('$theme', ({ cases: ofTheme }) => {
  const cases = oneOfEach(ofTheme, kindOf);
  const stacks = cases.filter(({ edits }) => edits.some(({ of }) => of !== 'plan'));
  if (stacks.length > 0) {
    test.each(stacks)('a stack with $name: $verdict', ({ edits, verdict, rule }) => {
      expectVerdict(editedStack(edits), edits, verdict, rule);
    });
  }

  const planned = cases.flatMap((one) => {
    const plan = inPlan(one.edits);
    return plan === undefined ? [] : [{ ...one, plan, verdict: one.plan ?? one.verdict }];
  });
  if (planned.length > 0) {
    test.each(planned)('a plan with $name: $verdict', ({ edits, plan, verdict, rule }) => {
      expectVerdict(plan, edits, verdict, rule);
    });
  }
});

function inPlan(edits: readonly Edit[]): Loose {
  if (!edits.some(({ of }) => of === 'plan')) return planOf(editedStack(edits));
  const plan = samplePlan();
  edits.forEach((edit) => apply(plan, edit));
  return plan;
}

function expectVerdict(input: Loose, edits: readonly Edit[], verdict: string, rule: string | undefined): void {
  const check = judge(input, contractsAfter(edits));
  if (verdict === 'pass') expect(check.findings).toEqual([]);
  expect({ verdict: check.verdict, spoken: spoken(check) }).toMatchObject({
    verdict,
    spoken: rule === undefined ? [] : (expect.arrayContaining([expect.stringContaining(`${rule} `)]) as unknown),
  });
}

describe('the corpus', () => {
  test('has over two hundred cases, and over forty that pass', () => {
    expect(all.length).toBeGreaterThanOrEqual(220);
    expect(all.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThanOrEqual(45);
  });

  test('names a page for each case, a rule for each that does not pass, and no case twice', () => {
    for (const { source, verdict, rule } of all) {
      expect(source).toMatch(/^https:\/\/(?:docs\.aws\.amazon\.com|developer\.hashicorp\.com|github\.com)\//);
      expect(rule === undefined).toBe(verdict === 'pass');
    }
    expect(new Set(all.map(({ theme, name }) => `${theme}: ${name}`)).size).toBe(all.length);
  });
});
