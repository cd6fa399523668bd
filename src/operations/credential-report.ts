import type { KeyFacts } from './facts';

export interface CredentialReport {
  readonly at: number | undefined;
  /** The keys of each user, oldest first. The report has no ids of keys. */
  readonly users: ReadonlyMap<string, readonly KeyFacts[]>;
  /** The path of each user. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * Reads a credential report. Columns are found by their names. A key that does not exist has no date in `access_key_N_last_rotated`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html#id_credentials_understand_report_format
 */
export function readCredentialReport(text: string, at: number | undefined): CredentialReport {
  const [header = '', ...rows] = text.split(/\r?\n/);
  const names = header.split(',');
  const columns = new Map(names.map((name, index) => [name, index]));
  const users = new Map<string, readonly KeyFacts[]>();
  const paths = new Map<string, string>();
  for (const row of rows.filter((each) => each !== '')) {
    const cells = cellsOf(row, names.length);
    const cell = (name: string) => cells[columns.get(name) ?? -1] ?? '';
    const keys = ['access_key_1', 'access_key_2'].flatMap((name) => keyIn(name, cell));
    users.set(
      cell('user'),
      keys.sort((one, other) => one.createdAt - other.createdAt),
    );
    const [, path] = /^arn:[^:]*:iam::[^:]*:user(\/(?:.*\/)?)/.exec(cell('arn')) ?? [];
    if (path !== undefined) paths.set(cell('user'), path);
  }
  return { at, users, paths };
}

/**
 * The cells of a row. IAM allows a comma in the names and paths of users, so in the first two columns; AWS does not document whether it quotes them,
 * so both forms are read; the strict reader of src/tables would refuse the second. An ARN begins where a name cannot: a name has no colon.
 */
function cellsOf(row: string, columns: number): readonly string[] {
  const cells = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
  const surplus = cells.length - columns;
  if (surplus <= 0) return cells;
  const [, user = '', arn = ''] = /^(.*?),(arn:.*)$/.exec(cells.slice(0, surplus + 2).join(',')) ?? [];
  return [user, arn, ...cells.slice(surplus + 2)];
}

function keyIn(name: string, cell: (name: string) => string): KeyFacts[] {
  const createdAt = Date.parse(cell(`${name}_last_rotated`));
  if (Number.isNaN(createdAt)) return [];
  const usedAt = Date.parse(cell(`${name}_last_used_date`));
  const lastUsedWith = cell(`${name}_last_used_service`);
  return [
    {
      id: undefined,
      status: cell(`${name}_active`) === 'true' ? 'Active' : 'Inactive',
      createdAt,
      lastUsedAt: Number.isNaN(usedAt) ? null : usedAt,
      ...(/^[a-z]/.test(lastUsedWith) && lastUsedWith !== 'not_supported' ? { lastUsedWith } : {}),
    },
  ];
}
