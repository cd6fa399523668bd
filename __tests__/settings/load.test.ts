import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/input-error';
import { loadSettings } from '../../src/settings';
import { now, sample } from './sample';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-'));
  file = join(folder, 'cdktf.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lines(): readonly string[] {
  try {
    loadSettings(file, { now });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.lines.map((line) => line.replace(file, 'cdktf.json'));
  }
}

test('settings are read from context.keyturn', () => {
  writeFileSync(file, JSON.stringify({ context: { keyturn: sample() } }));
  expect(loadSettings(file, { now }).environments.map(({ name }) => name)).toEqual(['production']);
});

test('a byte order mark is not a fault', () => {
  writeFileSync(file, `\ufeff${JSON.stringify({ context: { keyturn: sample() } })}`);
  expect(lines()).toEqual([]);
});

test('another strategy may take the place of every environment’s, whatever the schedules', () => {
  const keyturn = { ...sample(), maxKeyAgeDays: 40 };
  writeFileSync(file, JSON.stringify({ context: { keyturn } }));
  const { environments } = loadSettings(file, { now, strategy: 'until-next-rotation' });
  expect(environments.map(({ strategy }) => strategy)).toEqual(['until-next-rotation']);
});

describe('a file that holds no settings gives one line', () => {
  const right =
    /^cdktf\.json: context\.keyturn: missing; write the settings there, such as \{"environments": \[\{.*\}\}$/;

  test.each<[string, string | Buffer, string | RegExp]>([
    [
      'an empty file',
      '',
      'cdktf.json: is empty; run in the folder of a project whose cdktf.json has the settings in context.keyturn',
    ],
    [
      'no JSON',
      '{\n  "app": "x",\n}',
      'cdktf.json: line 3, column 1: Found "}" where a key in double quotes should be',
    ],
    ['binary data', Buffer.from([0xff, 0xfe, 0x00]), 'cdktf.json: is not valid UTF-16; save it as UTF-8'],
    ['a list', '[]', 'cdktf.json: must be an object; got a list; write an object with "language", "app" and "context"'],
    ['no context', '{}', right],
    ['a context without settings', '{"context": {"other": 1}}', right],
    [
      'a misspelt place',
      '{"context": {"keyturns": {}}}',
      /^cdktf\.json: context\.keyturn: missing \(did you mean "keyturn" instead of "keyturns"\?\); write /,
    ],
    [
      'a context that is text',
      '{"context": "x"}',
      'cdktf.json: context: must be an object; got the text "x"; write an object with "keyturn"',
    ],
    [
      'settings that are null',
      '{"context": {"keyturn": null}}',
      'cdktf.json: context.keyturn: must be an object; got null; write an object with "environments", "users" and "notification"',
    ],
  ])('%s', (_, text, line) => {
    writeFileSync(file, text);
    expect(lines()).toEqual([typeof line === 'string' ? line : expect.stringMatching(line)]);
  });

  test('no file', () => {
    expect(lines()).toEqual([
      'cdktf.json: no such file; run in the folder of a project whose cdktf.json has the settings in context.keyturn',
    ]);
  });

  test('a folder', () => {
    mkdirSync(file);
    expect(lines()).toEqual([
      'cdktf.json: is a folder, not a file; run in the folder of a project whose cdktf.json has the settings in context.keyturn',
    ]);
  });

  // Nobody can read a link to itself, not even root.
  test('a file that cannot be read', () => {
    symlinkSync('cdktf.json', file);
    expect(lines()).toEqual([expect.stringMatching(/^cdktf\.json: .*ELOOP/)]);
  });
});
