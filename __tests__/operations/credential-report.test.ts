import { readCredentialReport } from '../../src/operations/credential-report';

const header =
  'user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service';

test('reads the keys of each user, oldest first', () => {
  const text = [
    header,
    '<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A',
    'alice,arn:aws:iam::111122223333:user/alice,2020-01-01T00:00:00+00:00,false,true,2027-03-01T03:14:00+00:00,2027-03-10T11:00:00+00:00,eu-central-1,s3,false,2027-02-01T03:14:00+00:00,N/A,N/A,N/A',
    '',
  ].join('\n');
  const { users } = readCredentialReport(text, 1);
  expect(users.get('<root_account>')).toEqual([]);
  expect(users.get('alice')).toEqual([
    { id: undefined, status: 'Inactive', createdAt: Date.parse('2027-02-01T03:14:00Z'), lastUsedAt: null },
    {
      id: undefined,
      status: 'Active',
      createdAt: Date.parse('2027-03-01T03:14:00Z'),
      lastUsedAt: Date.parse('2027-03-10T11:00:00Z'),
      lastUsedWith: 's3',
    },
  ]);
});

describe('a name with a comma', () => {
  const rest = ',2020-01-01T00:00:00+00:00,false,true,2027-03-01T03:14:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A';

  it.each([
    ['in quotation marks', `"a,b","arn:aws:iam::111122223333:user/a,b"${rest}`, 'a,b', '/'],
    ['without', `a,b,arn:aws:iam::111122223333:user/a,b${rest}`, 'a,b', '/'],
    ['and a path with one', `a,b,arn:aws:iam::111122223333:user/x,y/a,b${rest}`, 'a,b', '/x,y/'],
    ['that looks like the next column', `a,arn,b,arn:aws:iam::111122223333:user/a,arn,b${rest}`, 'a,arn,b', '/'],
    ['only in the path', `a,arn:aws:iam::111122223333:user/,/a${rest}`, 'a', '/,/'],
  ])('%s', (_, row, name, path) => {
    const { users, paths } = readCredentialReport(`${header}\n${row}\n`, 1);
    expect([...paths]).toEqual([[name, path]]);
    expect([...users]).toEqual([
      [name, [{ id: undefined, status: 'Active', createdAt: Date.parse('2027-03-01T03:14:00Z'), lastUsedAt: null }]],
    ]);
  });
});

test('a report without these columns has users without keys', () => {
  expect(readCredentialReport('user,arn\nalice,x\n', 1).users.get('alice')).toEqual([]);
});
