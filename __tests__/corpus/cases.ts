import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckOptions } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { samplePlan, sampleStack, type Loose } from '../checks/sample';
import { planOf } from '../checks/planned';
import { oneOfEach } from '../effort';
import { apply, editedStack, type Edit } from './edits';

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
  readonly options?: Pick<CheckOptions, 'strict' | 'changedContracts' | 'beforePlan'> | undefined;
}

/** A case with the rule that must find it, if any. */
export interface JudgedCase extends Case {
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

export const files = [...filesIn('honest'), ...filesIn('rules')];

/** What `npm run new:rule` writes until somebody writes a case. */
export const isStamp = ({ source }: JudgedCase): boolean => source.startsWith('TODO');

/** The cases of a file that are run: all, or one of each kind in `npm test`. */
export function casesToRun(ofFile: readonly JudgedCase[]): readonly JudgedCase[] {
  return oneOfEach(
    ofFile.filter((one) => !isStamp(one)),
    ({ verdict, edits }) => `${verdict} ${String(edits.some(({ of }) => of === 'plan'))}`,
  );
}

/** Whether a case has a stack: its edits are not of the plan alone. */
export const hasStack = ({ edits }: JudgedCase): boolean => edits.some(({ of }) => of !== 'plan');

/** What every change is made to, before it is planned. */
const base = readModel(JSON.stringify(sampleStack()), 'base/cdk.tf.json');

/** The options of a case; before a plan, with the sample as the base. */
export function optionsOf({ options = {} }: Pick<Case, 'options'>): Partial<CheckOptions> {
  return options.beforePlan === true ? { ...options, base: [base] } : options;
}

/** The plan of a case, or that of its stack; undefined if only Terraform could make it, or none is made. */
export function planWith({ edits, options }: JudgedCase): Loose {
  if (options?.beforePlan === true) return undefined;
  if (!edits.some(({ of }) => of === 'plan')) return planOf(editedStack(edits));
  const plan = samplePlan();
  edits.forEach((edit) => apply(plan, edit));
  return plan;
}
