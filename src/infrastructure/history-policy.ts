import { accountRootArn } from '../iam';
import type { EnvironmentSettings, HistorySettings } from '../settings';
import { firstShard } from '../workflow/shards';
import { arnsOf, document, machineArns, type Document, type PolicyStatement } from './documents';
import { partsOf } from './shards/shards';

/**
 * The rights of administrators: each one by its name, because a pattern would include the use of the key, and grants. With PutKeyPolicy, the policy
 * cannot lock everybody out. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const management = [
  ...['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'kms:ListKeyPolicies'],
  ...['kms:GetKeyRotationStatus', 'kms:EnableKeyRotation', 'kms:DisableKeyRotation', 'kms:ListKeyRotations'],
  ...['kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateKeyDescription'],
  ...['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'],
  ...['kms:EnableKey', 'kms:DisableKey', 'kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'],
  ...['kms:ListGrants', 'kms:RevokeGrant'],
];

/**
 * The policy of the key that encrypts the history, known before anything exists. Everybody uses the key under the encryption context of these
 * machines, and each role under that of its own.
 * https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
 */
export function historyKeyPolicy(environment: EnvironmentSettings, history: HistorySettings): Document {
  const { deployers, readers } = history;
  const as = (sid: string, arns: readonly string[], ...rest: [string[], Conditions]): PolicyStatement[] =>
    arns.length === 0 ? [] : [forIdentities({ environment, history }, sid, arns, ...rest)];
  const context = contextOf(machineArns(environment));
  const through = { 'kms:ViaService': `states.${environment.region}.amazonaws.com` };
  return document(
    // Without kms:ViaService: Step Functions itself makes these calls, as the role.
    ...partsOf(environment).flatMap(({ shard = firstShard }) => {
      const own = arnsOf(environment, shard);
      const sid = `ExecutionRole${shard === firstShard ? '' : shard}`;
      return as(sid, [own.executionRole], ['kms:Decrypt', 'kms:GenerateDataKey'], contextOf(own.stateMachine));
    }),
    allow({ Sid: 'Administration', Principal: { AWS: accountRootArn(environment) }, Action: management }),
    // A description of a key has no encryption context.
    ...as('DescribeForDeployers', deployers, ['kms:DescribeKey'], through),
    ...as('Deployers', deployers, ['kms:Decrypt', 'kms:GenerateDataKey'], { ...through, ...context }),
    ...as('DescribeForReaders', readers, ['kms:DescribeKey'], through),
    ...as('Readers', readers, ['kms:Decrypt'], { ...through, ...context }),
  );
}

type Conditions = Readonly<Record<string, string | readonly string[]>>;

function contextOf(machines: string | readonly string[]): Conditions {
  return { 'kms:EncryptionContext:aws:states:stateMachineArn': machines };
}

/**
 * A statement for some identities of the account. As a principal, an ARN is stored as the id of the role, which is another one after the role was made
 * again. The condition holds for the new role too.
 */
function forIdentities(
  { environment, history }: { readonly environment: EnvironmentSettings; readonly history: HistorySettings },
  sid: string,
  arns: readonly string[],
  actions: readonly string[],
  conditions: Conditions,
): PolicyStatement {
  const [only = '', ...more] = arns;
  const names = more.length === 0 ? only : arns;
  const granted = { Sid: sid, Action: actions };
  if (history.principal === 'arn') return allow({ ...granted, Principal: { AWS: names } }, conditions);
  const own = { 'kms:CallerAccount': environment.accountId, 'aws:PrincipalArn': names };
  return allow({ ...granted, Principal: { AWS: '*' } }, { ...own, ...conditions });
}

function allow(
  { Sid, Principal, Action }: Pick<PolicyStatement, 'Sid' | 'Principal' | 'Action'>,
  conditions?: { readonly [key: string]: string | readonly string[] },
): PolicyStatement {
  const granted = { Sid, Effect: 'Allow', ...(Principal && { Principal }), Action, Resource: '*' } as const;
  return conditions === undefined ? granted : { ...granted, Condition: { StringEquals: conditions } };
}
