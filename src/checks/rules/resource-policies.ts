import { shownCondition } from '../grants/containment';
import { placeOf, type Context, type JudgedRole } from '../context';
import { acceptedIn, hashOfGrant, withException } from '../contract/exceptions';
import { demandedOf, lowerService } from '../contract/line-of-statement';
import { declaredElsewhere } from '../naming/elsewhere';
import { ownerAddress, resourceGrantsOf, type ResourceGrant, type ResourceQuestion } from '../resource-policies/grants';
import { granteeInWords } from '../resource-policies/principals';
import type { ResourcePolicySource } from '../resource-policies/sources';
import type { Answer, Found, Rule } from '../rule';

export const resourcePolicies: Rule = {
  id: 'resource-policies',
  severity: 'critical',
  claim: 'Policies of resources and grants give the role only what its contract names.',
  rationale:
    'In one account the policy of a key, a queue, a bucket or a secret is enough: it grants to the role that it names, or to everybody, independent of ' +
    "the role's own policies. A Deny, and conditions that the contract does not require, do not count. " +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  remedy:
    'Name the account in the policy instead of the role or everybody, or name the resource under "resourcePolicies" in the contract.',
  needs: 'resources',
  leavesOut: 'a policy that cannot be read, and a principal that is not understood.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sqs_queue_policy: {
          inbox: {
            queue_url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/inbox',
            policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/keyturn-staging-execution"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-central-1:111122223333:inbox"}}',
          },
        },
      },
    },
  },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    const unread = new Set<ResourcePolicySource>();
    return context.judged.flatMap((role) => {
      const { grants, questions } = resourceGrantsOf(context, role);
      const asked = questions.filter(({ source, statement }) => statement !== undefined || !unread.has(source));
      for (const { source, statement } of asked) if (statement === undefined) unread.add(source);
      return [
        ...asked.map((question) => undecided(context, role, question)),
        ...grants.filter(({ line }) => line === undefined).map((grant) => outside(context, role, grant)),
      ];
    });
  },
};

function undecided(
  context: Context,
  { roleName }: JudgedRole,
  { source, statement, problem }: ResourceQuestion,
): Found {
  const { resource, attribute, isSensitive } = source;
  const place = { ...placeOf(context, resource, attribute), ...(statement && { statement: statement.index }) };
  if (statement !== undefined) {
    const why = isSensitive ? 'one of its principals is not understood' : problem;
    return {
      verdict: 'undecided',
      place,
      message: `Keyturn cannot decide whether ${attribute} of ${resource.address} grants role "${roleName}" something: ${why}`,
      remedy: 'Write the principal as the ARN of a role, an account, or the host name of a service, as a literal.',
      answers: [{ member: 'ignored', address: resource.address }],
    };
  }
  const known = `Write ${attribute} so that it is known before the apply: as literal JSON, with ARNs built from names, account and region`;
  return {
    verdict: 'undecided',
    place,
    message: `Keyturn cannot decide who gets the grants in ${attribute} of ${resource.address}: ${problem}`,
    ...(source.isUnknown
      ? declaredElsewhere(known, { address: resource.address, attribute })
      : { remedy: `${known}.` }),
  };
}

function outside(context: Context, role: JudgedRole, grant: ResourceGrant): Found {
  const { source, statement, pair } = grant;
  const { contract, roleArn } = role;
  const version = source.document?.version;
  const hash = hashOfGrant(context, { subject: roleArn, pair, version, of: ownerAddress(source) });
  const place = {
    ...placeOf(context, source.resource, source.attribute),
    statement: statement.index,
    contract: contract.name,
  };
  if (source.isSensitive) {
    const message = `statement ${statement.index} of a sensitive policy grants role "${role.roleName}" something that its contract does not allow`;
    return { verdict: 'fail', place, message, remedy: resourcePolicies.remedy };
  }
  const finding: Found = { verdict: 'fail', place, ...wordsOf(role, grant), grant: hash, answers: lineFor(grant) };
  return withException(finding, acceptedIn(context, contract, hash), contract.name);
}

/** The line of a contract that allows the grant; none if a contract cannot express it. */
function lineFor({ source, pair }: ResourceGrant): Answer[] {
  const conditions = pair.conditions.flatMap((one) => demandedOf(one, source.document?.version) ?? []);
  const isWhole = conditions.length === pair.conditions.length && pair.exceptActions.length === 0;
  if (!isWhole || pair.exceptResources.length > 0 || !isNamedAction.test(pair.action)) return [];
  return [
    { member: 'resourcePolicies', address: source.resource.address, action: lowerService(pair.action), conditions },
  ];
}

/** Actions of one service. */
const isNamedAction = /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/;

function wordsOf(
  { contract, roleName }: JudgedRole,
  grant: ResourceGrant,
): Pick<Found, 'message' | 'request' | 'why' | 'remedy'> {
  const { source, statement, pair, grantee, shortfall } = grant;
  const { resource, attribute } = source;
  const except = [...pair.exceptActions, ...pair.exceptResources];
  const but = except.length === 0 ? '' : ` but ${except.join(', ')}`;
  const remark = resource.remark === undefined ? '' : ` (${resource.remark})`;
  const who = grantee.kind === 'role' ? `role "${roleName}"` : `${granteeInWords(grantee)}, and so role "${roleName}",`;
  const where = `statement ${statement.index} of ${attribute} of ${resource.address}`;
  const call = shortfall === undefined || shortfall.kind === 'several' ? undefined : shortfall.call;
  const missing = shortfall?.kind === 'conditions' ? shortfall.missing.map(shownCondition).join(' and ') : undefined;
  const without = missing === undefined ? '' : `, without ${missing}`;
  return {
    message: `${resource.address} lets ${who} ${pair.action}${but} on ${pair.resource}${remark}`,
    ...(call === undefined ? {} : { request: `${call.action} on ${call.resource}${without}` }),
    why:
      shortfall?.kind === 'conditions'
        ? `resourcePolicies[${shortfall.line}] of contract "${contract.name}" requires ${missing ?? ''}`
        : `no line under "resourcePolicies" of contract "${contract.name}" allows it on this resource`,
    remedy:
      missing === undefined
        ? `Remove it from ${where}, or name ${resource.address} with ${pair.action} under "resourcePolicies" in the contract.`
        : `Add to the Condition of ${where}: ${missing}.`,
  };
}
