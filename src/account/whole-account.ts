import { paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import type { CredentialReport } from '../operations/credential-report';
import { credentialReport } from './credential-report';
import { callerOf } from './sdk/caller';
import { clientsFor, type Access, type Clients } from './sdk/clients';
import { asked, AwsFault, unless } from './sdk/fault';

/** The IAM of an account, and the names of the secrets in one region. */
export interface WholeAccount {
  readonly accountId: string;
  /** The output of `aws iam get-account-authorization-details`. */
  readonly details: object;
  readonly report: CredentialReport;
  /** Undefined if the caller may not list them. */
  readonly secrets: readonly string[] | undefined;
}

/** Reads an account. Needs the rights of the export and of the credential report; without `secretsmanager:ListSecrets`, the secrets are not known. */
export async function wholeAccount(access: Access): Promise<WholeAccount> {
  const clients = clientsFor(access);
  const { accountId } = await callerOf(clients);
  const details = await asked('iam:GetAccountAuthorizationDetails', authorizationDetails(clients));
  const report = await credentialReport(clients);
  const secrets = await unless(['denied'], asked('secretsmanager:ListSecrets', secretNames(clients)));
  return { accountId, details, report, secrets: secrets instanceof AwsFault ? undefined : secrets };
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export async function authorizationDetails({ iam }: Clients): Promise<object> {
  const pages = [];
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 1000 }, {}))
    pages.push(page);
  return {
    UserDetailList: pages.flatMap(({ UserDetailList = [] }) => UserDetailList),
    GroupDetailList: pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList),
    RoleDetailList: pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList),
    Policies: pages.flatMap(({ Policies = [] }) => Policies),
  };
}

async function secretNames({ secrets }: Clients): Promise<string[]> {
  const names: string[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client: secrets, pageSize: 100 }, {}))
    names.push(...SecretList.flatMap(({ Name }) => Name ?? []));
  return names;
}
