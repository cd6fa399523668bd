import { attribute, textOf, type Model, type Resource } from '../../model';
import type { JudgedRole } from '../context';
import { secretOf } from '../contract/pairs';
import { resourcePoliciesOf, type ResourcePolicySource } from '../resource-policies/sources';
import { ownerOf, type Owner } from '../resource-policies/owner';

/** The customer managed KMS key of a secret that a role updates. */
export interface SecretKey {
  /** The name or the ARN of the secret. */
  readonly secret: string;
  /** The ARN of the secret, or the pattern of it. */
  readonly secretArn: string;
  /** The ARN of the key, as far as the input shows it. */
  readonly keyArn: string | undefined;
  /** The key, if it is in this input. */
  readonly resource: Resource | undefined;
  /** The policies of the key in this input. */
  readonly policies: readonly ResourcePolicySource[];
}

/** The keys of the role's secrets: those that the settings name, and those of secrets in the same input. */
export function secretKeysOf(model: Model, role: JudgedRole): SecretKey[] {
  const found = new Map([...ofSettings(model, role), ...ofSecrets(model, role)].map((key) => [key.secretArn, key]));
  return [...found.values()];
}

function ofSettings(model: Model, { place, machine }: JudgedRole): SecretKey[] {
  if (machine === undefined) return [];
  return [...(model.secretKeys ?? [])].map(([secret, arn]) =>
    withPolicies(model, { secret, secretArn: secretOf(secret, place) }, { addresses: [], arn }),
  );
}

function ofSecrets(model: Model, { place, contract }: JudgedRole): SecretKey[] {
  const { pairs = [] } = contract;
  if (pairs.length === 0) return [];
  return model.resources.flatMap((resource): SecretKey[] => {
    if (resource.type !== 'aws_secretsmanager_secret' || resource.mode === 'data') return [];
    const key = attribute(resource.values, 'kms_key_id');
    if (key === undefined || key === null || key === '') return [];
    const names = ['name', 'arn'].map((name) => textOf(resource.values, name));
    const pair = pairs.find(({ secretName }) => names.includes(secretName));
    if (pair === undefined) return [];
    const { addresses, arn } = ownerOf(model, resource, 'kms_key_id');
    const owner = { addresses: addresses.filter((address) => address !== resource.address), arn };
    const secretArn = secretOf(pair.secretName, place);
    return [withPolicies(model, { secret: pair.secretName, secretArn }, owner)];
  });
}

function withPolicies(model: Model, secret: Pick<SecretKey, 'secret' | 'secretArn'>, key: Owner): SecretKey {
  const isKey = ({ addresses, arn }: Owner): boolean =>
    (arn !== undefined && arn === key.arn) || addresses.some((address) => key.addresses.includes(address));
  const resource = model.resources.find(
    ({ type, mode, address, values }) =>
      type === 'aws_kms_key' &&
      mode === 'managed' &&
      (key.addresses.includes(address) || (key.arn !== undefined && textOf(values, 'arn') === key.arn)),
  );
  const policies = resourcePoliciesOf(model).filter(({ owner }) => isKey(owner));
  return { ...secret, keyArn: key.arn, resource, policies };
}
