import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { SfnStateMachineEncryptionConfiguration } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings, HistorySettings } from '../settings';
import { historyKeyPolicy } from './history-policy';
import { jsonLiteral, textLiteral } from './literal';
import { setLogicalId } from './logical-id';
import { descriptions, namesOf } from './names';

interface HistoryKeyOptions {
  readonly environment: EnvironmentSettings;
  readonly history: HistorySettings;
  /** The resources that must exist if the key policy has a role as a principal. */
  readonly role: readonly ITerraformDependable[];
}

/** The KMS key that encrypts the definition and the execution history of the machine, and its alias. */
export class HistoryKey extends Construct {
  readonly resource: KmsKey;

  constructor(scope: Construct, { environment, history, role }: HistoryKeyOptions) {
    super(scope, 'history');
    const dependsOn = history.principal === 'arn' ? [...role] : [];
    this.resource = new KmsKey(this, 'key', {
      description: descriptions.historyKey(environment.name),
      enableKeyRotation: true,
      deletionWindowInDays: history.deletionWindowDays,
      policy: jsonLiteral(historyKeyPolicy(environment, history)),
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
    });
    setLogicalId(this.resource, 'history');
    const alias = new KmsAlias(this, 'alias', {
      name: textLiteral(namesOf(environment.name).historyAlias),
      targetKeyId: this.resource.keyId,
    });
    setLogicalId(alias, 'history');
  }
}

/** Whether a stack has a key of its own. */
export function hasKey({ encryption, keepKey }: HistorySettings): boolean {
  return encryption === 'customerKey' || keepKey;
}

/**
 * The encryption of a machine. AWS's own key is written too, because a block that is left out changes nothing.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sfn_state_machine
 */
export function encryptionOf(
  history: HistorySettings,
  key: HistoryKey | undefined,
): SfnStateMachineEncryptionConfiguration {
  if (history.encryption === 'awsOwnedKey' || key === undefined) return { type: 'AWS_OWNED_KEY' };
  // The provider reads the default of AWS back, so it is written.
  return { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.resource.arn, kmsDataKeyReusePeriodSeconds: 300 };
}
