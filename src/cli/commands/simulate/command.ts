import { Option } from 'commander';
import {
  jsonOption,
  stackArgument,
  strategyOption,
  userOption,
  onMachine,
  type CommandDefinition,
} from '../../command';

export const simulate: CommandDefinition = {
  name: 'simulate',
  summary: 'rotate once in the embedded AWS, in virtual time, and show each step',
  argument: stackArgument(),
  options: [
    userOption(),
    strategyOption(),
    new Option('--keys <n>', 'access keys that the user has before').choices(['0', '1', '2']).default('1'),
    new Option(
      '--sandbox',
      'simulate the SES sandbox: it sends to verified addresses only, and checks the identities of recipients',
    ),
    new Option('--default-configuration-set <name>', "the configuration set that the sender's identity has by default"),
    jsonOption(),
  ],
  files: { argument: 'stack' },
  examples: [
    'keyturn simulate',
    'keyturn simulate keyturn-production --user ci-deployer --keys 2',
    'keyturn simulate --strategy delete-first --json',
    'keyturn simulate --sandbox --default-configuration-set rotations',
  ],
  load: onMachine('simulate'),
};
