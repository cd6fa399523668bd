import { showsAtLeast } from '../model';
import type { Context } from './context';
import {
  worst,
  type Answer,
  type Finding,
  type Found,
  type Outcome,
  type Rule,
  type Severity,
  type Verdict,
} from './rule';
import { discreet } from './sensitive';

/** The result of a rule in one check. */
export interface RuleOutcome {
  readonly id: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly outcome: Outcome;
}

/** All rules that can be strict, or the rules with these ids. */
export type Strictness = boolean | readonly string[];

/** The context of a rule. The rule is strict if --strict names it. */
export function asStrict(
  context: Context,
  { strict = false, strictRules }: { readonly strict?: Strictness; readonly strictRules?: ReadonlySet<string> },
  { id }: Rule,
): Context {
  const isNamed = typeof strict !== 'boolean' && strict.includes(id);
  const isStrict = isNamed || (context.strict && strictRules?.has(id) !== false);
  return isStrict === context.strict ? context : { ...context, strict: isStrict, isNamed };
}

/** The rule id of crashed rules. */
export const crashId = 'rule-crashed';

/** A rule that throws has not passed: the result is undecided, with its own rule id. */
export function runRule(
  rule: Rule,
  context: Context,
): { readonly outcome: RuleOutcome; readonly found: Finding[]; readonly answers: readonly Answer[] } {
  const { id, severity, claim } = rule;
  try {
    const isVisible = showsAtLeast(context.model.kind, rule.needs ?? 'document');
    const judged = isVisible ? rule.judge(context) : undefined;
    const found = context.isNamed && rule.gradesNotes !== true ? judged?.map(withoutNotes) : judged;
    const outcome = found === undefined ? 'not-applicable' : outcomeOf(found);
    return {
      outcome: { id, severity, claim, outcome },
      found: shown(context, found ?? []).map(({ answers: _, ...finding }) => ({
        ...discreet(context, finding),
        rule: id,
        severity,
      })),
      answers: (found ?? []).flatMap(({ answers = [] }) => answers),
    };
  } catch (error) {
    const finding: Finding = {
      rule: crashId,
      severity: 'high',
      verdict: 'undecided',
      place: { input: context.model.file },
      // The message of the error can quote a sensitive value.
      message: `rule "${id}" crashed (${error instanceof Error ? error.name : typeof error}), so it has not passed`,
      remedy: 'Report this bug with the input.',
    };
    return { outcome: { id, severity, claim, outcome: 'undecided' }, found: [finding], answers: [] };
  }
}

function withoutNotes(found: Found): Found {
  return found.verdict === 'note' ? { ...found, verdict: 'fail' } : found;
}

/** The most findings of one rule; an input with thousands of roles without a contract has one for each. */
const mostOfRule = 500;

/** The most severe findings of a rule, and the number of the others. */
function shown({ model }: Context, found: readonly Found[]): readonly Found[] {
  if (found.length <= mostOfRule) return found;
  const sorted = [...found].sort(byGravity);
  const [first] = sorted.slice(mostOfRule);
  const more: Found = {
    verdict: first?.verdict ?? 'undecided',
    place: { input: model.file },
    message: `${found.length - mostOfRule} more findings of this rule are not shown`,
    remedy: 'Fix the findings that are shown, or judge a smaller input.',
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

/** Failures first, then undecided findings. */
function byGravity(one: Found, other: Found): number {
  return gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict);
}
