import { Option } from 'commander';
import {
  jsonOption,
  stackArgument,
  strategyOption,
  userOption,
  onMachine,
  type CommandDefinition,
} from '../../command';

export const explore: CommandDefinition = {
  name: 'explore',
  summary: 'run every fault and every interleaving in the embedded AWS, and report which invariants hold',
  argument: stackArgument('every strategy, synthesised again from the settings'),
  options: [
    userOption(),
    strategyOption(),
    new Option('--invariant <n>', 'report only one invariant, by its number'),
    new Option('--max-faults <n>', 'maximum of faults in one scenario: 0, 1 or 2 (default: 2)'),
    new Option('--deep', 'explore everything under every interpretation of undocumented AWS behaviour; takes long'),
    new Option('--replay <story>', 'replay one scenario and print its trace'),
    new Option('--shard <i/n>', 'explore one of n parts, in as many processes as n; prints a document for --merge'),
    new Option('--merge <files...>', 'report on the documents of all shards; give the other options again'),
    jsonOption(),
  ],
  files: { argument: 'stack', options: ['merge'] },
  examples: [
    'keyturn explore',
    'keyturn explore keyturn-production --max-faults 1',
    'keyturn explore --invariant 6',
    'keyturn explore --deep --shard 2/16 > shard-2.json',
    'keyturn explore --deep --merge shard-*.json',
  ],
  load: onMachine('explore'),
};
