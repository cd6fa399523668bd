import { parseOperator, type Statement } from '../../iam';
import type { Model } from '../../model';
import { documentOfAws, nameOfAws } from '../identities/aws-policies';
import type { Identity } from '../identities/identities';
import type { Right } from '../identities/rights';
import { mayBeOn, namesAction } from '../identities/statements';
import { once } from '../../once';
import { admissionOf, type Actor } from '../privilege-escalation/admissions';
import {
  administeringOrganisation,
  assumeRole,
  passiveServices,
  passRole,
  takeovers,
} from '../privilege-escalation/escalation-ways';
import { iamWriteIn } from '../privilege-escalation/iam-writes';
import { rolesReached } from '../privilege-escalation/reached-roles';
import { takenOver } from '../privilege-escalation/taken-over';

/** A step from somebody's rights to more rights. */
export type Power =
  /** A step to administration. */
  | { readonly kind: 'power'; readonly power: string }
  /** The target cannot be decided. */
  | { readonly kind: 'question'; readonly problem: string }
  /** A step to the rights of an identity that the input does not show. */
  | { readonly kind: 'unseen'; readonly reached: string };

/** A step, or a role whose rights somebody can get. */
type Step = Power | { readonly kind: 'role'; readonly role: Identity; readonly by: string };

/** The steps to more rights that a right gives, directly and through the roles that it reaches. */
export function powersOf(model: Model, right: Right, actor: Actor): Power[] {
  return follow(model, stepsOf(model, right, actor));
}

/** Goes from role to role, each once. */
function follow(model: Model, first: readonly Step[]): Power[] {
  const powers: Power[] = [];
  const seen = new Set<Identity>();
  const steps = [...first];
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    if (step.kind !== 'role') powers.push(step);
    else if (!seen.has(step.role)) {
      const { role, by } = step;
      seen.add(role);
      steps.push(...stepsOfRole(model, role).map((next) => behind(next, by)));
    }
  }
  return powers;
}

function behind(step: Step, by: string): Step {
  switch (step.kind) {
    case 'power':
      return { kind: 'power', power: `${by}, which has ${step.power}` };
    case 'question':
      return { kind: 'question', problem: `${by}: ${step.problem}` };
    case 'unseen':
      return { kind: 'unseen', reached: `${by}, and from there ${step.reached}` };
    case 'role':
      return { ...step, by: `${by}, and from there ${step.by}` };
  }
}

const stepsOfRoles = once((_: Model) => new Map<Identity, readonly Step[]>());

function stepsOfRole(model: Model, role: Identity): readonly Step[] {
  const all = stepsOfRoles(model);
  const known = all.get(role) ?? role.rights.flatMap((right) => stepsOf(model, right, role));
  all.set(role, known);
  return known;
}

function stepsOf(model: Model, right: Right, actor: Actor): Step[] {
  if ('problem' in right) return [{ kind: 'question', problem: right.problem }];
  if ('document' in right) return right.document.statements.flatMap((statement) => stepsIn(model, statement, actor));
  const name = nameOfAws(right.arn);
  const document = documentOfAws(right.arn);
  if (name === undefined) return [{ kind: 'question', problem: `the document of ${right.arn} is not in this input` }];
  if (document === undefined)
    return [{ kind: 'question', problem: `the content of the AWS managed policy ${name} is not known to Keyturn` }];
  const steps = document.statements.flatMap((statement) => stepsIn(model, statement, actor));
  return steps.some(({ kind }) => kind === 'power') ? [{ kind: 'power', power: name }] : steps;
}

function stepsIn(model: Model, statement: Statement, actor: Actor): Step[] {
  if (statement.effect === 'Deny') return [];
  const write = iamWriteIn(statement, actor);
  const administering = administeringOrganisation.find(
    (action) => namesAction(statement, action) && mayBeOn(statement, organisationOf(action)),
  );
  return [
    ...[write, administering].flatMap((power): Step[] => (power === undefined ? [] : [{ kind: 'power', power }])),
    ...stepsToRoles(model, statement, actor, assumeRole),
    ...(isForPassiveServices(statement) ? [] : stepsToRoles(model, statement, actor, passRole)),
    ...stepsByTakeover(model, statement),
  ];
}

