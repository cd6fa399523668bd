import { pairsGiven, type KnownAccount } from '../../src/init/pairs';
import type { UserOfAccount } from '../../src/init/users';

const user = (name: string): UserOfAccount =>
  ({ name, path: '/ci/', standing: { kind: 'ordinary' } }) as unknown as UserOfAccount;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
const account: KnownAccount = { users: ['ci', 'ci=deploy', 'a+b=c,d.e@f-g', 'plain'].map(user) };

test.each<[text: string, account: KnownAccount, userName: string, path: string, secretName: string]>([
  ['plain=plain/aws', account, 'plain', '/ci/', 'plain/aws'],
  ['ci=secret=of=ci', account, 'ci', '/ci/', 'secret=of=ci'],
  ['a+b=c,d.e@f-g=keys/aws=1', account, 'a+b=c,d.e@f-g', '/ci/', 'keys/aws=1'],
  ['ci=deploy=aws', account, 'ci', '/ci/', 'deploy=aws'],
  ['ci=deploy=aws', { ...account, secrets: ['aws'] }, 'ci=deploy', '/ci/', 'aws'],
  ['/team/ci=deploy', {}, 'ci', '/team/', 'deploy'],
])('%s', (text, known, userName, path, secretName) => {
  const [pair] = pairsGiven([text], ['deploys from a server without OIDC'], known);
  expect(pair).toMatchObject({ userName, path, secretName });
});

test('a name with "=" that begins with the name of nobody', () => {
  const [pair] = pairsGiven(['x=y=secret'], ['deploys from a server without OIDC'], { users: [user('x=y')] });
  expect(pair).toMatchObject({ userName: 'x=y', secretName: 'secret' });
});

test.each(['plain', '=secret', 'plain=', ''])('%j is not a pair', (text) => {
  expect(() => pairsGiven([text], ['deploys from a server'], account)).toThrow('write it as USER=SECRET');
});
