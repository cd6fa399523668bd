import type { Check } from '../../src/checks';
import { accessBlocks } from '../../src/report/access-block';

type Given = Pick<Check, 'users' | 'roles' | 'permissions'>;

const arn = (path: string) => `arn:aws:iam::111122223333:user/${path}`;
const row = (role: string, action: string, resource: string) =>
  ({ role, action, resource }) as Check['permissions'][number];
const user = (name: string, rights: readonly string[] = []) =>
  ({ name, rights, shown: { kind: 'all' }, accepted: undefined }) as unknown as Check['users'][number];
const role = (name: string) => ({ name }) as Check['roles'][number];

/** The roles that create the keys of each user, by the names that the block shows. */
function creatorsOf(given: Given): Record<string, string[]> {
  const [block] = accessBlocks(given as Check);
  return Object.fromEntries(
    (block?.users ?? []).map(({ name, roles }) => [name, roles.map((one) => block?.roles[one] ?? '')]),
  );
}

test('a role creates the keys of the users that its permissions name', () => {
  const users = ['ci-deployer', 'Backup.Agent', 'deployer'].map((name) => user(name));
  const permissions = [
    row('path', 'iam:CreateAccessKey', arn('ci/ci-deployer')),
    row('case', 'IAM:createaccesskey', arn('backup.agent')),
    row('all', 'iam:*', arn('*')),
    row('other', 'iam:ListAccessKeys', arn('*')),
    row('nobody', 'iam:CreateAccessKey', 'deployer'),
  ];
  expect(creatorsOf({ users, permissions, roles: ['path', 'case', 'all', 'other', 'nobody'].map(role) })).toEqual({
    'ci-deployer': ['path', 'all'],
    'Backup.Agent': ['case', 'all'],
    deployer: ['all'],
  });
});

test('a fleet is read in linear time', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `user-${index}`);
  const permissions = names.map((name, index) => row(`role-${index % 50}`, 'iam:CreateAccessKey', arn(name)));
  const roles = Array.from({ length: 50 }, (_, index) => role(`role-${index}`));
  const began = performance.now();
  const found = creatorsOf({ users: names.map((name) => user(name)), permissions, roles });
  expect(found['user-19999']).toEqual(['role-49']);
  // Each user with each permission would be 400 million comparisons for every role.
  expect(performance.now() - began).toBeLessThan(5_000);
});
