import { Option } from 'commander';
import { accessOptions, jsonOption, operation, type CommandDefinition } from '../../command';

export const status: CommandDefinition = {
  name: 'status',
  summary: 'show the keys, schedules and executions of the users, and what is wrong with them',
  argument: { name: '[USER]', summary: 'an IAM user of the settings (default: all)' },
  options: [
    ...accessOptions('all in the account of your credentials'),
    new Option('--since-days <days>', 'how far back to look for failed executions').default('7'),
    new Option(
      '--no-secrets',
      'do not read which key the secrets hold; else the values are read, and only ids are kept',
    ),
    jsonOption(),
  ],
  examples: [
    'keyturn status --environment production --profile operator',
    'keyturn status ci-deployer --environment production',
    'keyturn status --environment production --no-secrets --json',
  ],
  load: operation('status'),
};
