import { Option } from 'commander';
import { formatNames } from '../../../report/formats';
import { listed, repeatable, type CommandDefinition } from '../../command';

const formats = `${formatNames.slice(0, -1).join(', ')} or ${formatNames.at(-1) ?? ''}`;

export const check: CommandDefinition = {
  name: 'check',
  summary: 'judge synthesised stacks and Terraform plans against the contracts in policies/',
  argument: {
    name: '[FILE...]',
    summary:
      'a cdk.tf.json or its folder, "terraform show -json" of a plan or a state, the output of "aws iam get-account-authorization-details", or a policy document; "-" is standard input (default: every synthesised stack)',
  },
  options: [
    new Option('--format <format>', `the printed format: ${formats}`).default('text'),
    new Option('--verbose', 'in text, show all permissions, the users, the assumptions and what is not visible'),
    repeatable(
      '--output <[format=]file>',
      'write a report to a file, completely or not at all; may be repeated with other formats',
    ),
    repeatable('--contract <file>', 'contract to use; may be repeated (default: policies/*.json)'),
    new Option('--contract-from <ref>', 'read the contracts from this commit or branch, not from the working tree'),
    repeatable(
      '--base <file>',
      'the input before the change; may be repeated: rights that only the change uses are noted',
    ),
    new Option(
      '--before-plan',
      'check before a plan with credentials: stacks must read no file and no secret, and must have the backend and the providers of --base',
    ),
    new Option(
      '--new-environment',
      'with --before-plan: the base has no stack of this environment; compare with those of all others, named with --base',
    ),
    new Option('--source <file>', 'the cdk.tf.json of a plan: it shows what the plan does not'),
    new Option('--date <day>', 'judge as on this day, such as 2027-01-31 (default: today)'),
    listed(
      '--strict',
      '[=rule,...]',
      'treat notes of these rules as failures (default: who can change or run the role, who can read the keys, very wide lines of a contract, and a contract of the change)',
    ),
    new Option(
      '--assume-complete',
      'you know that a plan of OpenTofu, or of Terraform before 1.8, is complete: these programs do not write it; the report prints it as the first assumption',
    ),
    new Option('--all-roles', 'every role and machine of an input must be the subject of a contract'),
    new Option('--account <id>', "the account, if the input does not show a contract's ${account}"),
    new Option('--region <region>', "the region, if the input does not show a contract's ${region}"),
    new Option('--environment <name>', "the environment, if the input does not show a contract's ${environment}"),
    new Option('--module <address>', 'the module that the addresses of the contracts are in, such as module.keyturn'),
    new Option('--explain [rule]', 'explain a rule, or list all rules'),
    new Option('--draft-contract <role>', 'print the current grants of a role as a contract to edit'),
    new Option('--sign <file>', 'sign the evidence with this private key (Ed25519, PEM)'),
    new Option('--verify <evidence>', 'verify the verdict of evidence with the same inputs and contracts'),
    new Option('--since <evidence>', 'say what changed since this evidence, in text, JSON and HTML'),
    new Option(
      '--signed-by <file>',
      'with --verify or --since: the public key (PEM) that must have signed the evidence',
    ),
  ],
  files: {
    argument: 'files',
    options: ['output', 'contract', 'base', 'source', 'sign', 'verify', 'since', 'signedBy'],
  },
  examples: [
    'keyturn check',
    'keyturn check plan.json --contract-from origin/main --output sarif=keyturn.sarif',
    'terraform show -json tfplan | keyturn check -',
    'keyturn check account.json --region eu-central-1 --output evidence=evidence.json',
    'keyturn check account.json --output evidence=evidence.json --sign audit-key.pem',
    'keyturn check --verify evidence.json account.json --signed-by audit-key.pub',
    'keyturn check account.json --since last-evidence.json --signed-by audit-key.pub --output html=check.html',
    'keyturn check --explain grants-inside-contract',
    'keyturn check --strict=contract-used,wide-contract',
    'keyturn check --before-plan stacks/keyturn-staging --base base/cdktf.out/stacks/keyturn-staging',
    'keyturn check --contract-from origin/main --base base/cdktf.out/stacks/keyturn-staging',
  ],
  load: () => import('./run'),
};
