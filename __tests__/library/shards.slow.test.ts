import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type TerraformStack } from 'cdktf';
import { PolicyCheck, Rotation, RotationStack, type Contract, type RotationSettings } from '../../src/library/cdktf';
import '../../src/library/jest';
import { addressesIn, contracts, example, settings, stackWith, written } from './stacks';

/** Each user has a machine and a role of its own, with the contracts of an environment without shards. */
const inShards: RotationSettings = {
  ...settings,
  users: settings.users.map((user, index) => ({ ...user, shard: `0${index}` })),
};

const stack = (own: RotationSettings = inShards): TerraformStack => {
  const made = stackWith();
  new Rotation(made, 'keys', own);
  return made;
};
const problems = (made: TerraformStack): string[] => new PolicyCheck(made, { cwd: example, contracts }).validate();

test('a rotation with shards stands in a stack, and refers to its own parts', () => {
  const made = stack();
  const addresses = addressesIn(written(made));
  for (const address of addresses) expect(address).toMatch(/^\w+\.keys_/);
  const references = [...JSON.stringify(written(made)).matchAll(/\b(aws_\w+\.keys_[\w-]+)/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, reference = ''] of references) expect(addresses).toContain(reference);
});

test('a rotation with shards meets the contracts of one without', () => {
  expect(problems(stack())).toEqual([]);
  expect(stack()).toMeetContract(contracts, { cwd: example, allRoles: true });
  expect(problems(new RotationStack(new App({ stackTraces: false }), inShards))).toEqual([]);
});

test('two rotations with shards stand in one stack', () => {
  const theirs = ['audit-agent', 'report-agent'].map((name) => ({ userName: name, secretName: `${name}/aws` }));
  const both = contracts.map((file) => {
    const contract = JSON.parse(readFileSync(join(example, file), 'utf8')) as Contract;
    return Array.isArray(contract.pairs) ? { ...contract, pairs: [...contract.pairs, ...theirs] } : contract;
  });
  const made = stack();
  const users = theirs.map(({ userName: name, secretName }, index) => ({ name, secretName, shard: `0${index}` }));
  new Rotation(made, 'theirs', { ...inShards, name: 'theirs', users });
  expect(new PolicyCheck(made, { contracts: both }).validate()).toEqual([]);

  const twice = stack();
  const sharing = inShards.users.map((user, index) => (index === 0 ? user : { ...user, ...users[index] }));
  new Rotation(twice, 'theirs', { ...inShards, name: 'theirs', users: sharing });
  const lines = new PolicyCheck(twice, { contracts: both }).validate();
  expect(lines).toContainEqual(expect.stringMatching(/^one-shard: .*theirs.* for user "ci-deployer"/));
});

test.each(['keyturn-production-execution', 'keyturn-production-execution-01'])(
  'a policy more on %s does not meet them',
  (role) => {
    const wider = stack();
    wider.addOverride('resource.aws_iam_role_policy_attachment.admin', {
      role,
      policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    expect(problems(wider).join('\n')).toContain('AdministratorAccess');
    expect(wider).not.toMeetContract(contracts[0] ?? '', { cwd: example });
  },
);

test('a user of a shard that no contract names does not meet them', () => {
  const [first, ...others] = inShards.users;
  const users = [{ ...first, name: 'somebody-else', secretName: 'somebody-else/aws', shard: '01' }, ...others];
  expect(problems(stack({ ...inShards, users })).join('\n')).toContain('somebody-else');
});

test('each machine and role of a shard needs its contract', () => {
  const lines = new PolicyCheck(stack(), { cwd: example, contracts: contracts[1] ?? '' }).validate().join('\n');
  for (const name of ['keyturn-production-execution', 'keyturn-production-execution-01']) expect(lines).toContain(name);
});
