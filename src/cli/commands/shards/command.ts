import { Option } from 'commander';
import { jsonOption, type CommandDefinition } from '../../command';

export const shards: CommandDefinition = {
  name: 'shards',
  summary: 'list the shards of large environments, or assign users that have none',
  argument: { name: '[ENVIRONMENT...]', summary: 'environments of the settings (default: all)' },
  options: [
    new Option(
      '--assign',
      'fill the empty cells of the column "shard" in the files of users, least full shard first; no filled cell changes',
    ),
    new Option('--dry-run', 'with --assign: write nothing; exit with 1 if something would be written'),
    jsonOption(),
  ],
  examples: ['keyturn shards', 'keyturn shards --assign --dry-run', 'keyturn shards --assign production'],
  load: () => import('./run'),
};
