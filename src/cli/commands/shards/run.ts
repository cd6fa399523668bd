import { dirname, join } from 'node:path';
import { InputError } from '../../../input-error';
import type { EditedFile, ShardRow, ShardsOfFile } from '../../../settings/shards';
import { printable, printableJson } from '../../../text/printable';
import { didYouMean } from '../../../text/suggest';
import { loadSettings } from '../../command';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { writeAll } from '../check/outputs';
import { documentOf } from './document';
import { linesOf } from './text';
import type { Assigned, FileOfUsers } from './file-of-users';

interface ShardsOptions {
  readonly assign?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Lists the shards of the environments, or fills the empty cells of their files of users. Returns 1 if a user has no shard while others have one, or
 * if a dry run would write. Throws an InputError, and then nothing was written.
 */
export async function run(
  environments: readonly string[],
  { assign = false, dryRun = false, json = false }: ShardsOptions,
  io: Io,
): Promise<number> {
  if (dryRun && !assign) throw InputError.of('--dry-run: write it together with --assign');
  const settings = await loadSettings();
  const file = join(io.cwd, 'cdktf.json');
  const read = settings.readShards(file, io.now);
  const asked = askedFor(environments, read, settings.environmentsIn(file, io.now));
  const files = read.map((one): FileOfUsers => {
    const assigned = assign ? assignedIn(one, asked, settings.assignShards(one.rows, one.limits)) : [];
    const shardOf = new Map(assigned.map(({ row, shard }) => [row, shard]));
    const rows = one.rows.map((row) => ({ ...row, shard: row.shard ?? shardOf.get(row) }));
    return {
      ...one,
      assigned,
      loads: settings.loadsOf(rows),
      without: rows.filter(({ shard }) => shard === undefined),
    };
  });
  const changed = files.filter(({ assigned }) => assigned.length > 0);
  if (!dryRun) write(changed.map((one) => settings.fileWithShards(one.file, dirname(file), byPosition(one))));
  const isWritten = assign && !dryRun;
  if (json) io.stdout(`${printableJson(documentOf(files, asked, isWritten))}\n`);
  else for (const line of linesOf(files, asked, { isAssigned: assign, isWritten })) io.stdout(`${printable(line)}\n`);
  if (assign) return dryRun && changed.length > 0 ? exitCodes.findings : exitCodes.clean;
  return files.some((one) => isPartial(one, asked)) ? exitCodes.findings : exitCodes.clean;
}

/** Whether some users of an environment have a shard, and others have none. */
function isPartial({ loads, without }: FileOfUsers, asked: ReadonlySet<string>): boolean {
  return without.some(({ characters }) =>
    [...characters.keys()].some((environment) => asked.has(environment) && (loads.get(environment)?.size ?? 0) > 0),
  );
}

function assignedIn(
  { rows }: ShardsOfFile,
  asked: ReadonlySet<string>,
  shards: ReadonlyMap<ShardRow, string>,
): Assigned[] {
  return rows.flatMap((row) => {
    const shard = shards.get(row);
    const isAsked = [...row.characters.keys()].some((environment) => asked.has(environment));
    return shard === undefined || !isAsked ? [] : [{ row, shard }];
  });
}

function byPosition({ rows, assigned }: FileOfUsers): ReadonlyMap<number, string> {
  const positions = new Map(rows.map((row, index) => [row, index]));
  return new Map(assigned.flatMap(({ row, shard }) => [[positions.get(row) ?? -1, shard] as const]));
}

function write(files: readonly EditedFile[]): void {
  const names = new Map(files.map(({ file, path }) => [path, file]));
  writeAll(
    files.map(({ path, bytes }) => ({ file: path, text: bytes })),
    '.',
    (path) => names.get(path) ?? path,
  );
}

function askedFor(
  environments: readonly string[],
  files: readonly ShardsOfFile[],
  known: readonly string[],
): ReadonlySet<string> {
  const inFiles = files.flatMap(({ limits }) => [...limits.keys()]);
  for (const name of environments) {
    if (!known.includes(name))
      throw InputError.of(`${name}: is not an environment of the settings; ${didYouMean(name, known)}`);
    if (!inFiles.includes(name))
      throw InputError.of(
        `${name}: its users are not in a file; write "users": {"file": "users.csv"} in the settings, with a column "shard"`,
      );
  }
  if (inFiles.length === 0)
    throw InputError.of(
      'cdktf.json: context.keyturn.users: is not a file; write {"file": "users.csv"}, with a column "shard"',
    );
  return new Set(environments.length === 0 ? inFiles : environments);
}
