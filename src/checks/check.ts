import { sendTemplatedEmail } from '../workflow/operations';
import { assumedComplete, inputKinds, isCoveredBy, type Coverage, type InputKind, type Model } from '../model';
import { withCauses, type Cause } from './causes';
import { checkedResource, checkedRole, whereOf, type CheckedResource, type CheckedRole } from './checked-subjects';
import type { AddedTogether, Context, FoundBefore, JudgedInput, JudgedRole } from './context';
import type { Contract, GivenParameters } from './contract/contract';
import { inGivenModule } from './contract/parameters';
import { permissionRows, type PermissionRow } from './permissions';
import { assumedOfUsers, rotatedUsersOf, type RotatedUser } from './rotated-users/rotated-users';
import { keptKeys } from './rotated-users/kept-keys';
import { neededStatements } from './secret-keys/judge';
import { typeListVersion } from './resource-types';
import { worst, type Finding, type Rule, type Verdict } from './rule';
import { rules as allRules } from './rules';
import { elsewhereAssumed } from './naming/assumptions';
import { acceptedPoliciesAssumed } from './identities/accepted-policies';
import { noOtherPoliciesAssumed } from './closed-roles/assumptions';
import { unknownDocumentsAssumed } from './unknown-documents/assumptions';
import { newerProviderAssumed } from './providers/aws-versions';
import { newerArgumentsAssumed } from './providers/newer-arguments';
import { leftOutBy, notLeftOut, type LeftOut } from './subject/ignored';
import { assumedBeforePlan } from './before-plan/assumptions';
import { asStrict, byGravityAndSeverity, crashId, runRule, type RuleOutcome, type Strictness } from './run-rule';
import { beforeApply } from './subject/before';
import { subjectsOf, type Subjects } from './subject/subjects';

export interface CheckOptions {
  /** The day of the check, as 2027-01-31, because exceptions expire. */
  readonly today: string;
  /**
   * The inputs in which every role and machine must be the subject of a contract: only stacks of Keyturn; also plans and states; or also whole
   * accounts.
   */
  readonly coverAll: Coverage;
  /** The addresses, without instances, of the only roles and machines that must be the subject of a contract; all if left out. */
  readonly coverOnly?: ReadonlySet<string>;
  /** SHA-256 of a text, in hexadecimal digits: an exception names the hash of its grant. */
  readonly digest: (text: string) => string;
  /**
   * Rules whose notes count as failures. `true` selects the rules made for it: who could change or run the role, who can read the keys,
   * contracts of a change, very wide lines.
   */
  readonly strict?: Strictness;
  /** The only rules that `strict: true` selects; all of those made for it if left out. */
  readonly strictRules?: ReadonlySet<string>;
  /** Values of contract parameters, for inputs that do not show them. */
  readonly given?: GivenParameters;
  /** Files whose contract differs between the change and its base; undefined if there is nothing to compare. */
  readonly changedContracts?: readonly string[];
  /** The changed contracts that allow an addition of the change. */
  readonly addedTogether?: readonly AddedTogether[];
  /** A person says that plans are complete whose program never writes it; the report prints that first. It changes no other plan. */
  readonly assumeComplete?: boolean;
  /** Judges, without contracts, whether the stacks can be planned with credentials: nothing in them reads a secret or sends one away. */
  readonly beforePlan?: boolean;
  /** Before a plan: the base has no stack of this environment, and has those of all others. */
  readonly newEnvironment?: boolean;
  /** The inputs before the change: rights that only the change uses are noted. */
  readonly base?: readonly Model[];
}

/** The verdict on one input. */
export interface Check {
  readonly file: string;
  readonly kind: InputKind;
  readonly name: string;
  /** The environment of the judged roles, as far as the input and the contract show it. */
  readonly environment?: string;
  readonly accountId?: string;
  readonly region?: string;
  readonly verdict: Verdict;
  readonly rules: readonly RuleOutcome[];
  readonly findings: readonly Finding[];
  /** Shared causes of findings, which refer to them by index. Absent if there are none. */
  readonly causes?: readonly Cause[];
  readonly roles: readonly CheckedRole[];
  /** The keys, topics, queues, secrets and event buses whose policies were judged. Absent if there are none. */
  readonly resources?: readonly CheckedResource[];
  readonly permissions: readonly PermissionRow[];
  /** Users whose access keys the roles can create, so that they get the users' rights. */
  readonly users: readonly RotatedUser[];
  readonly ignored: readonly LeftOut[];
  readonly notes: readonly string[];
  /** The assumptions about the input, and what it does not show. */
  readonly premises: readonly string[];
  readonly notVisible: readonly string[];
}

