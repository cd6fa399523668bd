import { actionContains, actionMatches, overlaps, type Statement } from '../../iam';
import { widened } from '../identities/statements';
import type { Actor } from './admissions';

/** Actions of IAM that only read. */
const reads = ['iam:Get*', 'iam:List*', 'iam:Generate*', 'iam:Simulate*'];

/**
 * Actions of IAM that give no right beyond decisions of others: they affect only the caller, for every Resource, or create a device that
 * belongs to nobody yet, or a role that only a service of AWS can have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
const harmlessAnywhere = ['iam:ChangePassword', 'iam:CreateVirtualMFADevice', 'iam:*ServiceLinkedRole*'];

/**
 * The actions on users that change the rights of a user, by a policy, a boundary, a tag that policies use, or another name. The other actions on
 * users are about keys, the password and devices. PassRole has its own rules.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
const changingUser = [
  'iam:AttachUserPolicy',
  'iam:CreateUser',
  'iam:DeleteUser',
  'iam:DeleteUserPermissionsBoundary',
  'iam:DeleteUserPolicy',
  'iam:DetachUserPolicy',
  'iam:PutUserPermissionsBoundary',
  'iam:PutUserPolicy',
  'iam:TagUser',
  'iam:UntagUser',
  'iam:UpdateUser',
];

/** Actions on a user's own keys, password and devices. */
const selfService = [
  'iam:*AccessKey*',
  'iam:*LoginProfile*',
  'iam:*MFADevice*',
  'iam:*SSHPublicKey*',
  'iam:*ServiceSpecificCredential*',
  'iam:*SigningCertificate*',
];

/**
 * The action of IAM in a statement that gives its holder more rights; undefined if there is none. An action that reaches only the holder and gives no
 * policy does not count: the user's keys, password and devices.
 */
export function iamWriteIn({ action, resource }: Statement, actor: Actor): string | undefined {
  const resources = resource === undefined || resource.negated ? ['*'] : resource.patterns;
  const kinds = new Set(resources.flatMap((pattern) => kindOf(pattern, actor) ?? []));
  kinds.delete('device');
  if (kinds.size === 0) return undefined;
  if (action.negated) {
    const isWide = !action.patterns.some((one) => actionContains(one, 'iam:*'));
    return isWide ? `all actions except ${action.patterns.join(', ')}` : undefined;
  }
  return action.patterns.find((one) => writes(one) && (kinds.has('other') || changesUser(one)));
}

function writes(pattern: string): boolean {
  return (
    overlaps(pattern.toLowerCase(), 'iam:*') &&
    ![...reads, ...harmlessAnywhere].some((one) => actionContains(one, pattern)) &&
    !/^iam:pass/i.test(pattern)
  );
}

function changesUser(pattern: string): boolean {
  return changingUser.some((one) => actionMatches(pattern, one)) || !isKnownOfSelf(pattern);
}

/** An unknown action can do anything. A pattern counts as every action that it matches. */
function isKnownOfSelf(pattern: string): boolean {
  return /[*?]/.test(pattern) || selfService.some((one) => actionMatches(one, pattern));
}

/** The target of an IAM resource: the holder, a device, or anything else; undefined if it does not belong to IAM. */
type IamResource = 'self' | 'device' | 'other' | undefined;

const self = '\u0000';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function kindOf(resource: string, { kind, name }: Actor): IamResource {
  const reading = widened(resource.replace(/\$\{\s*aws:username\s*\}/gi, self));
  const [arn = '', partition = '', service, , , ...rest] = reading.split(':');
  const isOfIam = service === undefined || /[*?]/.test(arn + partition) || overlaps(service, 'iam');
  if (!isOfIam) return undefined;
  const part = rest.join(':');
  if (/^(?:sms-)?mfa\//.test(part)) return 'device';
  if (!part.startsWith('user/')) return 'other';
  const last = part.split('/').at(-1);
  return last === self || (kind === 'user' && last === name) ? 'self' : 'other';
}
