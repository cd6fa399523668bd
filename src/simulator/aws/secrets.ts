import type { JsonObject } from '../../json';
import { declared, undeclared } from './errors';
import { textAt, type SimulatedOperation, type OperationRequest } from './operation';
import { structure, textParameter } from './shape';
import { secretKeyActions, type Secret, type SecretKeyAction, type SecretVersion, type World } from './world';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const longestValueBytes = 65_536;
const versionsPerSecret = 100;
const versionsAreKeptMs = 24 * 3600 * 1000;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret: SimulatedOperation = {
  service: 'secretsmanager',
  api: 'updateSecret',
  prefix: 'SecretsManager',
  invalid: 'ValidationException',
  parameters: structure(['SecretId'], {
    SecretId: textParameter(1, 2048),
    ClientRequestToken: textParameter(32, 64),
    Description: textParameter(0, 2048),
    KmsKeyId: textParameter(0, 2048),
    SecretBinary: textParameter(1),
    SecretString: textParameter(1),
    Type: textParameter(0, 256),
  }),
  access: (world, parameters) => {
    const id = textAt(parameters, 'SecretId');
    const kmsKey = textAt(parameters, 'KmsKeyId');
    return {
      action: 'secretsmanager:UpdateSecret',
      resources: [findSecret(world, id)?.arn ?? arnOfMissing(world, id)],
      context: { 'secretsmanager:secretid': [id], ...(kmsKey === '' ? {} : { 'secretsmanager:kmskeyarn': [kmsKey] }) },
    };
  },
  run: (request) => {
    const { world, parameters } = request;
    const secret = findSecret(world, textAt(parameters, 'SecretId'));
    if (!secret) throw declared('ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret.");
    if (secret.pendingDeletion) {
      const message = "You can't perform this operation on the secret because it was marked for deletion.";
      throw declared('InvalidRequestException', 400, message);
    }
    const value = valueOf(parameters);
    if (value === undefined) return { world, result: { ARN: secret.arn, Name: secret.name } };
    const token = textAt(parameters, 'ClientRequestToken') || request.dice.uuid();
    const result = { ARN: secret.arn, Name: secret.name, VersionId: token };
    refuseKey(secret, token);
    if (isRepeated(world, secret, token, value)) return { world, result };
    return { world: withVersion(request, secret, { id: token, value }), result };
  },
};

/** The secret of a `SecretId`: a name, an ARN, or an ARN without the random characters at its end. */
export function findSecret(world: World, id: string): Secret | undefined {
  return world.secrets.find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
}

/** The version that readers get. */
export function currentVersion(secret: Secret): SecretVersion | undefined {
  return secret.versions.find(({ labels }) => labels.includes('AWSCURRENT'));
}

/**
 * The ARN of a missing secret: its permission is checked as for an existing one, so a caller with permission on its name learns that it is
 * missing.
 */
function arnOfMissing(world: World, id: string): string {
  const { partition, region, accountId } = world.account;
  return id.startsWith('arn:') ? id : `arn:${partition}:secretsmanager:${region}:${accountId}:secret:${id}-000000`;
}

function valueOf(parameters: JsonObject): string | undefined {
  const { SecretString: words, SecretBinary: binary } = parameters;
  const given = [words, binary].filter((each) => typeof each === 'string');
  if (given.length > 1) {
    throw declared(
      'InvalidParameterException',
      400,
      "You can't specify both SecretString and SecretBinary in the same request.",
    );
  }
  const [value] = given;
  if (value !== undefined && Buffer.byteLength(value) > longestValueBytes) {
    const constraint = `failed to satisfy constraint: Member must have length less than or equal to ${longestValueBytes}`;
    throw undeclared('ValidationException', 400, `1 validation error detected: Value at 'secretString' ${constraint}`);
  }
  return value;
}

/**
 * Refuses a write if the KMS key does not allow it. A value is encrypted under a data key; if the token was used before, the stored value is
 * decrypted too, to compare it.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
function refuseKey({ key, versions }: Secret, token: string): void {
  if (key === undefined) return;
  const isRepeated = versions.some(({ id }) => id === token);
  const needed: readonly SecretKeyAction[] = isRepeated ? secretKeyActions : ['kms:GenerateDataKey'];
  if (needed.some((action) => !key.allows.includes(action)))
    throw undeclared('AccessDeniedException', 400, 'Access to KMS is not allowed');
  if (!key.enabled)
    throw isRepeated
      ? declared('DecryptionFailure', 400, 'Secrets Manager cannot decrypt the secret value: the KMS key is disabled.')
      : declared('EncryptionFailure', 400, 'Secrets Manager cannot encrypt the secret value: the KMS key is disabled.');
}

/** Whether the same value was stored under this token before. Another value under a used token is always refused. */
function isRepeated(world: World, secret: Secret, token: string, value: string): boolean {
  const former = secret.versions.find(({ id }) => id === token);
  if (!former) return false;
  if (former.value === value && world.account.readings.repeatedToken === 'succeeds') return true;
  const message = `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`;
  throw declared('ResourceExistsException', 400, message);
}

/** Adds a version: it becomes the current one, the current one becomes the previous one, and the previous one loses its label. */
function withVersion({ world, now }: OperationRequest, secret: Secret, version: { id: string; value: string }): World {
  const relabelled = secret.versions.map((each) => ({ ...each, labels: each.labels.flatMap(relabel) }));
  const kept = dropUnlabelled(relabelled, now);
  if (kept.length >= versionsPerSecret) {
    throw declared(
      'LimitExceededException',
      400,
      `The secret has ${versionsPerSecret} versions, which is the most it can have.`,
    );
  }
  const versions = [...kept, { ...version, labels: ['AWSCURRENT'], createdAt: now }];
  return { ...world, secrets: world.secrets.map((each) => (each === secret ? { ...secret, versions } : each)) };
}

function relabel(label: string): string[] {
  if (label === 'AWSCURRENT') return ['AWSPREVIOUS'];
  return label === 'AWSPREVIOUS' ? [] : [label];
}

/** Removes the oldest versions without a label beyond the quota, but none that is younger than a day. */
function dropUnlabelled(versions: readonly SecretVersion[], now: number): readonly SecretVersion[] {
  let surplus = versions.length - (versionsPerSecret - 1);
  return versions.filter(({ labels, createdAt }) => {
    if (surplus <= 0 || labels.length > 0 || now - createdAt < versionsAreKeptMs) return true;
    surplus--;
    return false;
  });
}
