import { realpathSync, statSync, type BigIntStats } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The path of a file that belongs into a folder, or the reason why it is refused, as the end of a sentence after the name. */
type InsideFolder =
  { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'refused'; readonly why: string };

/** Finds a file that a text in a folder names: it must be in the folder, and no link of its path may lead out of it. */
export function insideFolder(folder: string, name: string): InsideFolder {
  const path = resolve(folder, name);
  if (!isInside(resolve(folder), path)) return { kind: 'refused', why: 'is outside of the folder' };
  const stat = entryAt(path);
  // The reader of the file reports one that does not exist.
  if (stat === undefined) return { kind: 'inside', path };
  if (!isInside(realpathSync(folder), realpathSync(path)))
    return { kind: 'refused', why: 'is a link that leads out of the folder' };
  if (!stat.isFile() && !stat.isDirectory()) return { kind: 'refused', why: 'is neither a file nor a folder' };
  return { kind: 'inside', path };
}

/** Whether two paths are the same file: by a link, or as two names of one file. */
export function isSameFile(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  const [first, second] = [entryAt(one), entryAt(other)];
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Undefined if nothing can be found there. */
function entryAt(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined; // the reader of the file gives the reason
  }
}
