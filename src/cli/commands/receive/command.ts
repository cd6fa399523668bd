import { Option } from 'commander';
import { jsonOption, type CommandDefinition } from '../../command';

export const receive: CommandDefinition = {
  name: 'receive',
  summary: 'copy only the synthesised stacks of a change into a new folder',
  argument: {
    name: '<FOLDER>',
    summary: 'the artifact of the job that ran the change: only stacks/NAME/cdk.tf.json',
  },
  options: [
    new Option('--into <folder>', 'the folder to create; it must not exist'),
    new Option(
      '--base <folder>',
      'the stacks of the base, such as base/cdktf.out/stacks: each must have been handed over',
    ),
    jsonOption(),
  ],
  files: { argument: 'files', options: ['into', 'base'] },
  isWithoutProject: true,
  examples: [
    'keyturn receive artifact --into received --base base/cdktf.out/stacks',
    'keyturn receive artifact --into received --base base/cdktf.out/stacks --json',
  ],
  load: () => import('./run'),
};
