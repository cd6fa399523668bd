import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IAMClient, ListRolePoliciesCommand, ListRolesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { clientsOf, type Place } from './account';
import { Checkout } from './checkout';
import { Emulator, unassumed } from './emulator';
import { changesOf } from './plans';
import { Project, succeeded, type WrittenSettings } from './project';
import { region } from './stage';
import { describeReal } from './tools';

const repository = resolve(__dirname, '..', '..');

/** Two environments in two accounts. The state is in a third one, which everybody's own credentials are of. */
const accounts = { staging: '111122223333', production: '444455556666' } as const;
type Environment = keyof typeof accounts;
const environments = Object.keys(accounts) as Environment[];
const bucket = 'example-terraform-state';

const ciDeployer = { name: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' };
const backupAgent = { name: 'backup-agent', secretName: 'backup-agent/aws' };
const legacyFtp = { name: 'legacy-ftp', secretName: 'legacy-ftp/aws' };
const newUser = { name: 'new-user', secretName: 'new-user/aws' };

type User = typeof backupAgent;
interface Team {
  readonly environments: readonly { readonly name: Environment; readonly users: readonly User[] }[];
}

const roleArn = (accountId: string): string => `arn:aws:iam::${accountId}:role/keyturn-deploy`;

function settings(): WrittenSettings {
  const users = { staging: [ciDeployer, backupAgent], production: [ciDeployer, legacyFtp] };
  return {
    environments: environments.map((name) => ({
      name,
      accountId: accounts[name],
      region,
      assumeRole: { roleArn: roleArn(accounts[name]) },
      users: users[name],
    })),
    users: [ciDeployer],
    schedule: { expression: 'cron(0 3 1 * ? *)' },
    notification: {
      sender: 'Key rotation <key-rotation@example.com>',
      identities: ['example.com'],
      recipients: ['platform-team@example.com'],
    },
    state: { backend: 's3', bucket, region, use_path_style: true },
  };
}

/** The settings, with other users in one environment. */
function withUsers(environment: Environment, change: (users: readonly User[]) => readonly User[]) {
  return (written: WrittenSettings): WrittenSettings => ({
    ...written,
    environments: (written as unknown as Team).environments.map((one) =>
      one.name === environment ? { ...one, users: change(one.users) } : one,
    ),
  });
}

interface Pair {
  readonly userName: string;
  readonly path?: string;
  readonly secretName: string;
  readonly environments?: readonly string[];
  readonly since?: string;
}
interface Contract {
  readonly pairs?: readonly Pair[];
  readonly identity: readonly { readonly actions: readonly string[] }[];
}

const executionContract = join('policies', 'execution-role.json');
const pairOf = ({ name: userName, ...rest }: User, ...where: Environment[]): Pair => ({
  userName,
  ...rest,
  ...(where.length === 0 ? {} : { environments: where }),
});
const pairs = [pairOf(ciDeployer), pairOf(backupAgent, 'staging'), pairOf(legacyFtp, 'production')];

/** A contract of this repository, bound to the environments, without the lines of the optional sections. */
function contract(role: string): object {
  const written = JSON.parse(readFileSync(join(repository, 'policies', `${role}-role.json`), 'utf8')) as Contract;
  const bound = environments.map((name) => ({ name, account: accounts[name], region }));
  const identity = written.identity.filter(({ actions }) => !actions.includes('sqs:SendMessage'));
  return { ...written, identity, resourcePolicies: [], environments: bound, ...(written.pairs && { pairs }) };
}

const addNewUser = withUsers('staging', (users) => [...users, newUser]);
const today = new Date().toISOString().slice(0, 10);
const addNewPair = (written: Contract): object => ({
  ...written,
  pairs: [...(written.pairs ?? []), { ...pairOf(newUser, 'staging'), since: today }],
});

describeReal('a day of a team', () => {
  let emulator: Emulator;
  let place: Place;
  let first: Checkout;
  let second: Checkout;

  beforeAll(async () => {
    emulator = await Emulator.start();
    await emulator.makeBucket(bucket, region);
    place = { accountId: unassumed, region, endpoint: emulator.url };
    const project = Project.create(settings(), place);
    project.takeRequiredContracts();
    for (const role of ['execution', 'schedule']) project.write(join('policies', `${role}-role.json`), contract(role));
    first = await Checkout.first(project);
    await project.synth();
    await Promise.all(environments.map((environment) => project.initSynthesised(environment)));
  });
  afterAll(async () => {
    await first.project.close();
    await second.project.close();
    await emulator.stop();
  });

  /** Clients in the account of an environment. */
  async function within(environment: Environment): Promise<{ iam: IAMClient; scheduler: SchedulerClient }> {
    const role = { RoleArn: roleArn(accounts[environment]), RoleSessionName: 'somebody' };
    const { Credentials } = await clientsOf(place).sts.send(new AssumeRoleCommand(role));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const configuration = { region, endpoint: emulator.url, credentials };
    return { iam: new IAMClient(configuration), scheduler: new SchedulerClient(configuration) };
  }

  /** Who is rotated in an environment. */
  async function scheduled(environment: Environment): Promise<readonly string[]> {
    const { scheduler } = await within(environment);
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: `keyturn-${environment}` }));
    return Schedules.map(({ Name = '' }) => Name).sort();
  }

  async function nothingToDo({ project }: Checkout, ...where: readonly Environment[]): Promise<void> {
    await project.synth();
    const plans = where.map((environment) => project.terraform(environment, 'plan', '-input=false', '-no-color'));
    for (const { stdout } of await Promise.all(plans)) expect(stdout).toContain('No changes.');
  }

  test('begins with a deploy of both environments, each in its own account', async () => {
    (await first.type('A deploy', ...environments)).forEach(succeeded);
    for (const environment of environments) {
      const { Roles = [] } = await (await within(environment)).iam.send(new ListRolesCommand({}));
      const names = Roles.map(({ RoleName }) => RoleName).sort();
      expect(names).toEqual([`keyturn-${environment}-execution`, `keyturn-${environment}-schedule`]);
    }
    expect(await scheduled('staging')).toEqual(['backup-agent', 'ci-deployer']);
    expect(await scheduled('production')).toEqual(['ci-deployer', 'legacy-ftp']);
  });

  test('a second checkout plans no changes', async () => {
    second = await first.another(place);
    for (const { stdout } of await second.type('A new checkout', ...environments))
      expect(stdout).toContain('No changes.');
  });

  describe('a user is added', () => {
    test('and not deployed while no contract names the user', async () => {
      await first.branch('new-user');
      first.editSettings(addNewUser);
      const missing = 'policies/execution-role.json does not name user new-user with secret new-user/aws';
      const [synthesised] = await first.type('A pull request');
      expect([synthesised?.code, synthesised?.stderr.split(missing).length]).toEqual([1, 2]);
      const entry = (synthesised?.stderr ?? '').split('\n').flatMap((line) => /: (\{.*\})$/.exec(line)?.[1] ?? []);
      expect(entry).toEqual([JSON.stringify(pairOf(newUser, 'staging'))]);
      const deployed = await first.project.cdktf('deploy', 'keyturn-staging', '--auto-approve', '--skip-provider-lock');
      expect([deployed.code, `${deployed.stdout}${deployed.stderr}`.includes(missing)]).toEqual([1, true]);
      expect(await scheduled('staging')).toEqual(['backup-agent', 'ci-deployer']);
    });

    test('and refused together with the contract, which the finding says', async () => {
      first.edit(executionContract, addNewPair);
      const [refused] = await first.type('A pull request');
      expect(refused?.code).toBe(1);
      expect(refused?.stdout).toContain('the change adds user "new-user" with secret "new-user/aws" together with it');
      expect(refused?.stdout).toContain(
        'Merge the change of policies/execution-role.json first, in a separate reviewed pull request',
      );
    });

    test('first in the contract: that passes, and passes on the default branch too', async () => {
      await first.project.shell('git checkout -q -- .');
      first.edit(executionContract, addNewPair);
      (await first.type('A pull request')).forEach(succeeded);
      await first.merge();
      await first.project.synth();
      succeeded(await first.project.shell('npx keyturn check --strict=contract-used'));
    });

    test('then in the settings: that passes, and is deployed from the other checkout', async () => {
      await second.branch('new-user');
      second.editSettings(addNewUser);
      (await second.type('A pull request')).forEach(succeeded);
      await second.merge();
      (await second.type('A deploy', 'staging')).forEach(succeeded);
      expect(await scheduled('staging')).toEqual(['backup-agent', 'ci-deployer', 'new-user']);
    });

    test('and the first checkout plans no changes', async () => {
      await first.pull();
      await nothingToDo(first, ...environments);
    });
  });

  test('a user is removed, from the settings and the contract in one', async () => {
    await first.branch('no-ftp');
    first.editSettings(withUsers('production', (users) => users.filter(({ name }) => name !== 'legacy-ftp')));
    first.edit(executionContract, (written: Contract) => ({
      ...written,
      pairs: written.pairs?.filter(({ userName }) => userName !== 'legacy-ftp'),
    }));
    (await first.type('A pull request')).forEach(succeeded);
    await first.merge();
    const options = ['--auto-approve', '--skip-provider-lock'];
    succeeded(await first.project.cdktf('deploy', 'keyturn-production', ...options));
    expect(await scheduled('production')).toEqual(['ci-deployer']);
    await second.pull();
    await nothingToDo(second, 'production');
  });

  test('a policy that somebody attached by hand shows in the next plan, fails its check, and goes with it', async () => {
    const { iam } = await within('staging');
    const RoleName = 'keyturn-staging-execution';
    const Statement = [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'by-hand', PolicyDocument }));

    const [refused] = await second.type('A deploy', 'staging');
    expect(refused?.code).toBe(1);
    expect(refused?.stdout).toMatch(/grants-inside-contract[^]*iam:\*/);
    const planned = succeeded(await second.project.terraform('staging', 'show', '-json', 'tfplan')).stdout;
    expect(changesOf(JSON.parse(planned))).toEqual({
      'aws_iam_role_policies_exclusive.execution': 'update policy_names',
    });

    succeeded(await second.project.terraform('staging', 'apply', '-input=false', 'tfplan'));
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    expect(PolicyNames).toEqual([RoleName]);
    await nothingToDo(first, 'staging');
  });
});
