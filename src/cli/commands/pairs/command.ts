import { Option } from 'commander';
import { jsonOption, repeatable, type CommandDefinition } from '../../command';

export const pairs: CommandDefinition = {
  name: 'pairs',
  summary: 'compare the users and secrets of the settings with the pairs of the contracts',
  argument: { name: '[ENVIRONMENT...]', summary: 'environments of the settings (default: all)' },
  options: [
    new Option('--diff', 'print the entries to add and to remove; exit with 1 if there is one'),
    repeatable('--contract <file>', 'contract to use; may be repeated (default: policies/*.json)'),
    new Option('--contract-from <ref>', 'read the contracts from this commit or branch, not from the working tree'),
    jsonOption(),
  ],
  files: { options: ['contract'] },
  examples: [
    'keyturn pairs --diff',
    'keyturn pairs --diff production',
    'keyturn pairs --diff --contract-from origin/main --json',
  ],
  load: () => import('./run'),
};
