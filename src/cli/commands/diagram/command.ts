import { Option } from 'commander';
import { stackArgument, strategyOption, onMachine, type CommandDefinition } from '../../command';

export const diagram: CommandDefinition = {
  name: 'diagram',
  summary: 'print the state machine as a Mermaid diagram',
  argument: stackArgument(),
  options: [strategyOption(), new Option('--brief', 'leave out failures and repeated calls of ListAccessKeys')],
  files: { argument: 'stack' },
  examples: [
    'keyturn diagram',
    'keyturn diagram keyturn-production --brief',
    'keyturn diagram --strategy delete-first',
  ],
  load: onMachine('diagram'),
};
