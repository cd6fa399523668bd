import { Option } from 'commander';
import type { CommandDefinition } from '../../command';

export const moduleCommand: CommandDefinition = {
  name: 'module',
  summary: 'write a plain Terraform module with the resources of an environment, for projects without CDKTF',
  argument: { name: '[ENVIRONMENT]', summary: 'the environment of the settings (default: the only one)' },
  options: [
    new Option('--output <folder>', 'the folder of the module').default('terraform-aws-keyturn'),
    new Option('--settings <file>', 'the file that has the settings in context.keyturn').default('cdktf.json'),
  ],
  files: { options: ['output', 'settings'] },
  examples: ['keyturn module staging', 'keyturn module production --output modules/terraform-aws-keyturn'],
  load: () => import('./run'),
};
