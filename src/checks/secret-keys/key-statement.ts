import type { JudgedRole } from '../context';
import type { SecretKey } from './secret-keys';

/**
 * UpdateSecret encrypts the new value; a repeated request is compared with the value that it stored.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export const keyActions = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

/** The service that calls KMS for a request of the role. https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export function viaService({ place }: JudgedRole): string {
  return `secretsmanager.${place.region}.amazonaws.com`;
}

/** The statement that the policy of a secret's key needs, as JSON: the role's own policy has no action of KMS. */
export function keyStatement(role: JudgedRole, { secretArn }: SecretKey): string {
  return JSON.stringify({
    Sid: 'UpdateRotatedSecret',
    Effect: 'Allow',
    Principal: { AWS: role.roleArn },
    Action: keyActions,
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:ViaService': viaService(role) },
      ArnLike: { 'kms:EncryptionContext:SecretARN': secretArn },
    },
  });
}
