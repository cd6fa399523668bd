import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, type Loose } from '../checks/sample';
import { casesToRun, files, hasStack, optionsOf, planWith, type JudgedCase } from '../corpus/cases';
import { contractsAfter, editedStack } from '../corpus/edits';

const fixtures = join(__dirname, '..', 'fixtures');

/** The verdicts on the corpus, on recorded plans and on an export. */
export function outcomes(): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [file, cases] of files)
    for (const one of casesToRun(cases)) {
      const plan: Loose = planWith(one);
      if (plan !== undefined) found[`${file}: a plan with ${one.name}`] = verdictOn(plan, one);
      if (hasStack(one)) found[`${file}: a stack with ${one.name}`] = verdictOn(editedStack(one.edits), one);
    }
  for (const folder of ['plans', 'exports'])
    for (const name of readdirSync(join(fixtures, folder)).filter((one) => one.endsWith('.json')))
      found[`${folder}/${name}`] = verdictOn(readFileSync(join(fixtures, folder, name), 'utf8'), { edits: [] });
  return found;
}

/** Everything in a verdict but its words. */
function verdictOn(input: Loose, one: Pick<JudgedCase, 'edits' | 'options'>): unknown {
  const { verdict, rules, findings, permissions, users } = judge(input, contractsAfter(one.edits), optionsOf(one));
  return {
    verdict,
    rules: rules.map(({ id, outcome }) => [id, outcome]),
    findings: findings.map((finding) => [finding.rule, finding.verdict, finding.place, finding.grant]),
    permissions,
    users: users.map(({ name }) => name),
  };
}
