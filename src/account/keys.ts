import {
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import type { KeyFacts } from '../operations/facts';
import type { Clients } from './sdk/clients';
import { asked, AwsFault, unless } from './sdk/fault';

/** The access keys of a user, oldest first, without their last use; undefined if there is no such user. */
export async function keysOf({ iam }: Clients, userName: string): Promise<readonly KeyFacts[] | undefined> {
  const answer = asked('iam:ListAccessKeys', iam.send(new ListAccessKeysCommand({ UserName: userName })));
  const listed = await unless(['missing'], answer);
  if (listed instanceof AwsFault) return undefined;
  return (listed.AccessKeyMetadata ?? [])
    .map(({ AccessKeyId: id, Status: status = '', CreateDate }) => ({
      id,
      status,
      createdAt: CreateDate?.getTime() ?? 0,
      lastUsedAt: undefined,
    }))
    .sort((one, other) => one.createdAt - other.createdAt);
}

/** The key with its last use, if the caller can read it. AWS learns of a use some minutes or hours later. */
export async function withLastUse({ iam }: Clients, key: KeyFacts): Promise<KeyFacts> {
  if (key.id === undefined) return key;
  const answer = asked('iam:GetAccessKeyLastUsed', iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.id })));
  const found = await unless(['denied', 'missing'], answer);
  if (found instanceof AwsFault) return key;
  const { LastUsedDate, ServiceName } = found.AccessKeyLastUsed ?? {};
  if (LastUsedDate === undefined) return { ...key, lastUsedAt: null };
  return {
    ...key,
    lastUsedAt: LastUsedDate.getTime(),
    ...(ServiceName === undefined ? {} : { lastUsedWith: ServiceName }),
  };
}

export async function deactivate({ iam }: Clients, userName: string, keyId: string): Promise<void> {
  const command = new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: keyId, Status: 'Inactive' });
  await asked('iam:UpdateAccessKey', iam.send(command));
}

export async function deleteKey({ iam }: Clients, userName: string, keyId: string): Promise<void> {
  const command = new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: keyId });
  // The answer to a first attempt may be lost, and somebody else may have been faster.
  await unless(['missing'], asked('iam:DeleteAccessKey', iam.send(command)));
}

/**
 * The ARNs of the policies that AWS attached to the user because a key leaked; they stay after a rotation. Undefined if the caller cannot read them.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
export async function quarantinesOf({ iam }: Clients, userName: string): Promise<readonly string[] | undefined> {
  const command = new ListAttachedUserPoliciesCommand({ UserName: userName });
  const found = await unless(['denied', 'missing'], asked('iam:ListAttachedUserPolicies', iam.send(command)));
  if (found instanceof AwsFault) return undefined;
  return (found.AttachedPolicies ?? [])
    .filter(({ PolicyName }) => PolicyName?.startsWith('AWSCompromisedKeyQuarantine'))
    .flatMap(({ PolicyArn }) => PolicyArn ?? []);
}
