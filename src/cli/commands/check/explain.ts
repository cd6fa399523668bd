import { rules } from '../../../checks';
import { InputError } from '../../../input-error';

/** The claim of a rule, its rationale and its remedy. */
export function explained(id: string): string {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined)
    throw InputError.of(
      `--explain: ${JSON.stringify(id)} is not a rule; the rules are ${rules.map((one) => one.id).join(', ')}`,
    );
  const { severity, claim, rationale, remedy, leavesOut, example } = rule;
  const left = leavesOut === undefined ? [] : [`An entry of "ignored" leaves out ${leavesOut}`];
  const shown = `Example of a finding, in the ${example.of}:\n\n${JSON.stringify(example.change, undefined, 2)}`;
  const more =
    example.contract === undefined ? [] : [`With this contract:\n\n${JSON.stringify(example.contract, undefined, 2)}`];
  return `${[`${id} (${severity})`, claim, `Why: ${rationale}`, `Fix: ${remedy}`, ...left, shown, ...more].join('\n\n')}\n`;
}

/** All rules, one on each line. */
export function ruleList(): string {
  const widest = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, claim }) => `${id.padEnd(widest)}  ${claim}\n`).join('');
}
