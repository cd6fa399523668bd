import { Option } from 'commander';
import { jsonOption, stackArgument, strategyOption, userOption, type CommandDefinition } from '../../command';

export const simulate: CommandDefinition = {
  name: 'simulate',
  summary: 'rotate once in the embedded AWS, in virtual time, and show each step',
  argument: stackArgument(),
  options: [
    userOption(),
    strategyOption(),
    new Option('--keys <n>', 'access keys that the user has before').choices(['0', '1', '2']).default('1'),
    jsonOption(),
  ],
  examples: [
    'keyturn simulate',
    'keyturn simulate keyturn-production --user ci-deployer --keys 2',
    'keyturn simulate --strategy delete-first --json',
  ],
  load: () => import('./run'),
};
