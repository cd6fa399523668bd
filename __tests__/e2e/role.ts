import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListIdentitiesCommand } from '@aws-sdk/client-ses';
import { partitionOf, secretArnPattern, sesIdentityArn, userArn, type ResourcePlace } from '../../src/iam';
import { refusalOf, roleOf, type Access } from '../../src/simulator';
import { mailIdentityOf, parseMailbox } from '../../src/simulator/aws/addresses';
import { nameInStates } from '../../src/simulator/aws/errors';
import type { JsonObject } from '../../src/json';
import type { Faults } from './director';
import type { Account } from './world';

const prefixes: Readonly<Record<string, string>> = { iam: 'Iam', secretsmanager: 'SecretsManager', ses: 'Ses' };

/**
 * Refuses the calls that the policies on a role do not allow, as they are in the account at that moment. moto enforces no policy on the calls
 * of its own state machines, so our `iam` folder decides, on requests that are made up from what the account has and not from the settings.
 */
export function enforce(account: Account, roleName: string): Faults {
  const { accountId, region } = account.place;
  const place = { partition: partitionOf(region), region, accountId };
  return async ({ action, time }, parameters) => {
    const role = roleOf(place, roleName, await policiesOn(account, roleName));
    const refusal = refusalOf(place, role, await accessOf(account, place, action, parameters), time);
    if (refusal === undefined) return undefined;
    const prefix = prefixes[action.split(':')[0] ?? ''] ?? '';
    const cause = `${refusal.message} (Service: ${prefix}, Status Code: ${refusal.statusCode})`;
    return { kind: 'fail-before', error: nameInStates(prefix, refusal, 'base'), cause };
  };
}

/** The JSON texts of a role's identity policies, inline and attached. */
export async function policiesOn({ clients: { iam } }: Account, RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const inline = PolicyNames.map(async (PolicyName) => {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return decodeURIComponent(PolicyDocument);
  });
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  const attached = AttachedPolicies.map(async ({ PolicyArn }) => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return decodeURIComponent(PolicyVersion?.Document ?? '');
  });
  return Promise.all([...inline, ...attached]);
}

/** What a call needs: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
async function accessOf(
  account: Account,
  place: ResourcePlace,
  action: string,
  parameters: JsonObject,
): Promise<Access> {
  const text = (name: string) => (typeof parameters[name] === 'string' ? parameters[name] : '');
  switch (action) {
    case 'secretsmanager:UpdateSecret':
      return { action, resources: [await secretArn(account, place, text('SecretId'))], context: {} };
    case 'ses:SendEmail':
      return { action, ...(await mailOf(account, place, parameters)) };
    default:
      return { action, resources: [await arnOfUser(account, place, text('UserName'))], context: {} };
  }
}

async function arnOfUser({ clients }: Account, place: ResourcePlace, UserName: string): Promise<string> {
  const found = await clients.iam.send(new GetUserCommand({ UserName })).catch(() => undefined);
  return found?.User?.Arn ?? userArn(place, '/', UserName);
}

async function secretArn({ clients }: Account, place: ResourcePlace, SecretId: string): Promise<string> {
  const found = await clients.secrets.send(new DescribeSecretCommand({ SecretId })).catch(() => undefined);
  return found?.ARN ?? secretArnPattern(place, SecretId).replace('-??????', '');
}

async function mailOf(
  { clients }: Account,
  place: ResourcePlace,
  parameters: JsonObject,
): Promise<Omit<Access, 'action'>> {
  const { Identities = [] } = await clients.ses.send(new ListIdentitiesCommand({}));
  const { Source, Destination } = parameters as { Source: string; Destination: Record<string, string[]> }; // SendEmail's own
  const sender = parseMailbox(Source);
  const recipients = Object.values(Destination).flat();
  return {
    resources: [sesIdentityArn(place, (sender && mailIdentityOf(sender, Identities)) ?? sender?.domain ?? Source)],
    context: {
      'ses:fromaddress': [sender?.address ?? Source],
      ...(sender?.displayName ? { 'ses:fromdisplayname': [sender.displayName] } : {}),
      'ses:recipients': recipients.map((each) => parseMailbox(each)?.address ?? each),
    },
  };
}
