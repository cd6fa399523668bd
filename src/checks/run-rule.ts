import { showsAtLeast } from '../model';
import type { Context } from './context';
import { worst, type Finding, type Found, type Outcome, type Rule, type Severity, type Verdict } from './rule';
import { discreet } from './sensitive';

/** What became of a rule in one check. */
export interface RuleOutcome {
  readonly id: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly outcome: Outcome;
}

/** What a rule that broke down is filed under. */
export const crashId = 'rule-crashed';

/** A rule that breaks down has not passed: that is undecided, under an id of its own. */
export function runRule(rule: Rule, context: Context): { outcome: RuleOutcome; found: Finding[] } {
  const { id, severity, claim } = rule;
  try {
    const isVisible = showsAtLeast(context.model.kind, rule.needs ?? 'document');
    const judged = isVisible ? rule.judge(context) : undefined;
    const found = context.isNamed && rule.gradesNotes !== true ? judged?.map(withoutNotes) : judged;
    const outcome = found === undefined ? 'not-applicable' : outcomeOf(found);
    return {
      outcome: { id, severity, claim, outcome },
      found: shown(context, found ?? []).map((finding) => ({ ...discreet(context, finding), rule: id, severity })),
    };
  } catch (error) {
    const finding: Finding = {
      rule: crashId,
      severity: 'high',
      verdict: 'undecided',
      place: { input: context.model.file },
      // The message of the error may quote a sensitive value.
      message: `rule "${id}" broke down (${error instanceof Error ? error.name : typeof error}), so it has not passed`,
      remedy: 'Report it, with the input that did it.',
    };
    return { outcome: { id, severity, claim, outcome: 'undecided' }, found: [finding] };
  }
}

function withoutNotes(found: Found): Found {
  return found.verdict === 'note' ? { ...found, verdict: 'fail' } : found;
}

/** As many findings of one rule as anybody reads; an input of thousands of roles without a contract has one for each. */
const mostOfRule = 500;

/** The gravest of what a rule found, and how many more there are. */
function shown({ model }: Context, found: readonly Found[]): readonly Found[] {
  if (found.length <= mostOfRule) return found;
  const sorted = [...found].sort(byGravity);
  const [first] = sorted.slice(mostOfRule);
  const more: Found = {
    verdict: first?.verdict ?? 'undecided',
    place: { input: model.file },
    message: `there are ${found.length - mostOfRule} more findings of this rule, which are not shown`,
    remedy: 'Mend those that are shown, or judge a smaller input.',
  };
  return [...sorted.slice(0, mostOfRule), more];
}

function outcomeOf(found: readonly Found[]): Verdict {
  return worst(found.flatMap(({ verdict }) => (verdict === 'note' ? [] : [verdict])));
}

const gravity: readonly Finding['verdict'][] = ['fail', 'undecided', 'note'];

const severities: readonly Severity[] = ['critical', 'high', 'medium'];

/** Critical failures first; the order of the rules stays otherwise. */
export function byGravityAndSeverity(one: Finding, other: Finding): number {
  return byGravity(one, other) || severities.indexOf(one.severity) - severities.indexOf(other.severity);
}

/** Failures first, then what is undecided. */
function byGravity(one: Found, other: Found): number {
  return gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict);
}
