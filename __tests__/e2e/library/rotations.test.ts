import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Rotation, type RotationSettings } from '../../../src/library/cdktf';
import { changesOf } from '../plans';
import { succeeded, type Project } from '../project';
import { accountId, region, settingsFor, Stage } from '../stage';
import { describeReal } from '../tools';

const settings: RotationSettings = {
  name: 'ours',
  accountId,
  region,
  users: [{ name: 'ci-deployer', secretName: 'ci-deployer/aws' }],
  notification: {
    sender: 'Key rotation <key-rotation@example.com>',
    identities: ['example.com'],
    recipients: ['platform-team@example.com'],
  },
  alerts: { subscribers: ['on-call@example.com'] },
  events: { guardDuty: {} },
  history: { encryption: 'customerKey', deployers: ['arn:aws:iam::{accountId}:role/keyturn-deploy'] },
};

/** The stack of somebody who has two rotations in it, for the provider of this machine. */
function write(project: Project, environment: string): void {
  const stack = new TerraformStack(new App({ stackTraces: false }), 'platform');
  new AwsProvider(stack, 'aws', {
    region,
    allowedAccountIds: [accountId],
    defaultTags: [{ tags: { team: 'platform' } }],
  });
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100.0' });
  stack.addOverride('terraform.backend.local', { path: 'terraform.tfstate' });
  new Rotation(stack, 'ours', settings);
  new Rotation(stack, 'theirs', { ...settings, name: 'theirs', tags: { team: 'other' } });
  mkdirSync(dirname(project.stackFile(environment)), { recursive: true });
  writeFileSync(project.stackFile(environment), JSON.stringify(stack.toTerraform()));
}

describeReal('two rotations in a stack of somebody else', () => {
  test('are valid, are deployed, and then need no change', async () => {
    const stage = await Stage.open(settingsFor(['ci-deployer']));
    try {
      const { project, environment } = stage;
      write(project, environment);
      await project.initSynthesised(environment);
      succeeded(await project.terraform(environment, 'validate', '-no-color'));
      const plan = await project.plan(environment);
      expect(Object.values(changesOf(plan)).every((change) => change === 'create')).toBe(true);
      expect(Object.keys(changesOf(plan)).length).toBeGreaterThan(50);
      succeeded(await project.applyPlan(environment));
      expect(changesOf(await project.plan(environment))).toEqual({});
    } finally {
      await stage.close();
    }
  });
});
