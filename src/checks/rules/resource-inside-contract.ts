import type { Principal } from '../../iam';
import { placeOf, type Context, type JudgedResource } from '../context';
import { shownCondition } from '../grants/containment';
import { declaredElsewhere } from '../naming/elsewhere';
import { policiesOn } from '../resource-contracts/documents';
import { argumentThatNames } from '../resource-contracts/target';
import { judgeStatement, type Excess } from '../resource-contracts/statements';
import type { ResourcePolicySource } from '../resource-policies/sources';
import type { Found, Rule } from '../rule';

export const resourceInsideContract: Rule = {
  id: 'resource-inside-contract',
  severity: 'critical',
  claim: 'The policy of a key, topic, queue, secret or event bus with a contract allows only what the contract lists.',
  rationale:
    'The policy of a key decides who can read what the key encrypts, and the policy of a topic who can send to it. One more principal, one ' +
    'condition less, or a grant of a key is enough. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  remedy:
    'Write one statement for each line under "policy" of the contract: its principal, its actions and its conditions.',
  needs: 'resources',
  leavesOut: 'a policy or a grant that may be for the subject, and a replica without a policy.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sqs_queue: { inbox: { name: 'inbox' } },
        aws_sqs_queue_policy: {
          inbox: {
            queue_url: '${aws_sqs_queue.inbox.url}',
            policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}}',
          },
        },
      },
    },
    contract: {
      version: 1,
      name: 'inbox',
      description: 'The queue that one topic sends to.',
      subject: { resource: 'aws_sqs_queue.inbox' },
      policy: [
        {
          service: 'sns.amazonaws.com',
          actions: ['sqs:SendMessage'],
          conditions: [
            {
              key: 'aws:SourceArn',
              operator: 'ArnEquals',
              values: ['arn:${partition}:sns:${region}:${account}:rotations'],
            },
          ],
        },
      ],
    },
  },
  judge(context) {
    if (context.judgedResources.length === 0) return undefined;
    return context.judgedResources.flatMap((subject) => judgeSubject(context, subject));
  },
};

function judgeSubject(context: Context, subject: JudgedResource): Found[] {
  const { documents, grants, open, replicas } = policiesOn(context, subject);
  return [
    ...[...documents, ...grants].flatMap((source) => judgeSource(context, subject, source)),
    ...open.map((source) => undecided(context, subject, source)),
    ...replicas.map((replica): Found => ({
      verdict: 'undecided',
      place: { ...placeOf(context, replica), ...contractPlace(subject) },
      message: `${replica.address} is a replica of ${subject.resource.address}, or may be one, and has no policy: every identity whose policies allow it can use the replica`,
      remedy: `Write a policy that is inside contract "${subject.contract.name}", or remove the replica.`,
    })),
  ];
}

function judgeSource(context: Context, subject: JudgedResource, source: ResourcePolicySource): Found[] {
  const { resource, attribute, document, problem, unknownPrincipal } = source;
  const place = { ...placeOf(context, resource, attribute), ...contractPlace(subject) };
  if (resource.type === 'aws_kms_grant') return [ofGrant(subject, source, place)];
  if (document === undefined || unknownPrincipal !== undefined) {
    const why = problem ?? `its principal is not known: ${unknownPrincipal?.reason ?? ''}`;
    const message = `Keyturn cannot decide who can use ${subject.resource.address} through ${attribute} of ${resource.address}: ${why}`;
    return [{ verdict: 'undecided', place, message, remedy: literal }];
  }
  return document.statements.flatMap((statement) =>
    judgeStatement(statement, source, subject).outside.map((excess): Found => {
      const where = { ...place, statement: statement.index, ...linePlace(excess) };
      if (source.isSensitive) {
        const message = `statement ${statement.index} of a sensitive policy allows something on ${subject.resource.address} that its contract does not list`;
        return { verdict: 'fail', place: where, message, remedy: resourceInsideContract.remedy };
      }
      return {
        verdict: 'fail',
        place: where,
        ...wordsOf(subject, source, excess),
        remedy: resourceInsideContract.remedy,
      };
    }),
  );
}

const literal =
  'Write the policy so that it is known before the apply: as literal JSON, with ARNs built from names, account and region.';

function contractPlace({ contract }: JudgedResource): Pick<Found['place'], 'contract' | 'contractPointer'> {
  return { contract: contract.name, contractPointer: '/policy' };
}

/** The line that requires a condition that the statement lacks. */
function linePlace(excess: Excess): Pick<Found['place'], 'contractPointer'> {
  const { shortfall } = excess.kind === 'pair' ? excess : {};
  return shortfall?.kind === 'conditions' ? { contractPointer: `/policy/${shortfall.line}` } : {};
}

/** A grant is not in the policy: it lasts when the policy changes, and nobody who reads the policy sees it. */
function ofGrant(subject: JudgedResource, { resource }: ResourcePolicySource, place: Found['place']): Found {
  return {
    verdict: 'fail',
    place,
    message: `${resource.address} gives somebody rights on ${subject.resource.address} outside its policy`,
    why: `contract "${subject.contract.name}" judges one policy, and a grant is not in it`,
    remedy: 'Remove the grant, and write the right into the policy and into the contract.',
  };
}

function undecided(context: Context, subject: JudgedResource, { resource, attribute }: ResourcePolicySource): Found {
  const known = `Name the resource in ${resource.address} by a reference`;
  return {
    verdict: 'undecided',
    place: { ...placeOf(context, resource, attribute), ...contractPlace(subject) },
    message: `Keyturn cannot decide whether ${resource.address} is for ${subject.resource.address}, the subject of contract "${subject.contract.name}"`,
    ...declaredElsewhere(known, {
      address: resource.address,
      attribute: argumentThatNames(resource.type) ?? attribute,
    }),
  };
}

function wordsOf(
  { contract, resource: subject }: JudgedResource,
  { resource }: ResourcePolicySource,
  excess: Excess,
): Pick<Found, 'message' | 'why'> {
  const { address } = resource;
  const on = address === subject.address ? '' : ` on ${subject.address}`;
  const listed = `"policy" of contract "${contract.name}"`;
  switch (excess.kind) {
    case 'nobody-named':
      return { message: `${address} has a statement without a principal`, why: `${listed} names each principal` };
    case 'everybody-but-listed':
      return {
        message: `${address} allows everybody except a list (NotPrincipal)`,
        why: `${listed} names each principal`,
      };
    case 'all-but-listed':
      return {
        message: `${address} allows every action except a list (NotAction)`,
        why: `${listed} names each action`,
      };
    case 'principal':
      return {
        message: `${address} allows ${shownPrincipal(excess.principal)} ${excess.actions.join(', ')}${on}`,
        why: `no line under ${listed} names this principal`,
      };
    case 'pair':
      return {
        message: `${address} allows ${shownPrincipal(excess.principal)} ${excess.pair.action}${on}`,
        why: whyOutside(excess, contract.name),
      };
  }
}

function whyOutside({ shortfall, lines }: Extract<Excess, { kind: 'pair' }>, name: string): string {
  if (shortfall?.kind === 'conditions')
    return `policy[${shortfall.line}] of contract "${name}" requires ${shortfall.missing.map(shownCondition).join(' and ')}`;
  const actions = [...new Set(lines.flatMap((line) => line.actions))];
  return `contract "${name}" allows this principal only ${actions.join(', ')}`;
}

function shownPrincipal({ type, value }: Principal): string {
  return value === '*' ? 'everybody' : `${type} ${value}`;
}
