import { inputKinds, isCoveredBy, showsAtLeast, type Coverage, type InputKind, type Model } from '../model';
import { withCauses, type Cause } from './causes';
import type { Context, FoundBefore } from './context';
import type { Contract, GivenParameters, Ignored, TrustLine } from './contract/contract';
import { permissionRows, type PermissionRow } from './permissions';
import { assumedOfUsers, rotatedUsersOf, type RotatedUser } from './privilege-escalation/rotated-users';
import { typeListVersion } from './resource-types';
import { worst, type Finding, type Found, type Outcome, type Rule, type Severity, type Verdict } from './rule';
import { rules as allRules } from './rules';
import { elsewhereAssumed } from './naming/assumptions';
import { newerProviderAssumed } from './providers/aws-versions';
import { discreet } from './sensitive';
import { beforeApply } from './subject/before';
import { subjectsOf, type Subjects } from './subject/subjects';

export interface CheckOptions {
  /** The day of the check, as 2027-01-31: exceptions have a last day. */
  readonly today: string;
  /**
   * Where every role and machine must be the subject of a contract: in stacks, which are one's own; in what is made of them as well (plans
   * and states); or in whole accounts too.
   */
  readonly coverAll: Coverage;
  /** SHA-256 of a text, in hexadecimal digits: exceptions are pinned to the hash of a grant. */
  readonly digest: (text: string) => string;
  /**
   * Rules whose notes are failures. `true` stands for those that are made for it: who could change the role or run it, who can read the keys,
   * contracts of a change, very wide lines.
   */
  readonly strict?: Strictness;
  /** Parameters of contracts for inputs that do not show them. */
  readonly given?: GivenParameters;
  /** Files whose contract is another one in the change than the one that judges it; undefined where there is nothing to compare. */
  readonly changedContracts?: readonly string[];
}

/** Every rule that can be strict, or the rules with these ids. */
export type Strictness = boolean | readonly string[];

/** The verdict on one input. */
export interface Check {
  readonly file: string;
  readonly kind: InputKind;
  readonly name: string;
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly findings: readonly Finding[];
  /** What many findings come from; each of those has its index. Absent where there is none. */
  readonly causes?: readonly Cause[];
  readonly roles: readonly CheckedRole[];
  readonly permissions: readonly PermissionRow[];
  /** Users for whom the roles may make access keys, and so do what these may do. */
  readonly users: readonly RotatedUser[];
  readonly ignored: readonly (Ignored & { readonly contract: string })[];
  readonly notes: readonly string[];
  /** What was assumed of the input, and what it does not show. */
  readonly premises: readonly string[];
  readonly notVisible: readonly string[];
}

export interface RuleOutcome {
  readonly id: string;
  readonly severity: Severity;
  readonly claim: string;
  readonly outcome: Outcome;
}

/** A role that was judged, and who may assume it. */
export interface CheckedRole {
  readonly name: string;
  readonly arn: string;
  readonly contract: string;
  readonly machine: string | null;
  readonly trusts: string;
}

/** A contract of a call. */
export interface JudgingContract {
  readonly name: string;
  readonly file: string;
  readonly description: string;
  /** The environments that it is for, of which no input is: so it judged nothing. Absent where it counts. */
  readonly notForInputs?: readonly string[];
}

/** The verdict on all inputs. */
export interface Report {
  readonly verdict: Verdict;
  readonly date: string;
  readonly typeList: string;
  readonly contracts: readonly JudgingContract[];
  readonly checks: readonly Check[];
}

/** Judges inputs against contracts: a function of its arguments alone. No input, or no contract, is no pass. */
export function check(models: readonly Model[], contracts: readonly Contract[], options: CheckOptions): Report {
  const { checks: judged, roles, notForInputs } = judgeAll(models, contracts, options);
  const checks = withCauses(judged, roles, contracts, (others) => judgeAll(models, others, options).checks);
  return {
    verdict: worst(checks.length === 0 ? ['undecided'] : checks.map(({ verdict }) => verdict)),
    date: options.today,
    typeList: typeListVersion,
    contracts: contracts.map((contract) => {
      const { name, file, description, environments = [] } = contract;
      if (!notForInputs.includes(contract)) return { name, file, description };
      return { name, file, description, notForInputs: environments.map((one) => one.name) };
    }),
    checks,
  };
}

function judgeAll(models: readonly Model[], contracts: readonly Contract[], options: CheckOptions) {
  const { inputs, notForInputs } = subjectsOf(models, contracts, options.given ?? {});
  const checks = models.flatMap((model, index) => {
    const subjects = inputs[index];
    return subjects === undefined ? [] : [checkSubjects(model, subjects, options)];
  });
  return { checks, roles: inputs.map(({ judged }) => judged), notForInputs };
}

