import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../input-error';

const megabyte = 1024 * 1024;
/** The length of text that one string of Node.js can hold. */
const largest = 512 * megabyte;

/** Whether a text can begin with a byte order mark, which is then left out. */
type ByteOrderMark = 'refused' | 'skipped';

/** The format that a file should have, for messages. */
type TextFormat = 'JSON' | 'YAML' | 'CSV';

/**
 * The text of a file, or of standard input if the file is `-`. Throws an InputError with one line if it cannot be read; `right` says what
 * the user should give instead.
 */
export function readText(
  file: string,
  path: string,
  right: string,
  mark: ByteOrderMark = 'refused',
  format: TextFormat = 'JSON',
): string {
  const name = nameOf(file);
  return decodeText(file === '-' ? readBytes(name, 0, right) : readBytes(name, path, right), name, right, mark, format);
}

/** The text of a file; undefined if it cannot be read and that is acceptable. */
export function tryReadText(file: string, path: string, mark: ByteOrderMark = 'refused'): string | undefined {
  try {
    return readText(file, path, '', mark);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The name of a file in messages. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function readBytes(name: string, from: string | 0, right: string): Buffer {
  try {
    if (from !== 0) refuseEndless(name, from, right);
    return readFileSync(from);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw InputError.of(`${name}: no such file; ${right}`);
      case 'EISDIR':
        throw InputError.of(`${name}: is a folder, not a file; ${right}`);
      case 'ERR_FS_FILE_TOO_LARGE':
        throw tooLarge(name);
      default: {
        const why = code === 'EACCES' || code === 'EPERM' ? 'no permission' : code || 'unknown reason';
        throw InputError.of(`${name}: cannot be read (${why}); ${right}`);
      }
    }
  }
}

/** The pipes that a shell opens for a command: `<(…)` and the standard input. */
const ofShell = /^\/(?:dev\/(?:null|stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

/** A pipe or a device in the place of a file may have no end. */
function refuseEndless(name: string, path: string, right: string): void {
  const stat = statSync(path);
  if (stat.size > largest) throw tooLarge(name);
  if (stat.isFile() || stat.isDirectory() || ofShell.test(path)) return;
  throw InputError.of(`${name}: is a pipe or a device, not a file; ${right}`);
}

function tooLarge(name: string): InputError {
  return InputError.of(`${name}: larger than ${largest / megabyte} MiB; judge a smaller plan at a time`);
}

/** Undefined if the bytes have half a pair of surrogates. The first byte of the mark shows the order of the bytes. */
function tryUtf16(bytes: Buffer): string | undefined {
  const little = bytes[0] === 0xfe ? Buffer.from(bytes).swap16() : bytes;
  try {
    return new TextDecoder('utf-16le', { fatal: true }).decode(little);
  } catch {
    return undefined; // the decoder gives no other reason
  }
}

function utf16Of(bytes: Buffer, name: string, right: string, format: TextFormat): string {
  const text = bytes.length % 2 === 0 ? tryUtf16(bytes) : undefined;
  if (text === undefined) throw InputError.of(`${name}: is not valid UTF-16; save it as UTF-8`);
  const zero = text.indexOf('\0');
  if (zero !== -1) throw InputError.of(`${name}: contains a NUL character at offset ${zero}, so it is not ${format}`);
  if (text.trim() === '') throw InputError.of(`${name}: is empty; ${right}`);
  return text;
}

/** The first bytes of files, in hexadecimal digits: a ZIP archive, what gzip writes, and the byte order marks. */
const starts = { zip: '504b', gzip: '1f8b', utf16: ['fffe', 'feff'], utf8: 'efbbbf' };

/**
 * The text of bytes in UTF-8, or in UTF-16 with its mark, which PowerShell writes. Throws an InputError with one line if they are not such a text, or
 * an empty one.
 */
export function decodeText(
  bytes: Buffer,
  name: string,
  right: string,
  mark: ByteOrderMark = 'refused',
  format: TextFormat = 'JSON',
): string {
  if (bytes.length > largest) throw tooLarge(name);
  if (bytes.length === 0) throw InputError.of(`${name}: is empty; ${right}`);
  const hexOfStart = bytes.toString('hex', 0, 3);
  if (hexOfStart.startsWith(starts.zip)) throw InputError.of(`${name}: ${archiveProblem(name, format)}`);
  if (hexOfStart.startsWith(starts.gzip))
    throw InputError.of(`${name}: is compressed by gzip; unpack it first: gunzip -c ${name} > unpacked`);
  if (starts.utf16.some((start) => hexOfStart.startsWith(start))) return utf16Of(bytes, name, right, format);
  const hasMark = hexOfStart === starts.utf8;
  if (hasMark && mark === 'refused') {
    throw InputError.of(`${name}: begins with a byte order mark; save it as UTF-8 without one`);
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw InputError.of(`${name}: contains a NUL byte at offset ${zero}, so it is not ${format}`);
  if (!isUtf8(bytes)) throw InputError.of(`${name}: is not UTF-8; ${right}`);
  const text = bytes.toString('utf8', hasMark ? 3 : 0);
  if (text.trim() === '') throw InputError.of(`${name}: is empty; ${right}`);
  return text;
}

/** A plan of Terraform is a ZIP archive, and so is the workbook of a spreadsheet program. */
function archiveProblem(name: string, format: TextFormat): string {
  return format === 'JSON'
    ? `is a binary plan file; give the output of "terraform show -json ${name}"`
    : `is a workbook or another archive; save it as ${format}`;
}
