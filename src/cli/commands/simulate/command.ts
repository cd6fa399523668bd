import { Option } from 'commander';
import {
  jsonOption,
  stackArgument,
  strategyOption,
  userOption,
  onMachine,
  type CommandDefinition,
} from '../../command';

export const simulate: CommandDefinition = {
  name: 'simulate',
  summary: 'rotate once in the embedded AWS, in virtual time, and show each step; with --fleet, all users over months',
  argument: stackArgument(),
  options: [
    userOption(),
    strategyOption(),
    new Option('--keys <n>', 'access keys that the user has before').choices(['0', '1', '2']).default('1'),
    new Option(
      '--sandbox',
      'simulate the SES sandbox: it sends to verified addresses only, and checks the identities of recipients',
    ),
    new Option('--default-configuration-set <name>', "the configuration set that the sender's identity has by default"),
    new Option('--fleet', 'simulate every schedule of all synthesised stacks, or of STACK, instead of one rotation'),
    new Option('--days <n>', 'with --fleet: the days to simulate, 1 to 4000 (default: 400)'),
    new Option(
      '--ses-per-second <n>',
      'with --fleet: the mails that SES sends for an account in a second (default: limits.sesPerSecond of the settings, or 1)',
    ),
    new Option(
      '--iam-per-second <n>',
      'with --fleet: the calls that IAM takes in a second, which AWS does not publish (default: limits.iamPerSecond, or 10)',
    ),
    new Option('--format <format>', 'with --fleet: the printed format').choices(['text', 'json', 'svg', 'html']),
    new Option('--svg', 'with --fleet: print a picture, as --format svg'),
    new Option('--html', 'with --fleet: print a page with charts and tables, as --format html'),
    jsonOption(),
  ],
  files: { argument: 'stack' },
  examples: [
    'keyturn simulate',
    'keyturn simulate keyturn-production --user ci-deployer --keys 2',
    'keyturn simulate --strategy delete-first --json',
    'keyturn simulate --fleet --days 400',
    'keyturn simulate --fleet --format html > fleet.html',
    'keyturn simulate --sandbox --default-configuration-set rotations',
  ],
  load: onMachine('simulate'),
};
