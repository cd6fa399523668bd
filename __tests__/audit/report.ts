import type { Json } from '../../src/json';

export const now = Date.parse('2027-03-10T12:00:00Z');
export const day = 86_400_000;

interface User {
  readonly name: string;
  /** Default: that of the sample. */
  readonly path?: string;
  /** The ages of the keys in days. */
  readonly keys: readonly number[];
}

const columns = [
  'user',
  'arn',
  'user_creation_time',
  ...[1, 2].flatMap((key) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (name) => `access_key_${key}_${name}`,
    ),
  ),
];

/** A credential report with these rows, in CSV. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export function credentialReport(users: readonly User[]): Json {
  const rows = users.map(({ name, keys, path = name === 'ci-deployer' ? '/ci/' : '/' }) => {
    const cells = [0, 1].flatMap((index) => {
      const age = keys[index];
      if (age === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
      return ['true', new Date(now - age * day).toISOString(), 'N/A', 'N/A', 'N/A'];
    });
    return [name, `arn:aws:iam::111122223333:user${path}${name}`, '2025-01-01T00:00:00+00:00', ...cells];
  });
  return {
    Content: Buffer.from(tableOf(rows)).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: new Date(now).toISOString(),
  };
}
