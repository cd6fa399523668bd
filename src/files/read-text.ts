import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { InputError } from '../input-error';

const megabyte = 1024 * 1024;
/** As much text as one string of Node.js surely holds. */
const largest = 512 * megabyte;

/** The four inputs that there are. */
export const whatWouldBeRight =
  'give a cdk.tf.json, what "terraform show -json" prints of a plan or a state, what "aws iam get-account-authorization-details" prints, ' +
  'or a policy document';

/**
 * The text of a file, or of standard input where the file is `-`. Throws an InputError with one line where it cannot be read, which ends
 * with what would be right.
 */
export function readText(file: string, path: string, right: string = whatWouldBeRight): string {
  return textOfBytes(
    file === '-' ? orWhyNot('standard input', right, () => readFileSync(0)) : readFile(file, path, right),
    nameOf(file),
    right,
  );
}

/** What a file is called in messages. */
export function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function readFile(file: string, path: string, right: string): Buffer {
  return orWhyNot(file, right, () => {
    const { size } = statSync(path);
    if (size > largest) throw tooLarge(file);
    return readFileSync(path);
  });
}

function orWhyNot(name: string, right: string, read: () => Buffer): Buffer {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof InputError) throw error;
    if (code === 'ENOENT') throw InputError.of(`${name}: no such file; ${right}`);
    if (code === 'EISDIR') throw InputError.of(`${name}: is a folder; name the file in it: ${right}`);
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw tooLarge(name);
    const why = code === 'EACCES' || code === 'EPERM' ? 'no permission' : code || 'unknown reason';
    throw InputError.of(`${name}: cannot be read (${why}); ${right}`);
  }
}

function tooLarge(name: string): InputError {
  return InputError.of(`${name}: larger than ${largest / megabyte} MiB; judge a smaller plan at a time`);
}

function textOfBytes(bytes: Buffer, name: string, right: string): string {
  if (bytes.length > largest) throw tooLarge(name);
  if (bytes.length === 0) throw InputError.of(`${name}: is empty; ${right}`);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw InputError.of(`${name}: is a binary plan file; give what "terraform show -json ${name}" prints`);
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw InputError.of(`${name}: begins with a byte order mark; save it as UTF-8 without one`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw InputError.of(`${name}: is UTF-16; save it as UTF-8`);
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw InputError.of(`${name}: holds a NUL byte at offset ${zero}, so it is no JSON text`);
  if (!isUtf8(bytes)) throw InputError.of(`${name}: is not UTF-8; ${right}`);
  const text = bytes.toString('utf8');
  if (text.trim() === '') throw InputError.of(`${name}: is empty; ${right}`);
  return text;
}
