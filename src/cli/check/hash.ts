import { createHash } from 'node:crypto';
import type { HashedFile } from '../../report';

/** SHA-256 of a text, in hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function hashed(file: string, text: string): HashedFile {
  return { file, sha256: digest(text), bytes: Buffer.byteLength(text) };
}
