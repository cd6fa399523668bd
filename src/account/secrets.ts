import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Known } from '../operations/facts';
import type { Clients } from './sdk/clients';
import { asked, AwsFault, unless } from './sdk/fault';

/**
 * The id of the access key in a value; the first text of that form. The value goes no further than here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
function keyIdIn(value: string | undefined): string | undefined {
  return /(?<![A-Z0-9])AKIA[A-Z0-9]{12,124}(?![A-Z0-9])/.exec(value ?? '')?.[0];
}

/** The id of the access key in the current version of a secret, if the caller can read it. */
export async function secretKeyId({ secrets }: Clients, secretName: string): Promise<Known<string | undefined>> {
  const command = new GetSecretValueCommand({ SecretId: secretName, VersionStage: 'AWSCURRENT' });
  const found = await unless(['denied', 'missing'], asked('secretsmanager:GetSecretValue', secrets.send(command)));
  // Without a current value, the secret holds no key.
  if (found instanceof AwsFault)
    return found.kind === 'missing' ? { known: true, value: undefined } : { known: false, why: found.message };
  return { known: true, value: keyIdIn(found.SecretString) };
}

/** The largest number of secrets in one call. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const batch = 20;

/** The same for many secrets, twenty a call. If the caller is not allowed to, no further call is made. */
export async function secretKeyIds(
  { secrets }: Clients,
  names: readonly string[],
): Promise<(name: string) => Known<string | undefined>> {
  const found = new Map<string, string | undefined>();
  for (let start = 0; start < names.length; start += batch) {
    const command = new BatchGetSecretValueCommand({ SecretIdList: names.slice(start, start + batch) });
    const page = await unless(['denied'], asked('secretsmanager:BatchGetSecretValue', secrets.send(command)));
    if (page instanceof AwsFault) return () => ({ known: false, why: page.message });
    for (const { Name = '', ARN = '', SecretString } of page.SecretValues ?? []) {
      const id = keyIdIn(SecretString);
      found.set(Name, id).set(ARN, id);
    }
    // A secret without a current value is not found either.
    for (const { SecretId = '', ErrorCode = '' } of page.Errors ?? [])
      if (ErrorCode.startsWith('ResourceNotFound')) found.set(SecretId, undefined);
  }
  return (name) => (found.has(name) ? { known: true, value: found.get(name) } : { known: false, why: 'not allowed' });
}

/** The ids of the current and the previous version of a secret, without their values; undefined if the caller cannot list them. */
export async function versionsOf(
  { secrets }: Clients,
  secretName: string,
): Promise<{ readonly current: string | undefined; readonly previous: string | undefined } | undefined> {
  const answer = asked(
    'secretsmanager:ListSecretVersionIds',
    secrets.send(new ListSecretVersionIdsCommand({ SecretId: secretName })),
  );
  const found = await unless(['denied', 'missing'], answer);
  if (found instanceof AwsFault) return undefined;
  const labelled = (label: string) =>
    found.Versions?.find(({ VersionStages }) => VersionStages?.includes(label))?.VersionId;
  return { current: labelled('AWSCURRENT'), previous: labelled('AWSPREVIOUS') };
}
