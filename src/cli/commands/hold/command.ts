import { Option } from 'commander';
import { accessOptions, jsonOption, operation, type CommandDefinition } from '../../command';

export const hold: CommandDefinition = {
  name: 'hold',
  summary: 'stop the execution of a user in its grace period, so that the previous key stays',
  argument: { name: '<USER>', summary: 'an IAM user of the settings' },
  options: [
    ...accessOptions(),
    new Option('--execution <name>', 'the execution, if names and times do not tell which one rotates the user'),
    jsonOption(),
  ],
  examples: ['keyturn hold ci-deployer --environment production'],
  load: operation('hold'),
};
