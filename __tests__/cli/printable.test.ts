import { commands } from '../../src/cli/commands';
import { formatNames } from '../../src/report/formats';
import { escaped, rude, states, testPrintable } from './printable';

describe('every command', () => {
  testPrintable(
    commands.flatMap(({ name, argument }) => [
      // The commands that call AWS take a user or nothing, and read the settings first. A new project has no folder yet.
      ...(/STACK|INPUT|FILE|<FOLDER>/.test(argument.name)
        ? ([[[name, `no${rude}`], `no${escaped}: no such`]] as const)
        : []),
      [[name, `--no${rude}`], `unknown option '--no${escaped}'`],
    ]),
  );
});

describe('every format', () => {
  testPrintable(formatNames.map((name) => [['check', states, '--format', name], String.raw`\u202e`]));
});

describe('check', () => {
  testPrintable([
    [['check', states, '--draft-contract', 'keyturn-staging-execution'], 'keyturn'],
    [['check', '--verify', `no${rude}`], `no${escaped}: no such file`],
    [['check', '--contract', `no${rude}`], `no${escaped}: no such file`],
  ]);
});

describe('diagram', () => {
  testPrintable([[['diagram', states], `Create${escaped}`]]);
});
