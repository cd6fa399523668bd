import { listed } from '../../text/listed';
import { placeOf, type Context, type JudgedResource } from '../context';
import { isWritten, policiesOn } from '../resource-contracts/documents';
import { subjectTypeOf, subjectTypes } from '../resource-contracts/types';
import type { ResourcePolicySource } from '../resource-policies/sources';
import type { Found, Rule } from '../rule';

export const oneResourcePolicy: Rule = {
  id: 'one-resource-policy',
  severity: 'high',
  claim: 'A key, topic, queue, secret or event bus with a contract has exactly one policy document.',
  rationale:
    'A resource has one policy in AWS. If two documents of Terraform are written to it, each apply replaces one of them with the other. Without ' +
    'a document, a key or a topic has a default policy, which no contract judged. ' +
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key_policy',
  remedy: 'Write all statements into one policy document.',
  needs: 'resources',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sns_topic: {
          changes: { name: 'changes', policy: '{"Version":"2012-10-17","Statement":[]}' },
        },
        aws_sns_topic_policy: {
          changes: {
            arn: '${aws_sns_topic.changes.arn}',
            policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sns:Publish","Resource":"*"}}',
          },
        },
      },
    },
    contract: {
      version: 1,
      name: 'changes',
      description: 'A topic of the account.',
      subject: { resource: 'aws_sns_topic.changes' },
      policy: [{ aws: 'arn:${partition}:iam::${account}:root', actions: ['sns:Publish'] }],
    },
  },
  judge(context) {
    if (context.judgedResources.length === 0) return undefined;
    return context.judgedResources.flatMap((subject) => judgeSubject(context, subject));
  },
};

function judgeSubject(context: Context, subject: JudgedResource): Found[] {
  const { documents, grants } = policiesOn(context, subject);
  const permissions = grants.filter(({ resource }) => resource.type !== 'aws_kms_grant');
  const [first, ...more] = documents.map(({ resource }) => resource.address);
  if (first === undefined || (permissions.length === 0 && isUnwritten(context, documents)))
    return permissions.length > 0 ? [] : withoutPolicy(context, subject);
  const written = [first, ...more, ...permissions.map(({ resource }) => resource.address)];
  if (written.length === 1) return [];
  const isCertain = documents.every(
    ({ resource, attribute }) => isWritten(context.model, resource, attribute) !== 'maybe',
  );
  if (!isCertain && permissions.length === 0 && areAlike(documents)) return [];
  return [
    {
      verdict: 'fail',
      place: place(context, subject),
      message: `${subject.resource.address} has more than one policy: ${listed([...new Set(written)], shown)}`,
      why: 'each of them replaces the other, so the contract does not know which one AWS uses',
      remedy: oneResourcePolicy.remedy,
    },
  ];
}

/** More than these are counted. */
const shown = 4;

function place(context: Context, { resource, contract }: JudgedResource): Found['place'] {
  return { ...placeOf(context, resource), contract: contract.name, contractPointer: '/policy' };
}

/** Whether nobody writes the only policy: the provider read it back from AWS. */
function isUnwritten({ model }: Context, documents: readonly ResourcePolicySource[]): boolean {
  return documents.every(({ resource, attribute }) => isWritten(model, resource, attribute) === 'no');
}

/** A state shows the policy of a separate resource in the resource itself too. */
function areAlike(documents: readonly ResourcePolicySource[]): boolean {
  const [first, ...more] = documents.map(({ document }) => document);
  return (
    first !== undefined &&
    new Set([...documents.map(({ resource }) => resource.type)]).size === documents.length &&
    more.every((document) => JSON.stringify(document) === JSON.stringify(first))
  );
}

function withoutPolicy(context: Context, subject: JudgedResource): Found[] {
  const { noun = 'resource', byDefault } = subjectTypes[subjectTypeOf(subject.resource.type) ?? ''] ?? {};
  if (byDefault === undefined) return [];
  return [
    {
      verdict: 'fail',
      place: place(context, subject),
      message: `${subject.resource.address} has no policy in this input, and ${byDefault}`,
      remedy: `Write the policy of the ${noun}.`,
    },
  ];
}
