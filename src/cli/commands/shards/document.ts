import { listed, type FileOfUsers, type ListedEnvironment } from './file-of-users';

/** The document of `--json`. */
interface ShardsDocument {
  readonly environments: readonly ListedEnvironment[];
  /** The cells that `--assign` fills. */
  readonly assigned: readonly {
    readonly file: string;
    readonly line: number;
    readonly userName: string;
    readonly shard: string;
  }[];
  /** Whether the files were written. */
  readonly isWritten: boolean;
}

export function documentOf(
  files: readonly FileOfUsers[],
  asked: ReadonlySet<string>,
  isWritten: boolean,
): ShardsDocument {
  return {
    environments: listed(files, asked),
    assigned: files.flatMap(({ file, assigned }) =>
      assigned.map(({ row: { line, userName }, shard }) => ({ file, line, userName, shard })),
    ),
    isWritten,
  };
}
