import { Option } from 'commander';
import { auditFormatNames } from '../../../audit/formats/names';
import { jsonOption, loadAudit, repeatable, type CommandDefinition } from '../../command';

export const audit: CommandDefinition = {
  name: 'audit',
  summary:
    'audit an account: the permissions of the roles, the keys, the drift from the settings, who can read the keys, and each scheduled rotation',
  argument: {
    name: '[FILE...]',
    summary:
      'files that the AWS CLI wrote: "get-account-authorization-details", "get-credential-report", "list-schedules" and others (default: ask the account itself)',
  },
  options: [
    repeatable(
      '--environment <name>',
      'an environment of the settings, or NAME=PROFILE with the profile for its account; may be repeated (default: all)',
    ),
    new Option('--profile <name>', 'the profile of environments that name none (default: what the AWS SDK finds)'),
    new Option('--region <region>', "the region (default: the environment's)"),
    new Option('--endpoint-url <url>', 'another endpoint for all services, such as an emulator'),
    new Option('--since-days <days>', 'the period whose rotations are judged').default('31'),
    new Option('--now <time>', 'the time of the files, such as 2027-01-31T12:00:00Z (default: the time)'),
    new Option('--print-policy', 'print the policy of IAM that the audit of the account needs, and end'),
    repeatable('--contract <file>', 'contract to judge by; may be repeated (default: policies/*.json)'),
    new Option('--format <format>', `the printed format: ${auditFormatNames.join(', ')}`),
    jsonOption(),
    new Option('--since <file>', 'say what changed since this evidence of a check, or this JSON of an audit'),
    new Option('--signed-by <file>', 'with --since: the public key (PEM) that must have signed it'),
    new Option('--sign <file>', 'sign the JSON with this private key (Ed25519, PEM)'),
    repeatable(
      '--output <[format=]file>',
      'write a report to a file, completely or not at all; may be repeated with other formats',
    ),
  ],
  files: { argument: 'files', options: ['contract', 'since', 'signedBy', 'sign', 'output'] },
  examples: [
    'keyturn audit --environment production --profile auditor',
    'keyturn audit --environment staging=audit-staging --environment production=audit-production --output json=audit.json',
    'keyturn audit --environment production --output json=audit.json --sign audit-key.pem',
    'keyturn audit --environment production --since last-audit.json --signed-by audit-key.pub --output html=audit.html',
    'keyturn audit --print-policy > audit-policy.json',
    'keyturn audit account.json report.json schedules.json executions.json --environment production',
  ],
  load: loadAudit,
};
