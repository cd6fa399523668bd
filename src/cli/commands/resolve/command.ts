import { Option } from 'commander';
import { accessOptions, jsonOption, operation, type CommandDefinition } from '../../command';

export const resolve: CommandDefinition = {
  name: 'resolve',
  summary: 'compare the two keys of a user with the secret, and deactivate or delete the one that nobody needs',
  argument: { name: '<USER>', summary: 'an IAM user of the settings' },
  options: [
    ...accessOptions(),
    new Option('--deactivate <key-id>', 'deactivate this key, if it is not the one in the secret').conflicts('delete'),
    new Option('--delete <key-id>', 'delete this key, if it is not the one in the secret and nobody uses it'),
    jsonOption(),
  ],
  examples: [
    'keyturn resolve ci-deployer --environment production',
    'keyturn resolve ci-deployer --environment production --delete AKIAIOSFODNN7EXAMPLE',
  ],
  load: operation('resolve'),
};
