/** The meaning of an error of the file system for the person who chose the place. */
const meanings: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EEXIST: 'a file is in its place',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
};

/** The reason for which the file system refused to write, in words; undefined if the error is not one of the file system. */
export function refusalOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error && 'syscall' in error)) return undefined;
  const code = String(error.code);
  return meanings[code] ?? code;
}
