import type { HashedFile, HashedInput } from '../../../report';
import type { InputRead } from '../../../inputs';
import { digest } from '../../../judging/digest';

export function hashed(file: string, text: string): HashedFile {
  return { file, sha256: digest(text), bytes: Buffer.byteLength(text) };
}

/** An input with the files around it that were read as part of it. */
export function hashedInput({ file, text, beside }: Pick<InputRead, 'file' | 'text' | 'beside'>): HashedInput {
  const others = [...beside].map(([name, content]) => hashed(name, content));
  return { ...hashed(file, text), ...(others.length === 0 ? {} : { beside: others }) };
}
