import { memberOf } from '../../../json';
import { textOf } from '../../../model';
import type { Compare, Thing } from '../difference';
import { documentIn, isNamed } from './export';
import { itemsOf, known, policyDifference, textOfMember } from '../values';

/** A customer managed policy: its version in force. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html */
export const managedPolicyDifferences: Compare = ({ values }, { replies }) => {
  const name = known(textOf(values, 'name'));
  const thing: Thing = { noun: 'policy', name };
  const reply = replies.of('identities');
  if (reply.kind !== 'answered') return 'not-known';
  // The ARN ends with the name.
  const policy = itemsOf(reply.value, 'Policies').find((one) =>
    isNamed(textOfMember(one, 'Arn').split('/').at(-1), name),
  );
  if (policy === undefined) return [{ kind: 'missing', thing }];
  const version = itemsOf(policy, 'PolicyVersionList').find((one) => memberOf(one, 'IsDefaultVersion') === true);
  const document = version === undefined ? '' : documentIn(memberOf(version, 'Document'));
  return policyDifference(thing, 'the document', textOf(values, 'policy'), document);
};
