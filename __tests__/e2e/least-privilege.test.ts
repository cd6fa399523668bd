import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { differences, documented, grantsOf, withoutCall } from './documented';
import { Emulator } from './emulator';
import { Gate } from './gate';
import { Project, succeeded, type WrittenSettings } from './project';
import { recording, type Rights } from './rights';
import { accountId, region, settingsFor } from './stage';
import { describeReal } from './tools';
import { Account } from './world';

/** The page's values. */
const [name, bucket] = ['staging', 'example-terraform-state'];
const roles = ['execution', 'schedule'].map((role) => `keyturn-${name}-${role}`);

const settings = (users: readonly string[], more: WrittenSettings = {}): WrittenSettings =>
  settingsFor(users, {
    environments: [{ name, accountId, region }],
    state: { backend: 's3', bucket, region, use_path_style: true },
    ...more,
  });

describeReal('the documented policies of the roles that plan and deploy', () => {
  const planned: Rights[] = [];
  const deployed: Rights[] = [];
  let emulator: Emulator;
  let gate: Gate;
  let project: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    await emulator.makeBucket(bucket, region);
    gate = await Gate.before(emulator.url);
    const place = { accountId, region, endpoint: gate.url };
    project = Project.create(settings(['alice', 'bob'], { tags: { owner: 'somebody' } }), place);
    const by = recording(gate, place);
    const apply = async (...options: readonly string[]): Promise<void> => {
      by(deployed);
      succeeded(await project.terraform(name, 'apply', '-input=false', '-no-color', '-auto-approve', ...options));
    };

    by(planned);
    await project.init(name);
    await project.plan(name);
    await apply();
    await changeByHand(new Account({ ...place, endpoint: emulator.url }));
    project.configure(
      settings(['alice', 'carol'], {
        tags: { team: 'platform' },
        gracePeriodSeconds: 3600,
        schedule: { expression: 'cron(0 4 1 * ? *)' },
      }),
    );
    await project.synth();
    by(planned);
    await project.plan(name);
    await apply();
    project.configure(settings(['alice', 'carol']));
    await project.synth();
    await apply('-replace=aws_iam_role.execution', '-replace=aws_scheduler_schedule_group.rotation');
    succeeded(await project.terraform(name, 'destroy', '-input=false', '-no-color', '-auto-approve'));
  });
  afterAll(async () => {
    await project.close();
    await gate.stop();
    await emulator.stop();
  });

  /** All that somebody can change on a role, and that the next apply takes back. */
  async function changeByHand({ clients: { iam } }: Account): Promise<void> {
    const statement = { Effect: 'Allow', Action: 'iam:*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
    const trustDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'by-hand', PolicyDocument }));
    for (const RoleName of roles) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'by-hand', PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
      await iam.send(new UpdateRoleCommand({ RoleName, Description: 'by hand', MaxSessionDuration: 7200 }));
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustDocument }));
    }
  }

  test('allow a plan exactly the calls that it makes', () => {
    expect(differences(documented('planning'), planned)).toEqual({ lacking: [], idle: [] });
  });

  test('allow to create, update, replace and destroy exactly the calls that these make', () => {
    expect(differences(documented('deploying'), deployed)).toEqual({ lacking: [], idle: [] });
  });

  test('let a plan read, and lock the state', () => {
    const writes = grantsOf(documented('planning'))
      .filter(({ action }) => !/^\w+:(?:Get|List|Describe|Validate)/.test(action))
      .map(({ action, resource }) => `${action} ${resource}`);
    const lock = `arn:aws:s3:::${bucket}/keyturn/${name}/terraform.tfstate.tflock`;
    expect(writes).toEqual([`s3:PutObject ${lock}`, `s3:DeleteObject ${lock}`]);
  });

  test('have no wildcard but where there is a reason', () => {
    const wild = grantsOf(documented('deploying')).filter(({ action, resource }) => /[*?]/.test(action + resource));
    expect(wild.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      'states:ValidateStateMachineDefinition *',
      ...['Get', 'Create', 'Update', 'Delete'].map(
        (verb) => `scheduler:${verb}Schedule arn:aws:scheduler:${region}:${accountId}:schedule/keyturn-${name}/*`,
      ),
    ]);
  });

  test('grant nothing else that no call shows than what the page says, with the reason', () => {
    const own = new Set([...planned, ...deployed].map(([{ action }]) => action));
    const granted = [documented('planning'), documented('deploying')].flatMap(grantsOf).map(({ action }) => action);
    expect([...new Set(granted.filter((action) => !own.has(action)))]).toEqual(
      withoutCall().filter((action) => !action.startsWith('kms:')),
    );
  });
});
