import { Option } from 'commander';
import { loadInit, repeatable, type CommandDefinition } from '../../command';

export const init: CommandDefinition = {
  name: 'init',
  summary:
    'start a project: list the users of an account, confirm the pairs to rotate, and write settings and contracts',
  argument: { name: '[FOLDER]', summary: 'the folder of the new project (default: this folder)' },
  options: [
    new Option(
      '--live',
      'read the account itself, with your credentials: the export, the report and the names of the secrets',
    ).conflicts(['fromExport', 'credentialReport', 'secrets', 'account']),
    new Option('--profile <name>', 'with --live, the profile with your credentials'),
    new Option('--endpoint-url <url>', 'with --live, another endpoint for all services, such as an emulator'),
    new Option('--from-export <file>', 'an export of the IAM of the account: its users, and what they can do'),
    new Option('--credential-report <file>', 'the credential report of the account: the ages of the keys'),
    new Option('--secrets <file>', 'the names of the secrets: list-secrets of the AWS CLI, or one name in each line'),
    repeatable('--pair <user=secret>', 'a user to rotate and the secret for its key; repeatable'),
    repeatable('--because <text>', 'why the user needs an access key: one after each --pair'),
    new Option('--environment <name>', 'the name of the environment').default('production'),
    new Option('--account <id>', 'the account (default: that of the export)'),
    new Option('--region <region>', 'the region of the secrets and the mails'),
    new Option('--sender <address>', 'the sender of the mails, such as "Keys <keys@example.com>"'),
    new Option('--identity <identity>', 'the identity of SES that sends (default: the domain of the sender)'),
    repeatable('--recipient <address>', 'an administrator who gets the mails; repeatable'),
  ],
  files: { argument: 'files', options: ['fromExport', 'credentialReport', 'secrets'] },
  isWithoutProject: true,
  examples: [
    'keyturn init --from-export account.json --credential-report report.json',
    'keyturn init keys --from-export account.json --pair ci-deployer=ci-deployer/aws --because "deploys from a build server without OIDC" --region eu-central-1 --sender keys@example.com --recipient platform@example.com',
  ],
  load: loadInit,
};
