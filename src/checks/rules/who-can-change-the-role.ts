import { judgeGrant } from '../grants/containment';
import { placeOf, type Context, type JudgedRole } from '../context';
import { allowStatementsOf } from '../grants/grants';
import { identityPoliciesOf, type IdentityPolicy } from '../privilege-escalation/identities';
import { startingMachine } from '../privilege-escalation/escalation-ways';
import { powersIn, powersOfAws, writeTargetsOf, type Power } from '../privilege-escalation/role-writers';
import type { Found, Rule } from '../rule';
import { declaredDocument } from '../unknown-documents/declared';

export const whoCanChangeTheRole: Rule = {
  id: 'who-can-change-the-role',
  severity: 'medium',
  claim: 'The role cannot change itself or its machine; others in the input that can are reported.',
  rationale:
    'Somebody who can write policies of the role, pass it, or change the machine that runs as it can do everything that the role can. An account ' +
    'always has such administrators, so others are notes, and failures only in a strict check; a role that can change itself has no ' +
    'bounds. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  remedy: 'Remove the action, or limit its Resource to other roles and machines.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_role_policy: {
          more: {
            name: 'more',
            role: 'keyturn-staging-execution',
            policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::111122223333:role/keyturn-staging-execution"}}',
          },
        },
      },
    },
  },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return [
      ...context.judged.flatMap((role) => [...byJudged(context, role), ...byLines(context, role)]),
      ...byOthers(context),
    ];
  },
};

/**
 * Rights of judged roles on themselves and on each other. Within its contract a role can change or start another role, and start its own
 * machine again; to change itself needs a line with "withoutCall".
 */
function byJudged(context: Context, actor: JudgedRole): Found[] {
  return allowStatementsOf(actor.policies).flatMap((grant) => {
    const { source, statement } = grant;
    return context.judged.flatMap((role): Found[] => {
      const targets = writeTargetsOf(role);
      if (powersIn(statement, targets).length === 0) return [];
      const isItself = role === actor;
      const powers = judgeGrant(grant, actor).flatMap((judgement): Power[] => {
        const { pair } = judgement;
        if (judgement.kind === 'inside' && (!isItself || judgement.line.withoutCall !== undefined)) return [];
        const found = powersIn(
          {
            effect: 'Allow',
            action:
              pair.exceptActions.length > 0
                ? { negated: true, patterns: [...pair.exceptActions] }
                : { negated: false, patterns: [pair.action] },
            resource: { negated: false, patterns: [pair.resource] },
          },
          targets,
        );
        return judgement.kind === 'inside' ? found.filter(({ action }) => !isStarting(action)) : found;
      });
      if (powers.length === 0) return [];
      const place = { ...placeOf(context, source.resource, source.attribute), statement: statement.index };
      const who = isItself
        ? `role "${actor.roleName}" can change itself`
        : `role "${actor.roleName}" can change another`;
      return [
        {
          verdict: isItself || context.strict ? 'fail' : 'note',
          place: { ...place, contract: actor.contract.name },
          ...(source.isSensitive ? { message: who } : words(who, powers)),
          remedy: whoCanChangeTheRole.remedy,
        },
      ];
    });
  });
}

/** A document that the plan does not know can allow what a line of the contract allows. */
function byLines(context: Context, actor: JudgedRole): Found[] {
  const unknown = actor.policies.find(
    ({ resource, attribute }) => declaredDocument(context, actor, resource, attribute).kind === 'declared',
  );
  if (unknown === undefined) return [];
  const targets = writeTargetsOf(actor);
  return actor.contract.identity.flatMap(({ index, actions, resources, withoutCall }): Found[] => {
    if (withoutCall !== undefined) return [];
    const statement: Parameters<typeof powersIn>[0] = {
      effect: 'Allow',
      action: { negated: false, patterns: [...actions] },
      resource: { negated: false, patterns: [...resources] },
    };
    const powers = powersIn(statement, targets).filter(({ action }) => !isStarting(action));
    if (powers.length === 0) return [];
    const place = { ...placeOf(context, unknown.resource, unknown.attribute), contract: actor.contract.name };
    const who = `role "${actor.roleName}" may be able to change itself, because the plan does not know ${unknown.attribute} of ${unknown.resource.address}, and the contract allows it`;
    return [
      {
        verdict: 'fail',
        place: { ...place, contractPointer: `/identity/${index}` },
        ...words(who, powers),
        remedy: whoCanChangeTheRole.remedy,
      },
    ];
  });
}

function isStarting(action: string): boolean {
  return startingMachine.some((one) => one === action);
}

/** Identities without a contract; judged roles are handled above. */
function byOthers(context: Context): Found[] {
  const own = new Set(context.judged.flatMap(({ policies }) => policies.map(({ resource }) => resource)));
  const roles = new Set(context.judged.flatMap((role) => role.roles));
  const targets = context.judged.flatMap((role) => writeTargetsOf(role));
  return identityPoliciesOf(context.model).flatMap((policy): Found[] => {
    const { resource, attribute, who, content } = policy;
    if (own.has(resource) || roles.has(resource)) return [];
    const place = placeOf(context, resource, attribute);
    if (content === undefined) return context.strict ? [unknown(policy, place)] : [];
    const powers =
      'managedByAws' in content
        ? powersOfAws(content.managedByAws, targets)
        : content.statements.flatMap((statement) => powersIn(statement, targets));
    if (powers.length === 0) return [];
    return [
      {
        verdict: context.strict ? 'fail' : 'note',
        place,
        ...(resource.sensitive.has(attribute)
          ? { message: `${who} can change or run the subject of a contract` }
          : words(`${who} can change or run the subject of a contract`, powers)),
        remedy: whoCanChangeTheRole.remedy,
      },
    ];
  });
}

function unknown({ who }: IdentityPolicy, place: Found['place']): Found {
  const message = `before the apply it is not known whether ${who} can change or run the subject of a contract`;
  const remedy = 'Write the document as literal JSON, so that it is known before the apply.';
  return { verdict: 'undecided', place, message, remedy };
}

/** The most that are listed; others are only counted. */
const shown = 4;

function words(who: string, powers: readonly Power[]): Pick<Found, 'message' | 'request'> {
  const distinct = [...new Set(powers.map(({ action, on }) => `${action} on ${on}`))];
  const [first = ''] = distinct;
  const more = distinct.length > shown ? `, and ${distinct.length - shown} more` : '';
  return { message: `${who}: ${distinct.slice(0, shown).join(', ')}${more}`, request: first };
}
