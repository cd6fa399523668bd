import {
  BatchGetSecretValueCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
} from '@aws-sdk/client-secrets-manager';
import type { SecretKey } from '../operations/facts';
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
export async function secretKeyId({ secrets }: Clients, secretName: string): Promise<SecretKey> {
  const command = new GetSecretValueCommand({ SecretId: secretName, VersionStage: 'AWSCURRENT' });
  const tolerated = ['denied', 'missing', 'marked-deleted'] as const;
  const found = await unless(tolerated, asked('secretsmanager:GetSecretValue', secrets.send(command)));
  if (!(found instanceof AwsFault)) return { known: true, value: keyIdIn(found.SecretString) };
  if (found.kind === 'missing') return absent;
  return { known: false, why: found.message, ...(found.kind === 'denied' ? {} : { isScheduledForDeletion: true }) };
}

/** Without a current value, the secret holds no key, and AWS answers as if there were no secret. */
const absent: SecretKey = { known: true, value: undefined, isAbsent: true };

/** Whether there is a secret, with a value or without; undefined if the caller cannot ask. */
export async function secretExists({ secrets }: Clients, secretName: string): Promise<boolean | undefined> {
  const answer = secrets.send(new ListSecretVersionIdsCommand({ SecretId: secretName }));
  const found = await unless(['denied', 'missing', 'other'], asked('secretsmanager:ListSecretVersionIds', answer));
  return found instanceof AwsFault ? (found.kind === 'missing' ? false : undefined) : true;
}

/** The largest number of secrets in one call. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const batch = 20;

/** The same for many secrets, twenty a call. If the caller is not allowed to, no further call is made. */
export async function secretKeyIds(
  { secrets }: Clients,
  names: readonly string[],
): Promise<(name: string) => SecretKey> {
  const found = new Map<string, SecretKey>();
  for (let start = 0; start < names.length; start += batch) {
    const command = new BatchGetSecretValueCommand({ SecretIdList: names.slice(start, start + batch) });
    const page = await unless(['denied'], asked('secretsmanager:BatchGetSecretValue', secrets.send(command)));
    if (page instanceof AwsFault) return () => ({ known: false, why: page.message });
    for (const { Name = '', ARN = '', SecretString } of page.SecretValues ?? []) {
      const key = { known: true, value: keyIdIn(SecretString) } as const;
      found.set(Name, key).set(ARN, key);
    }
    for (const { SecretId = '', ErrorCode = '' } of page.Errors ?? []) {
      if (ErrorCode.startsWith('ResourceNotFound')) found.set(SecretId, absent);
      if (ErrorCode.startsWith('InvalidRequest'))
        found.set(SecretId, { known: false, why: ErrorCode, isScheduledForDeletion: true });
    }
  }
  return (name) => found.get(name) ?? { known: false, why: 'not allowed' };
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
