import { environmentWith } from './environment';
import { removeTemporaryFolders } from './folders';
import { stackOf } from './synthesised';
import type { EnvironmentSettings } from '../../src/settings';

afterAll(removeTemporaryFolders);

const blocksOf = (state: EnvironmentSettings['state']): object =>
  Object.fromEntries(
    Object.entries(stackOf(environmentWith({ state })).terraform).filter(([name]) => name !== 'required_providers'),
  );

test.each<[string, EnvironmentSettings['state'], object]>([
  [
    'a file next to the settings, as the stack finds it',
    { backend: 'local', arguments: {} },
    { backend: { local: { path: '../../../terraform.keyturn-test.tfstate' } } },
  ],
  [
    'a file of the project that is named',
    { backend: 'local', arguments: { path: './states/test.json' } },
    { backend: { local: { path: '../../../states/test.json' } } },
  ],
  [
    'a file anywhere',
    { backend: 'local', arguments: { path: '/srv/states/test.json' } },
    { backend: { local: { path: '/srv/states/test.json' } } },
  ],
  [
    'S3, with arguments that cdktf does not know',
    { backend: 's3', arguments: { bucket: 'b', key: 'k', use_lockfile: true, assume_role: { role_arn: 'arn' } } },
    { backend: { s3: { bucket: 'b', key: 'k', use_lockfile: true, assume_role: { role_arn: 'arn' } } } },
  ],
  [
    'any other backend',
    { backend: 'gcs', arguments: { bucket: 'b', prefix: 'keyturn' } },
    { backend: { gcs: { bucket: 'b', prefix: 'keyturn' } } },
  ],
  [
    'HCP Terraform, which has a block of its own',
    { backend: 'cloud', arguments: { organization: 'example', workspaces: { name: 'keyturn' } } },
    { cloud: { organization: 'example', workspaces: { name: 'keyturn' } } },
  ],
  ["none, not even cdktf's own", { backend: 'none', arguments: {} }, {}],
])('%s', (_, state, blocks) => {
  expect(blocksOf(state)).toEqual(blocks);
});

test('the provider is named in full, so that every tool finds it', () => {
  expect(stackOf(environmentWith()).terraform.required_providers.aws).toEqual({
    source: 'hashicorp/aws',
    version: '>= 5.100.0, < 7.0.0',
  });
});