/** The ARNs of calls that administer an organisation: those of its service, or the root users of accounts. */
function organisationOf(action: string): string {
  const [service = ''] = action.split(':');
  return service === 'sts' ? 'arn:*:iam::*:root' : `arn:*:${service}:*:*:*`;
}

/** The steps to the roles that a statement lets its holder assume, or pass to a service. */
function stepsToRoles(model: Model, statement: Statement, actor: Actor, action: string): Step[] {
  if (!namesAction(statement, action)) return [];
  const { isEvery, roles, unseen, isCutShort } = rolesReached(model, statement);
  if (isEvery) return [{ kind: 'power', power: `${action} on every role` }];
  if (isCutShort)
    return [{ kind: 'question', problem: 'it has too many patterns for the number of roles in the input' }];
  return [
    ...roles
      .filter((role) => action !== assumeRole || admissionOf(role, actor) !== 'none')
      .map((role): Step => ({ kind: 'role', role, by: `${action} on role "${role.name ?? role.key}"` })),
    ...unseen.map((pattern) => toUnseenRole(pattern, action)),
  ];
}

/** Usual names of administrator roles. */
const namedAsAdministrator = /admin|power-?user|OrganizationAccountAccessRole|AWSControlTowerExecution/i;

function toUnseenRole(pattern: string, action: string): Power {
  const part = pattern.split(':').slice(5).join(':');
  return namedAsAdministrator.test(part)
    ? { kind: 'power', power: `${action} on ${part}, which is named as an administrator` }
    : { kind: 'unseen', reached: `${action} on ${pattern}` };
}

/** Whether a statement passes roles only to services that run nothing on behalf of the caller. */
function isForPassiveServices({ conditions }: Statement): boolean {
  return conditions.some(({ key, operator, values }) => {
    const comparison = parseOperator(operator)?.comparison;
    return (
      key.toLowerCase() === 'iam:passedtoservice' &&
      (comparison === 'StringEquals' || comparison === 'StringLike') &&
      values.length > 0 &&
      values.every((value) => passiveServices.includes(value.replace(/\.cn$/, '')))
    );
  });
}

/** The steps to the roles of the resources that a statement lets its holder change. */
function stepsByTakeover(model: Model, statement: Statement): Step[] {
  return takeovers.flatMap((takeover): Step[] => {
    const taken = takenOver(model, statement, takeover);
    if (taken === undefined) return [];
    const { action, isEvery, roles, unseen } = taken;
    const by = isEvery ? `${action} on every ${takeover.noun}` : action;
    if (isEvery && unseen.length > 0) return [{ kind: 'power', power: by }];
    return [
      ...roles.map((role): Step => ({ kind: 'role', role, by: `${by}, and so on role "${role.name ?? role.key}"` })),
      ...unseen.map((arn): Step => ({ kind: 'unseen', reached: `${action} on ${arn}` })),
    ];
  });
}

/** A right as lines of text. */
export function shownRight(right: Right): string[] {
  const { resource } = right;
  if (resource.sensitive.size > 0) return [`the content of ${resource.address}, which is sensitive`];
  if ('problem' in right) return [`what ${resource.address} says: ${right.problem}`];
  if ('arn' in right) return [`what ${right.arn} says`];
  return right.document.statements
    .filter(({ effect }) => effect === 'Allow')
    .map(({ action, resource: on }) => {
      const actions = `${action.negated ? 'all except ' : ''}${action.patterns.join(', ')}`;
      const resources = `${on?.negated === true ? 'all except ' : ''}${on?.patterns.join(', ') ?? '*'}`;
      return `${actions} on ${resources}`;
    });
}
