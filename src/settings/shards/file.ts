import { realpathSync } from 'node:fs';
import { insideFolder, readPlainFile } from '../../files';
import { InputError } from '../../input-error';
import { isDeepStrictEqual } from 'node:util';
import { usersInText, type WrittenUser } from '../users/written';
import { csvWithShards } from './edit-csv';
import { listWithShards } from './edit-list';

/** Larger than a file of all users that AWS allows in a thousand accounts. */
const mostMebibytes = 256;

/** The bytes of a file of users with shards in its empty cells. */
export interface EditedFile {
  readonly file: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * Writes shards into the empty cells of a file of users, in memory. The result is read again: if anything but these cells would change, it is an
 * InputError and nothing else happens.
 * @param shards by the position of the user in the file, from 0
 */
export function fileWithShards(file: string, folder: string, shards: ReadonlyMap<number, string>): EditedFile {
  const found = insideFolder(folder, file);
  if (found.kind === 'refused')
    throw InputError.of(`${file}: ${found.why} of the project; put the file into the project`);
  const path = realpathSync(found.path);
  const read = readPlainFile(path, mostMebibytes);
  if (read.kind === 'refused') throw InputError.of(`${file}: ${read.why}; write the shards by hand`);
  const { bytes } = read;
  const encoding = encodingOf(bytes);
  const text = encoding.decode(bytes);
  const before = usersInText(text, file).items;
  const after = withShards(text, file, shards);
  const isCertain =
    encoding.encode(text).equals(bytes) &&
    after !== undefined &&
    isDeepStrictEqual(membersOf(usersInText(after, file).items), expected(before, shards));
  if (after === undefined || !isCertain) {
    const lines = [...shards].map(([index, shard]) => `line ${before[index]?.line ?? 1} "${shard}"`);
    throw InputError.of(
      `${file}: cannot be edited without other changes; write the shards by hand: ${lines.join(', ')}`,
    );
  }
  return { file, path, bytes: encoding.encode(after) };
}

function withShards(text: string, file: string, shards: ReadonlyMap<number, string>): string | undefined {
  if (/\.csv$/i.test(file)) return csvWithShards(text, shards);
  return listWithShards(text, shards, /\.json$/i.test(file));
}

type Members = Readonly<Record<string, unknown>>;

/** An empty cell and an absent one are the same. */
function membersOf(users: readonly WrittenUser[]): Members[] {
  return users.map(({ members }) => (members['shard'] === null ? without(members) : members));
}

function expected(users: readonly WrittenUser[], shards: ReadonlyMap<number, string>): Members[] {
  return membersOf(users).map((members, index) => {
    const shard = shards.get(index);
    return shard === undefined ? members : { ...members, shard };
  });
}

function without(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'shard'));
}

interface Encoding {
  readonly decode: (bytes: Buffer) => string;
  readonly encode: (text: string) => Buffer;
}

/** The encoding of a file, with its byte order mark, as src/files reads it. */
function encodingOf(bytes: Buffer): Encoding {
  const start = bytes.toString('hex', 0, 3);
  const marked = (mark: string, code: (text: string) => Buffer, decode: (rest: Buffer) => string): Encoding => ({
    decode: (all) => decode(all.subarray(mark.length / 2)),
    encode: (text) => Buffer.concat([Buffer.from(mark, 'hex'), code(text)]),
  });
  const utf16 = (text: string) => Buffer.from(text, 'utf16le');
  if (start.startsWith('fffe')) return marked('fffe', utf16, (rest) => rest.toString('utf16le'));
  if (start.startsWith('feff'))
    return marked(
      'feff',
      (text) => utf16(text).swap16(),
      (rest) => Buffer.from(rest).swap16().toString('utf16le'),
    );
  return marked(
    start === 'efbbbf' ? start : '',
    (text) => Buffer.from(text, 'utf8'),
    (rest) => rest.toString('utf8'),
  );
}
