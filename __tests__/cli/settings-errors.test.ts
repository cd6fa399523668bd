import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someOf, slowTest } from '../effort';
import { changed, sample } from '../settings/sample';

const app = join(__dirname, '..', '..', 'bin', 'app.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs what `cdktf synth` runs, in a folder that holds this cdktf.json and nothing else. */
function synthesise(text: string | Buffer | undefined) {
  if (text !== undefined) writeFileSync(join(folder, 'cdktf.json'), text);
  const environment = { PATH: process.env.PATH, HOME: folder, KEYTURN_UNCHECKED: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [app], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
  });
  return { status, stdout, lines: stderr.split('\n').filter((line) => line !== '') };
}

const unchecked = 'KEYTURN_UNCHECKED=1: the stacks are synthesised without a check';

const file = (keyturn: unknown) =>
  JSON.stringify({ language: 'typescript', app: 'node bin/app.js', context: { keyturn } });
const cdktfJson = (changes: Parameters<typeof changed>[0]) => file(changed(changes));

const bad: readonly [name: string, text: string | Buffer | undefined, lines: string[]][] = [
  [
    'no file',
    undefined,
    ['cdktf.json: no such file; run in the folder of a project whose cdktf.json has the settings in context.keyturn'],
  ],
  [
    'an empty file',
    '',
    ['cdktf.json: is empty; run in the folder of a project whose cdktf.json has the settings in context.keyturn'],
  ],
  [
    'no JSON',
    '{\n  "language": "typescript",\n  "app": node\n}',
    ['cdktf.json: line 3, column 10: Found "n" where a value should be'],
  ],
  ['binary data', Buffer.from([0x80, 0x00, 0xff]), ['cdktf.json: contains a NUL byte at offset 1, so it is not JSON']],
  [
    'no settings',
    '{"context": {}}',
    [expect.stringMatching(/^cdktf\.json: context\.keyturn: missing; write the settings there, such as /)],
  ],
  [
    'a misspelt place that would rewrite the terminal',
    '{"context": {"keyturn\u202e\u009b": {}}}',
    [expect.stringContaining(String.raw`(did you mean "keyturn" instead of "keyturn\u202e\u009b"?)`)],
  ],
  [
    'settings of a wrong type',
    file('on'),
    [
      'cdktf.json: context.keyturn: must be an object; got the text "on"; write an object with "environments", "users" and "notification"',
    ],
  ],
  [
    'a wrong type',
    cdktfJson({ gracePeriodSeconds: '1 day' }),
    [
      'cdktf.json: context.keyturn.gracePeriodSeconds: must be a number; got the text "1 day"; write a whole number of seconds from 0 to 31536000',
    ],
  ],
  [
    'an unknown region',
    cdktfJson({ 'environments.0.region': 'eu-centrall-1' }),
    [
      'cdktf.json: context.keyturn.environments[0].region: "eu-centrall-1" is not an AWS region; did you mean "eu-central-1"?',
    ],
  ],
  [
    'a misspelt setting',
    cdktfJson({ graceperiod: 1 }),
    ['cdktf.json: context.keyturn.graceperiod: unknown setting; did you mean "gracePeriodSeconds"?'],
  ],
  [
    'a schedule that is past',
    cdktfJson({ 'schedule.expression': 'at(2020-01-01T00:00:00)' }),
    [
      expect.stringMatching(
        /^cdktf\.json: context\.keyturn\.schedule\.expression: "at\(2020-01-01T00:00:00\)" in UTC is past: the time is .*; write a time in the future$/,
      ),
    ],
  ],
  [
    'a grace period longer than the interval',
    cdktfJson({ 'schedule.expression': 'cron(0 3 * * ? *)' }),
    [
      expect.stringMatching(
        /^cdktf\.json: context\.keyturn\.gracePeriodSeconds: gracePeriodSeconds 86400 is too long for /,
      ),
    ],
  ],
  [
    'several problems',
    cdktfJson({ 'users.0.path': 'ci', 'users.1.name': 'ci-deployer', tags: [] }),
    [
      'cdktf.json: context.keyturn.users[0].path: "ci" must begin and end with "/"; write "/ci/"',
      'cdktf.json: context.keyturn.tags: must be an object; got a list; write an object such as {"team": "platform"}',
      'cdktf.json: context.keyturn.users[1].name: "ci-deployer" is also in users[0].name; write each user once',
    ],
  ],
];

describe('bad settings end the app with one line a problem and exit code 2, and nothing is written', () => {
  test.each(someOf(bad))('%s', (_, text, lines) => {
    expect(synthesise(text)).toEqual({ status: 2, stdout: '', lines });
    expect(existsSync(join(folder, 'cdktf.out'))).toBe(false);
  });

  slowTest('a folder in place of the file', () => {
    mkdirSync(join(folder, 'cdktf.json'));
    expect(synthesise(undefined)).toEqual({
      status: 2,
      stdout: '',
      lines: [
        'cdktf.json: is a folder, not a file; run in the folder of a project whose cdktf.json has the settings in context.keyturn',
      ],
    });
  });
});

slowTest('good settings end the app with exit code 0 and a stack', () => {
  expect(synthesise(file(sample()))).toMatchObject({ status: 0, lines: [unchecked] });
  expect(existsSync(join(folder, 'cdktf.out', 'stacks', 'keyturn-production', 'cdk.tf.json'))).toBe(true);
});
