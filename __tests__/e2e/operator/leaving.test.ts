import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { clientsOf } from '../account';
import { Director } from '../director';
import { Emulator, unassumed } from '../emulator';
import { Project, type WrittenSettings } from '../project';
import { enforce } from '../role';
import { environment, region, settingsFor, Stage } from '../stage';
import { describeTyped } from '../tools';
import { Account } from '../world';
import { Reader } from './reader';

const repository = resolve(__dirname, '..', '..', '..');
const sample = JSON.parse(readFileSync(join(repository, 'cdktf.json'), 'utf8')) as {
  readonly context: { readonly keyturn: WrittenSettings };
};

// moto cannot delete an event destination of SES, so the mails have no template; that none is left is asked all the same.
describeTyped('an uninstallation, typed as the page writes it', () => {
  const alice = { userName: 'alice', secretName: 'alice/aws' };
  const bob = { userName: 'bob', secretName: 'bob/aws' };
  const group = `keyturn-${environment}`;
  let stage: Stage;

  beforeAll(async () => {
    const { history, alerts, events } = sample.context.keyturn;
    stage = await Stage.open(settingsFor(['alice', 'bob'], { history, alerts, events }));
    const { account, director, project } = stage;
    for (const pair of [alice, bob]) await account.prepare({ ...pair, keys: ['Active'] });
    await project.deploy(environment);
    director.faults = enforce(account, `${group}-execution`);
  });
  afterAll(() => stage.close());

  test('drains, destroys, and leaves only the users, each with a key that works and that the secret holds', async () => {
    const { account, director } = stage;
    const reader = new Reader(stage);
    stage.director.holdsAt = ({ state }) => state === 'GracePeriod';
    const held = director.held();
    const execution = await stage.start('alice');
    await held;

    const [first, ...others] = ['alice', 'bob'].map((user) => reader.open('how-to/uninstall', 'Uninstall', user));
    if (first === undefined) throw new Error('no user');
    for (const walk of [first, ...others]) {
      await walk.type('aws scheduler get-schedule');
      await walk.type('jq');
      await walk.type('aws scheduler update-schedule');
    }
    for (const Name of ['alice', 'bob']) {
      const asked = new GetScheduleCommand({ GroupName: group, Name });
      const { State, Target, ScheduleExpression } = await account.clients.scheduler.send(asked);
      expect([State, ScheduleExpression]).toEqual(['DISABLED', 'cron(0 3 1 * ? *)']);
      expect(Target?.Arn).toContain(group);
    }
    expect(await first.type('aws stepfunctions list-executions')).toContain(execution);
    director.resume();
    expect(await stage.endOf(execution)).toMatchObject({ status: 'SUCCEEDED' });

    // Without a terminal, somebody must say that nobody is asked; and the lock of the provider needs the internet.
    const flags = { 'npx cdktf destroy': 'npx cdktf destroy --auto-approve --skip-provider-lock' };
    await first.type('npx cdktf destroy', { values: flags });
    const shown: string[] = [];
    while (!first.isOver) shown.push(await first.type('aws '));
    expect(shown).toEqual(shown.map(() => ''));
    expect(shown).toHaveLength(10);

    for (const { userName, secretName } of [alice, bob]) {
      const { keys, versions } = await account.see(userName, secretName);
      const inSecret = versions.find(({ labels }) => labels.includes('AWSCURRENT'))?.keyId;
      expect(keys).toEqual([{ id: inSecret, status: 'Active' }]);
    }
  });
});

// moto's state machines call services in its account of no role, whatever their own account is, so that one is the new account.
describeTyped('a move to another account and region, typed as the page writes it', () => {
  const name = 'staging';
  const previous = { accountId: '111122223333', region };
  const next = { accountId: unassumed, region: 'eu-west-1' };
  const user = { userName: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' };
  const settings = (where: typeof previous): WrittenSettings => ({
    ...sample.context.keyturn,
    environments: [{ name, ...where }],
  });
  let director: Director;
  let emulator: Emulator;
  let project: Project;
  let there: Account;

  beforeAll(async () => {
    director = await Director.start();
    emulator = await Emulator.start({ director });
    there = new Account({ ...next, endpoint: emulator.url });
    await there.verifyDomain('example.com');
    await there.prepare({ ...user, keys: [] });
    director.faults = enforce(there, `keyturn-${name}-execution`);
    project = Project.create(settings(previous), { ...previous, endpoint: emulator.url });
    project.takeContracts();
    project.variables = await credentialsIn(previous.accountId);
  });
  afterAll(async () => {
    await project.close();
    await director.stop();
    await emulator.stop();
  });

  async function credentialsIn(accountId: string): Promise<Record<string, string>> {
    const role = { RoleArn: `arn:aws:iam::${accountId}:role/keyturn-deploy`, RoleSessionName: 'somebody' };
    const { Credentials } = await there.clients.sts.send(new AssumeRoleCommand(role));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
  }

  test('leaves no machine behind, and the new secret holds a new key of the new user', async () => {
    const machineArn = `arn:aws:states:${next.region}:${next.accountId}:stateMachine:keyturn-${name}`;
    const reader = new Reader({ project, director, environment: name, machineArn });
    await project.deploy(name);
    const { stdout } = await project.shell(
      'aws stepfunctions list-state-machines --query "stateMachines[].stateMachineArn" --output text',
    );
    expect(stdout.trim()).toBe(`arn:aws:states:${previous.region}:${previous.accountId}:stateMachine:keyturn-${name}`);

    const walk = reader.open('how-to/operate', 'Moving to another account or region', user.userName);
    await walk.type('npm run synth');
    await walk.type('terraform', { answer: 'yes' });
    const left = await project.shell(
      'aws stepfunctions list-state-machines --query "stateMachines[].stateMachineArn" --output text',
    );
    expect([left.code, left.stdout.trim()]).toEqual([0, '']);

    project.configure(settings(next));
    const signedOut = {
      AWS_ACCESS_KEY_ID: 'emulated',
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_SESSION_TOKEN: undefined,
    };
    project.variables = { ...project.variables, ...signedOut };
    for (const beginning of ['npm run synth', 'terraform', 'terraform', 'terraform', 'npx keyturn check', 'terraform'])
      await walk.type(beginning);
    const described = await clientsOf(there.place).sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: machineArn }),
    );
    expect(described.status).toBe('ACTIVE');
    expect(await walk.type('npx keyturn rotate')).toContain('SUCCEEDED');
    walk.end();
    const { keys, versions } = await there.see(user.userName, user.secretName);
    expect(versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: keys[0]?.id });
    expect(keys).toHaveLength(1);
  });
});
