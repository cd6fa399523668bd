import { Option } from 'commander';
import { reviewFormatNames } from '../../../review/formats/names';
import { loadReview, repeatable, type CommandDefinition } from '../../command';

const formats = `${reviewFormatNames.slice(0, -1).join(', ')} or ${reviewFormatNames.at(-1) ?? ''}`;

export const review: CommandDefinition = {
  name: 'review',
  summary: 'show on one page what a plan changes, or what differs between two inputs, and judge the result',
  argument: {
    name: '<FILE...>',
    summary:
      'a plan ("terraform show -json"), or two inputs of one kind: before and after. Every input that "keyturn check" reads; "-" is standard input',
  },
  options: [
    new Option('--format <format>', `the printed format: ${formats}`).default('text'),
    repeatable(
      '--output <[format=]file>',
      'write the page to a file, completely or not at all; may be repeated with other formats',
    ),
    repeatable(
      '--contract <file>',
      'contract to judge by; may be repeated (default: policies/*.json, if there are any)',
    ),
    new Option('--contract-from <ref>', 'read the contracts from this commit or branch, not from the working tree'),
    new Option('--require-contract', 'exit with 1 if no contract judges'),
    new Option('--source <file>', 'the cdk.tf.json of the plan: it shows what the plan does not'),
    new Option('--now <time>', 'count the next dates from this time, such as 2027-01-31T12:00:00Z (default: the time)'),
    new Option(
      '--marker <name>',
      'begin Markdown with a hidden line of this name, so that a comment can be found and updated',
    ),
    new Option(
      '--assume-complete',
      'you know that a plan of OpenTofu, or of Terraform before 1.8, is complete: these programs do not write it; the page prints it as the first assumption',
    ),
    new Option('--account <id>', "the account, if the input does not show a contract's ${account}"),
    new Option('--region <region>', "the region, if the input does not show a contract's ${region}"),
    new Option('--environment <name>', "the environment, if the input does not show a contract's ${environment}"),
  ],
  files: { argument: 'files', options: ['output', 'contract', 'source'] },
  examples: [
    'terraform show -json tfplan | keyturn review -',
    'keyturn review plan.json --contract-from origin/main --output markdown=review.md',
    'keyturn review base/cdktf.out/stacks/keyturn-staging cdktf.out/stacks/keyturn-staging',
    'keyturn review plan.json --require-contract --format json',
  ],
  load: loadReview,
};
