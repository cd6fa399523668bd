import { rules } from '../../../checks';
import { InputError } from '../../../input-error';

/** What a rule stands for, why, and what mends a finding of it. */
export function explained(id: string): string {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined)
    throw InputError.of(
      `--explain: ${JSON.stringify(id)} is no rule; there are ${rules.map((one) => one.id).join(', ')}`,
    );
  const { severity, claim, rationale, remedy, example } = rule;
  const shown = `It speaks, for example, of this in the ${example.of}:\n\n${JSON.stringify(example.change, undefined, 2)}`;
  return `${[`${id} (${severity})`, claim, `Why: ${rationale}`, `To mend: ${remedy}`, shown].join('\n\n')}\n`;
}

/** All rules, one a line. */
export function ruleList(): string {
  const widest = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, claim }) => `${id.padEnd(widest)}  ${claim}\n`).join('');
}
