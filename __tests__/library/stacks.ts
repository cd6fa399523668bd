import { join } from 'node:path';
import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import type { RotationSettings } from '../../src/library/cdktf';

/** Stacks of somebody who uses the library, and contracts that allow what their rotations do. */

export const settings: RotationSettings = {
  name: 'production',
  accountId: '111122223333',
  region: 'eu-central-1',
  users: [
    { name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' },
    { name: 'backup-agent', secretName: 'backup-agent/aws' },
  ],
  notification: {
    sender: 'Key rotation <key-rotation@example.com>',
    identities: ['example.com'],
    recipients: ['platform-team@example.com'],
  },
};

/** The folder of the contracts. */
export const example = join(__dirname, '..', '..', 'examples', 'library');

export const contracts = ['policies/execution-role.json', 'policies/schedule-role.json'];

export function stackWith(
  provider: AwsProviderConfig = { region: 'eu-central-1', allowedAccountIds: ['111122223333'] },
): TerraformStack {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'platform');
  new AwsProvider(stack, 'aws', provider);
  return stack;
}

/** Terraform JSON as far as the tests read it. */
interface Written {
  readonly '//': { readonly keyturn?: unknown };
  readonly terraform: { readonly backend?: unknown };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

export function written(stack: TerraformStack): Written {
  return stack.toTerraform() as Written;
}

export function addressesIn({ resource }: Written): string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}
