import { Option } from 'commander';
import { jsonOption, type CommandDefinition } from '../../command';

export const receive: CommandDefinition = {
  name: 'receive',
  summary: 'copy the stacks that a change was synthesised to, and nothing else, into a new folder',
  argument: {
    name: '<FOLDER>',
    summary: 'what the job that ran the change handed over: stacks/NAME/cdk.tf.json, and nothing next to them',
  },
  options: [
    new Option('--into <folder>', 'the folder to make; it must not exist'),
    new Option(
      '--base <folder>',
      'the stacks of the base, such as base/cdktf.out/stacks: each must have been handed over',
    ),
    jsonOption(),
  ],
  examples: [
    'keyturn receive artifact --into received --base base/cdktf.out/stacks',
    'keyturn receive artifact --into received --base base/cdktf.out/stacks --json',
  ],
  load: () => import('./run'),
};
