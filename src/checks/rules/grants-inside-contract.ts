import { placeOf, type Context, type JudgedRole } from '../context';
import { shownCondition } from '../conditions';
import { judgeGrant, type Judgement } from '../containment';
import { exampleRequest } from '../examples';
import { grantsOf, type Grant, type PolicySource } from '../grants';
import type { Found, Rule } from '../rule';

export const grantsInsideContract: Rule = {
  id: 'grants-inside-contract',
  severity: 'critical',
  claim: "Every action on every resource that the role's policies allow lies in one line of its contract.",
  rationale:
    'An access key for a user is everything that the user may do, so one wide line is enough to take over an account. Deny statements, ' +
    'boundaries and conditions that the contract does not demand rescue nothing: another policy or a missing key undoes them.',
  remedy: 'Narrow the statement to what the contract names, or have the contract reviewed and widened.',
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [...unreadable(context, role), ...outside(context, role)]);
  },
};

function unreadable(context: Context, { policies, roleName }: JudgedRole): Found[] {
  return policies
    .filter((source) => source.document === undefined && (source.kind === 'inline' || source.arn === undefined))
    .map(({ resource, attribute, problem }) => ({
      verdict: 'undecided',
      place: placeOf(context, resource, attribute),
      message: `what ${resource.address} grants role "${roleName}" cannot be told: ${problem ?? 'it cannot be read'}`,
      remedy:
        'Write the document as literal JSON, with ARNs built from names, account and region, so that it is known before the apply.',
    }));
}

function outside(context: Context, role: JudgedRole): Found[] {
  return grantsOf(role.policies).flatMap((grant) =>
    judgeGrant(grant, role.contract).flatMap((judgement) =>
      judgement.kind === 'outside' ? [finding(context, role, grant, judgement)] : [],
    ),
  );
}

function finding(
  context: Context,
  { contract, roleName }: JudgedRole,
  { source, statement }: Grant,
  judgement: Judgement & { kind: 'outside' },
): Found {
  const place = {
    ...placeOf(context, source.resource, source.attribute),
    statement: statement.index,
    contract: contract.name,
  };
  if (source.isSensitive) {
    const message = `statement ${statement.index} of a sensitive policy grants role "${roleName}" what its contract does not`;
    return { verdict: 'fail', place, message, remedy: grantsInsideContract.remedy };
  }
  const { action, resource } = judgement.pair;
  const request = judgement.because === 'everything-but' ? undefined : exampleRequest(judgement.pair, contract);
  return {
    verdict: 'fail',
    place,
    message: `role "${roleName}" may ${action} on ${resource}${remarkOf(source)}`,
    ...(request === undefined
      ? {}
      : { request: judgement.because === 'conditions' ? `${request}, without ${unmet(judgement)}` : request }),
    why: whyOutside(judgement, contract.name),
    remedy: remedyFor(judgement, statement.index, source),
  };
}

function unmet(judgement: Judgement & { kind: 'outside' }): string {
  return judgement.because === 'conditions' ? judgement.line.conditions.map(shownCondition).join(' and ') : '';
}

function remarkOf({ resource }: PolicySource): string {
  return resource.remark === undefined ? '' : ` (${resource.remark})`;
}

function whyOutside(judgement: Judgement & { kind: 'outside' }, contract: string): string {
  switch (judgement.because) {
    case 'action':
      return `no line of contract "${contract}" allows ${judgement.pair.action}`;
    case 'resource':
      return `contract "${contract}" allows ${judgement.pair.action} on other resources only`;
    case 'conditions':
      return `line ${judgement.line.index} of contract "${contract}" demands ${unmet(judgement)}`;
    case 'variables':
      return 'its resource holds a policy variable, so it depends on who asks';
    case 'everything-but':
      return 'it allows everything but what it lists, and so also whatever AWS adds';
  }
}

function remedyFor(judgement: Judgement & { kind: 'outside' }, statement: number, { resource }: PolicySource): string {
  const where = `statement ${statement} of ${resource.address}`;
  switch (judgement.because) {
    case 'action':
      return `Remove ${judgement.pair.action} from ${where}.`;
    case 'resource':
      return `Remove ${judgement.pair.resource} from the Resource of ${where}, or name there only resources of the contract.`;
    case 'conditions':
      return `Add to the Condition of ${where}: ${unmet(judgement)}.`;
    case 'variables':
      return `Write the resources of ${where} out.`;
    case 'everything-but':
      return `Use Action and Resource instead of NotAction and NotResource in ${where}.`;
  }
}
