import type { HashedFile, HashedInput } from '../../../report';
import type { InputRead } from '../../../inputs';
import type { ContractsRead } from './read/contracts';
import { digest } from '../../../judging/digest';

function hashed(file: string, text: string): HashedFile {
  return { file, sha256: digest(text), bytes: Buffer.byteLength(text) };
}

/** The contracts, each with the file of its pairs. */
export function hashedContracts({ texts, pairs }: Pick<ContractsRead, 'texts' | 'pairs'>): HashedInput[] {
  return [...texts].map(([file, text]) => {
    const own = pairs.get(file);
    return hashedInput({ file, text, beside: new Map(own === undefined ? [] : [[own.file, own.text]]) });
  });
}

/** An input with the files around it that were read as part of it. */
export function hashedInput({ file, text, beside }: Pick<InputRead, 'file' | 'text' | 'beside'>): HashedInput {
  const others = [...beside].map(([name, content]) => hashed(name, content));
  return { ...hashed(file, text), ...(others.length === 0 ? {} : { beside: others }) };
}
