import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeText, readText } from '../../src/files';
import { InputError } from '../../src/input-error';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-files-'));
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'file'), 'text');
  // Nobody can read a link to itself, not even root.
  symlinkSync('loop', join(folder, 'loop'));
  symlinkSync('/dev/zero', join(folder, 'zeros'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const right = 'give a text';

describe('bytes that are not a text', () => {
  const cases: [what: string, bytes: Buffer, line: string][] = [
    ['nothing', Buffer.alloc(0), 'is empty; give a text'],
    ['blanks', Buffer.from(' \r\n\t'), 'is empty; give a text'],
    [
      'what gzip writes',
      Buffer.from('1f8b0800', 'hex'),
      'is compressed by gzip; unpack it first: gunzip -c x > unpacked',
    ],
    ['a byte order mark', Buffer.from('\ufeff{}'), 'begins with a byte order mark; save it as UTF-8 without one'],
    ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x7b]), 'is not valid UTF-16; save it as UTF-8'],
    ['UTF-16 with half a pair', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'is not valid UTF-16; save it as UTF-8'],
    [
      'UTF-16 with a NUL character',
      Buffer.from('\ufeff{\0}', 'utf16le'),
      'contains a NUL character at offset 1, so it is not JSON',
    ],
    ['UTF-16 with blanks', Buffer.from('\ufeff \r\n', 'utf16le'), 'is empty; give a text'],
    ['UTF-16 without a mark', Buffer.from('{}', 'utf16le'), 'contains a NUL byte at offset 1, so it is not JSON'],
    ['Latin-1', Buffer.from('"é"', 'latin1'), 'is not UTF-8; give a text'],
    ['half of a surrogate pair', Buffer.from([0xed, 0xa0, 0x80]), 'is not UTF-8; give a text'],
    ['a zip', Buffer.from('PK\u0003\u0004'), 'is a binary plan file; give the output of "terraform show -json x"'],
  ];

  test.each(cases)('%s', (_, bytes, line) => {
    expect(() => decodeText(bytes, 'x', right)).toThrow(InputError.of(`x: ${line}`));
  });
});

test('UTF-16 with its mark is read, as PowerShell writes it', () => {
  const bytes = Buffer.from('\ufeff{"a":"ü"}\r\n', 'utf16le');
  expect(decodeText(bytes, 'x', right)).toBe('{"a":"ü"}\r\n');
  expect(decodeText(Buffer.from(bytes).swap16(), 'x', right)).toBe('{"a":"ü"}\r\n');
});

test('a byte order mark is left out where it may stand', () => {
  expect(decodeText(Buffer.from('\ufeff{}'), 'x', right, 'skipped')).toBe('{}');
  expect(() => decodeText(Buffer.from('\ufeff'), 'x', right, 'skipped')).toThrow(
    InputError.of('x: is empty; give a text'),
  );
});

describe('a file that cannot be read', () => {
  const cases: [path: string, line: string][] = [
    ['none', 'no such file; give a text'],
    ['file/below', 'no such file; give a text'],
    ['folder', 'is a folder, not a file; give a text'],
    ['loop', 'cannot be read (ELOOP); give a text'],
    ['zeros', 'is a pipe or a device, not a file; give a text'],
    ['pipe', 'is a pipe or a device, not a file; give a text'],
  ];

  test.each(cases)('%s', (path, line) => {
    expect(() => readText(path, join(folder, path), right)).toThrow(InputError.of(`${path}: ${line}`));
  });
});

test('what the shell opens for a command is read', () => {
  expect(() => readText('x', '/dev/null', right)).toThrow(InputError.of('x: is empty; give a text'));
});

test('a text is read unchanged', () => {
  expect(readText('file', join(folder, 'file'), right)).toBe('text');
});
