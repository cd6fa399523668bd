/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a contract is edited as untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { parseSettings } from '../../src/settings';
import { testSome } from '../effort';
import { removeTemporaryFolders, temporaryFolder } from '../infrastructure/folders';
import { changed, now, sample } from '../settings/sample';
import { contractsWith, judge, spoken, type Loose } from './sample';

afterAll(removeTemporaryFolders);

const staging = (changes: Parameters<typeof changed>[0]) =>
  changed({ 'environments.0.name': 'staging', 'notification.identities': ['example.com'], ...changes }, sample());

/** The stack of settings with a line of changes. */
function stackOf(changes: Parameters<typeof changed>[0]): Loose {
  const folder = temporaryFolder();
  synthesise(parseSettings(staging(changes), { file: 'cdktf.json', now }), folder);
  return JSON.parse(readFileSync(join(folder, 'stacks', 'keyturn-staging', 'cdk.tf.json'), 'utf8'));
}

const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-AbCdEf';
const elsewhere = 'arn:aws:ses:eu-central-1:444455556666:identity/example.com';

/** The contract of the sample's two users, edited. */
function contractOf(edit: (contract: Loose) => void = () => undefined) {
  return contractsWith((contract) => {
    contract.pairs = contract.pairs.slice(0, 2);
    for (const line of contract.identity.slice(0, 2)) line.resources = line.resources.slice(0, 2);
    edit(contract);
  });
}

const recipients = (contract: Loose) =>
  contract.identity[2].conditions[1].values.push('ci@example.com', 'audit@example.com');

testSome<[string, Parameters<typeof changed>[0], (contract: Loose) => void, string]>([
  [
    'recipients of a user',
    { 'users.0.recipients': { to: ['ci@example.com'], bcc: ['audit@example.com'] } },
    recipients,
    'grants-inside-contract fail',
  ],
  [
    'the complete ARN of a secret',
    { 'users.0.secretName': arn },
    (contract) => {
      contract.pairs[0].secretName = arn;
      contract.identity[1].resources[0] = arn;
    },
    'bound-pairs fail',
  ],
  [
    'an identity of another account',
    { 'notification.sourceArn': elsewhere },
    (contract) => (contract.identity[2].resources = [elsewhere]),
    'five-calls fail',
  ],
  [
    'a role to assume, and a profile',
    {
      'environments.0.assumeRole': {
        roleArn: 'arn:aws:iam::111122223333:role/deploy',
        externalId: 'keyturn',
        sessionName: 'ci',
        durationSeconds: 1800,
        tags: { project: 'keyturn' },
      },
      'environments.0.profile': 'staging',
    },
    () => undefined,
    '',
  ],
])('%s: passes with a contract that says so, and with none other', (_, changes, edit, without) => {
  const stack = stackOf(changes);
  expect(spoken(judge(stack, contractOf(edit)))).toEqual([]);
  if (without !== '') expect(spoken(judge(stack, contractOf()))).toContain(without);
});

test('the provider assumes the role that is set', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/deploy';
  const { provider } = stackOf({
    'environments.0.assumeRole': { roleArn, durationSeconds: 1800 },
    'environments.0.profile': 'x',
  });
  expect(provider.aws[0]).toMatchObject({
    profile: 'x',
    assume_role: [{ role_arn: roleArn, duration: '1800s' }],
    allowed_account_ids: ['111122223333'],
  });
});
