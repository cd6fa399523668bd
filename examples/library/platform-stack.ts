import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { PolicyCheck, Rotation, type RotationSettings } from 'keyturn/cdktf';

/** The settings have the names, defaults and rules of context.keyturn in cdktf.json. */
export const settings: RotationSettings = {
  name: 'production',
  accountId: '111122223333',
  region: 'eu-central-1',
  users: [
    { name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' },
    { name: 'backup-agent', secretName: 'backup-agent/aws' },
  ],
  schedule: { expression: 'cron(0 3 1 * ? *)', timezone: 'Europe/Berlin' },
  notification: {
    sender: 'Key rotation <key-rotation@example.com>',
    identities: ['example.com'],
    recipients: ['platform-team@example.com'],
  },
};

/** A stack with resources of its own, and a rotation. */
export class PlatformStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The provider accepts only the account of the rotation, and works in its region.
    new AwsProvider(this, 'aws', { region: settings.region, allowedAccountIds: [settings.accountId] });
    new S3Bucket(this, 'artifacts', { bucket: 'platform-artifacts' });

    const rotation = new Rotation(this, 'keys', settings);
    new TerraformOutput(this, 'state_machine', { value: rotation.stateMachineArn });

    // Nothing is written unless every contract of policies/ is met.
    this.node.addValidation(new PolicyCheck(this));
  }
}
