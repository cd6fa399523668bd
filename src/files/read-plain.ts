import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';

/** The bytes of a file from an untrusted source, or the reason why they are not read. */
type PlainFile = { readonly kind: 'file'; readonly bytes: Buffer } | { readonly kind: 'refused'; readonly why: string };

const mebibyte = 1024 * 1024;

/** Reads a regular file that has only this name, is not a link and is at most this many MiB long. */
export function readPlainFile(path: string, most: number): PlainFile {
  const stat = lstatSync(path);
  if (!stat.isFile()) return { kind: 'refused', why: `is ${kindOf(stat)}` };
  if (stat.nlink > 1) return { kind: 'refused', why: 'is a file with several names' };
  // Between the test and the opening, the file may have become something else.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(file);
    if (size > most * mebibyte) return { kind: 'refused', why: `is larger than ${most} MiB` };
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, bytes, length, size - length, length);
    return { kind: 'file', bytes: bytes.subarray(0, length) };
  } finally {
    closeSync(file);
  }
}

/** The kind of entry at a path, as the end of a sentence after "is". */
export function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'a link';
  if (stat.isDirectory()) return 'a folder';
  return stat.isFile() ? 'a file' : 'neither a file nor a folder';
}
