import { tableOf } from '../audit/report';

/** What AWS prints of an account with five users. */

interface Statement {
  readonly Action: string;
  readonly Resource: string;
}

const users: readonly {
  readonly name: string;
  readonly path?: string;
  readonly can?: Statement;
  readonly key?: readonly [created: string, used: string, service: string];
}[] = [
  {
    name: 'ci-deployer',
    path: '/ci/',
    can: { Action: 's3:PutObject', Resource: 'arn:aws:s3:::site/*' },
    key: ['2026-05-01', '2026-11-22', 's3'],
  },
  { name: 'backup-agent', key: ['2025-05-01', 'N/A', 'N/A'] },
  {
    name: 'ftp-appliance',
    can: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::ftp/*' },
    key: ['2026-11-01', 'N/A', 'N/A'],
  },
  { name: 'root-helper', can: { Action: 'iam:*', Resource: '*' }, key: ['2025-05-01', '2026-11-22', 'iam'] },
  { name: 'unused', can: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::old/*' } },
];

/** https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html */
export function accountExport(): object {
  return {
    UserDetailList: users.map(({ name, path = '/', can }, index) => ({
      Path: path,
      UserName: name,
      UserId: `AIDAEXAMPLE00000000${index}`,
      Arn: `arn:aws:iam::111122223333:user${path}${name}`,
      CreateDate: '2025-01-01T00:00:00Z',
      UserPolicyList:
        can === undefined
          ? []
          : [
              {
                PolicyName: 'own',
                PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...can }] },
              },
            ],
      GroupList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    })),
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    IsTruncated: false,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
export function credentialReport(): string {
  const at = (day: string) => (day === 'N/A' ? day : `${day}T00:00:00+00:00`);
  const rows = users.map(({ name, key }) => {
    const none = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const first = key === undefined ? none : ['true', at(key[0]), at(key[1]), 'N/A', key[2]];
    return [name, `arn:aws:iam::111122223333:user/${name}`, '2025-01-01T00:00:00+00:00', ...first, ...none];
  });
  return tableOf(rows);
}
