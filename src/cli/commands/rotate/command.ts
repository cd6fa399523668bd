import { Option } from 'commander';
import { accessOptions, jsonOption, operation, type CommandDefinition } from '../../command';

export const rotate: CommandDefinition = {
  name: 'rotate',
  summary: 'rotate the key of a user now, as its schedule would, and follow the execution',
  argument: { name: '<USER>', summary: 'an IAM user of the settings' },
  options: [
    ...accessOptions(),
    new Option('--grace <seconds>', 'how long the previous key stays (default: as the schedule)'),
    new Option('--leaked <key-id>', 'the id of an access key that must go, without a grace period'),
    new Option(
      '--deactivate <when>',
      'whether the leaked key is deactivated before the rotation starts: its consumers stop at once',
    ).choices(['now', 'never']),
    new Option('--no-wait', 'start the execution, and do not follow it'),
    new Option('--dry-run', 'run the deployed machine on the keys of the user in the embedded AWS; start nothing'),
    jsonOption(),
  ],
  examples: [
    'keyturn rotate ci-deployer --environment production',
    'keyturn rotate ci-deployer --environment production --dry-run',
    'keyturn rotate ci-deployer --environment production --leaked AKIAIOSFODNN7EXAMPLE --deactivate now',
  ],
  load: operation('rotate'),
};