/** Judges one input by these rules. */
export function checkModel(
  model: Model,
  contracts: readonly Contract[],
  options: CheckOptions,
  rules: readonly Rule[] = allRules,
): Check {
  const [subjects = { contracts, judged: [], problems: [] }] = subjectsOf(
    [model],
    contracts,
    options.given ?? {},
  ).inputs;
  return checkSubjects(model, subjects, options, rules);
}

function checkSubjects(
  model: Model,
  { contracts, judged, problems }: Subjects,
  { today, coverAll, digest, strict = false, changedContracts }: CheckOptions,
  rules: readonly Rule[] = allRules,
): Check {
  const context: Context = {
    model,
    contracts,
    judged,
    subjectProblems: problems,
    foundBefore: () => foundBefore(context),
    coverAll: isCoveredBy(model.kind, coverAll),
    today,
    digest,
    strict: strict === true,
    changedContracts,
  };
  const named = typeof strict === 'boolean' ? [] : strict;
  const strictly = { ...context, strict: true };
  const results = rules.map((rule) => (named.includes(rule.id) ? run(rule, strictly, true) : run(rule, context)));
  const findings = results.flatMap(({ found }) => found).sort(byGravityAndSeverity);
  const crashed = findings.filter(({ rule }) => rule === crashId);
  const outcomes = results.map(({ outcome }) => outcome);
  return {
    file: model.file,
    kind: model.kind,
    name: model.name,
    verdict: worst([
      ...outcomes.flatMap(({ outcome }) => (outcome === 'not-applicable' ? [] : [outcome])),
      ...(crashed.length > 0 ? (['undecided'] as const) : []),
      // A pass must have judged something.
      ...(judged.length === 0 && !model.nothingRemains ? (['undecided'] as const) : []),
    ]),
    rules: outcomes,
    findings,
    roles: judged.map(({ roleName, roleArn, contract, machine }) => ({
      name: roleName,
      arn: roleArn,
      contract: contract.name,
      machine: machine?.name ?? null,
      trusts: contract.trust.map(shownTrust).join('; '),
    })),
    permissions: judged.flatMap((role) => permissionRows(context, role)),
    users: rotatedUsersOf(context),
    ignored: contracts.flatMap(({ name, ignored }) => ignored.map((item) => ({ ...item, contract: name }))),
    notes: [
      ...(model.nothingRemains ? ['Nothing remains: everything in this plan is destroyed.'] : []),
      ...(model.isWithoutState === true && judged.some(({ machine }) => machine !== undefined) ? [withoutState] : []),
      ...model.notes,
    ],
    premises: premisesOf(context),
    notVisible: inputKinds[model.kind].notVisible,
  };
}

/** A first plan, or one that was made without the state of those before. */
const withoutState =
  'This plan does not know what is deployed: it was made without a state, and creates everything. If there is a deployment, plan with its state.';

function premisesOf(context: Context): string[] {
  const { kind, premises = [] } = context.model;
  return [
    ...inputKinds[kind].premises,
    ...premises,
    ...newerProviderAssumed(context.model),
    ...assumedOfUsers(context),
    ...elsewhereAssumed(context),
  ];
}

/** Judges the input as it is before its apply, each role by each of the rules that judge that. */
function foundBefore(context: Context): FoundBefore[] | undefined {
  const before = beforeApply(context.model, context.judged);
  const rules = allRules.filter(({ judgesBefore }) => judgesBefore === true);
  return before?.judged.flatMap((role) => {
    const found = rules.flatMap((rule) => rule.judge({ ...context, model: before.model, judged: [role] }) ?? []);
    return found.filter(({ verdict }) => verdict === 'fail').map((one) => ({ role, found: one }));
  });
}

/** Such as `states.amazonaws.com for arn:aws:states:…`. */
function shownTrust({ principal, conditions }: TrustLine): string {
  const purposes = conditions.map(({ value }) => value).filter((value) => value.startsWith('arn:'));
  return [principal.value, ...purposes].join(' for ');
}

const crashId = 'rule-crashed';

/**
 * A rule that breaks down has not passed: that is undecided, under an id of its own.
 * @param isNamed it was asked for that a note of this rule is a failure
 */
function run(rule: Rule, context: Context, isNamed = false): { outcome: RuleOutcome; found: Finding[] } {
  const { id, severity, claim } = rule;
  try {
    const isVisible = showsAtLeast(context.model.kind, rule.needs ?? 'document');
    const judged = isVisible ? rule.judge(context) : undefined;
    const found = isNamed ? judged?.map(withoutNotes) : judged;
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
function byGravityAndSeverity(one: Finding, other: Finding): number {
  return byGravity(one, other) || severities.indexOf(one.severity) - severities.indexOf(other.severity);
}

/** Failures first, then what is undecided. */
function byGravity(one: Found, other: Found): number {
  return gravity.indexOf(one.verdict) - gravity.indexOf(other.verdict);
}