/** A contract of this check. */
export interface JudgingContract {
  readonly name: string;
  readonly file: string;
  readonly description: string;
  /** Its environments, if no input belongs to them: the contract judged nothing. Absent if it was used. */
  readonly notForInputs?: readonly string[];
}

/** The verdict on all inputs. */
export interface Report {
  readonly verdict: Verdict;
  readonly date: string;
  readonly typeList: string;
  /** Whether the check judged the planning of the stacks, not their grants. */
  readonly beforePlan?: true;
  readonly contracts: readonly JudgingContract[];
  readonly checks: readonly Check[];
}

/** Judges inputs against contracts. A pure function. Without an input or a contract the verdict is not a pass. */
export function check(inputs: readonly Model[], given: readonly Contract[], options: CheckOptions): Report {
  const models = options.assumeComplete === true ? inputs.map(assumedComplete) : inputs;
  const contracts = options.beforePlan === true ? [] : inGivenModule(given, options.given);
  const { checks: judged, roles, notForInputs } = judgeAll(models, contracts, options);
  const checks = withCauses(judged, roles, contracts, (others) => judgeAll(models, others, options).checks);
  return {
    verdict: worst(checks.length === 0 ? ['undecided'] : checks.map(({ verdict }) => verdict)),
    date: options.today,
    typeList: typeListVersion,
    ...(options.beforePlan === true ? { beforePlan: true } : {}),
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
  const base = judgedIn(contracts, options);
  const checks = models.flatMap((model, index) => {
    const subjects = inputs[index];
    return subjects === undefined
      ? []
      : [checkSubjects(model, { ...subjects, base, isOurs: isOurs(model, contracts) }, options)];
  });
  return { checks, roles: inputs.map(({ judged }) => judged), notForInputs };
}

/** Judges one input by these rules. */
export function checkModel(
  input: Model,
  contracts: readonly Contract[],
  options: CheckOptions,
  rules: readonly Rule[] = allRules,
): Check {
  const model = options.assumeComplete === true ? assumedComplete(input) : input;
  return checkSubjects(model, judgedSubjects(model, contracts, options), options, rules);
}

/** The context in which the rules judge one input. */
export function contextFor(model: Model, contracts: readonly Contract[], options: CheckOptions): Context {
  return contextOf(model, judgedSubjects(model, contracts, options), options);
}

function judgedSubjects(model: Model, contracts: readonly Contract[], options: CheckOptions): JudgedSubjects {
  const { inputs } = subjectsOf([model], contracts, options.given ?? {});
  const [subjects = { contracts, judged: [], resources: [], problems: [] }] = inputs;
  return { ...subjects, base: judgedIn(contracts, options), isOurs: isOurs(model, contracts) };
}

/**
 * Whether a stack is one of Keyturn's own: it has Keyturn's mark, or a contract of the call has pairs. Contracts that the call names then still
 * cover all of it; any other stack means what its plan means.
 */
function isOurs({ madeFrom }: Model, contracts: readonly Contract[]): boolean {
  return madeFrom !== undefined || contracts.some(({ pairs }) => pairs !== undefined);
}

/** The roles of the base, matched to the same contracts. */
function judgedIn(contracts: readonly Contract[], { base, given = {} }: CheckOptions): JudgedInput[] | undefined {
  if (base === undefined) return undefined;
  const { inputs } = subjectsOf(base, contracts, given);
  return base.map((model, index) => ({ model, judged: inputs[index]?.judged ?? [] }));
}

type JudgedSubjects = Subjects & Pick<Context, 'base'> & { readonly isOurs: boolean };

function checkSubjects(
  model: Model,
  subjects: JudgedSubjects,
  options: CheckOptions,
  given: readonly Rule[] = allRules,
): Check {
  const { judged, resources } = subjects;
  const { beforePlan = false } = options;
  const rules = given.filter((rule) => (beforePlan ? rule.beforePlan !== undefined : rule.beforePlan !== 'only'));
  const context = contextOf(model, subjects, options);
  const results = rules.map((rule) => runRule(rule, asStrict(context, options, rule)));
  const findings = results.flatMap(({ found }) => found).sort(byGravityAndSeverity);
  const crashed = findings.filter(({ rule }) => rule === crashId);
  const outcomes = results.map(({ outcome }) => outcome);
  return {
    file: model.file,
    kind: model.kind,
    name: model.name,
    ...whereOf(judged),
    verdict: worst([
      ...outcomes.flatMap(({ outcome }) => (outcome === 'not-applicable' ? [] : [outcome])),
      ...(crashed.length > 0 ? (['undecided'] as const) : []),
      // A pass must have judged something.
      ...(judged.length + resources.length === 0 && !model.nothingRemains && !beforePlan
        ? (['undecided'] as const)
        : []),
    ]),
    rules: outcomes,
    findings,
    roles: judged.map(checkedRole),
    ...(resources.length === 0 ? {} : { resources: resources.map(checkedResource) }),
    permissions: judged.flatMap((role) => permissionRows(context, role)),
    users: rotatedUsersOf(context),
    ignored: leftOutBy(context),
    notes: [
      ...(model.nothingRemains ? ['Nothing remains: everything in this plan is destroyed.'] : []),
      ...(model.isWithoutState === true && judged.some(({ machine }) => machine !== undefined) ? [withoutState] : []),
      ...model.notes,
      ...neededStatements(context),
      ...keptKeys(context),
      ...notLeftOut(context),
      ...judged.flatMap(moreThanFive),
    ],
    ...(beforePlan
      ? assumedBeforePlan(model)
      : { premises: premisesOf(context), notVisible: inputKinds[model.kind].notVisible }),
  };
}

/** The note on a role whose contract allows the action that a rotation makes only if the owner chooses it. */
function moreThanFive({ roleName, machine, contract }: JudgedRole): string[] {
  const { iamAction } = sendTemplatedEmail;
  if (machine === undefined || !contract.identity.some(({ actions }) => actions.includes(iamAction))) return [];
  return [
    `Contract "${contract.name}" allows role "${roleName}" a sixth action, ${iamAction}: the mail of a success uses a template.`,
  ];
}

function contextOf(
  model: Model,
  { contracts, judged, resources, problems, base, isOurs: isOwn }: JudgedSubjects,
  { today, coverAll, digest, strict = false, newEnvironment = false, ...given }: CheckOptions,
): Context {
  const context: Context = {
    model,
    contracts,
    judged,
    judgedResources: resources,
    subjectProblems: problems,
    foundBefore: () => foundBefore(context),
    coverAll: isCoveredBy(model.kind, coverAll) && (coverAll !== 'stacks' || isOwn),
    coverOnly: given.coverOnly,
    today,
    digest,
    strict: strict === true,
    isNamed: false,
    base,
    newEnvironment,
    changedContracts: given.changedContracts,
    addedTogether: given.addedTogether ?? [],
    leftOut: new Map(),
  };
  return context;
}

/** The note on a first plan, or one that was made without the previous state. */
const withoutState =
  'This plan was made without a state and creates everything, so it does not show what is deployed. If there is a deployment, plan with its state.';

function premisesOf(context: Context): string[] {
  const { kind, premises = [], saidBy = [] } = context.model;
  return [
    ...saidBy,
    ...noOtherPoliciesAssumed(context),
    ...unknownDocumentsAssumed(context),
    ...inputKinds[kind].premises,
    ...premises,
    ...newerProviderAssumed(context.model),
    ...newerArgumentsAssumed(context),
    ...assumedOfUsers(context),
    ...elsewhereAssumed(context),
    ...acceptedPoliciesAssumed(context),
  ];
}

/** Judges the state before the apply: each role by each rule that applies to it. */
function foundBefore(context: Context): FoundBefore[] | undefined {
  const before = beforeApply(context.model, context.judged);
  const rules = allRules.filter(({ judgesBefore }) => judgesBefore === true);
  return before?.judged.flatMap((role) => {
    const found = rules.flatMap((rule) => rule.judge({ ...context, model: before.model, judged: [role] }) ?? []);
    return found.filter(({ verdict }) => verdict === 'fail').map((one) => ({ role, found: one }));
  });
}
