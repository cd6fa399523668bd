import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateConfigurationSetCommand } from '@aws-sdk/client-ses';
import { scheduleName } from '../../src/infrastructure';
import { parseSettings } from '../../src/settings';
import { changesOf } from './plans';
import { succeeded, type Plan, type Project, type WrittenSettings } from './project';
import {
  faultsOf,
  presentVersion,
  readRecorded,
  readRelease,
  record,
  recordedVersions,
  writeRelease,
  type Allowed,
  type Release,
} from './releases';
import { accountId, region, settingsFor, Stage } from './stage';
import { describeReal, tools } from './tools';

/** What is recorded of the present release: every strategy, and the settings that show in what is deployed. */
const settings: WrittenSettings = {
  ...settingsFor(['alice']),
  environments: [
    {
      name: 'overlap',
      users: [
        { name: 'alice', secretName: 'alice/aws' },
        { name: 'bob', path: '/ci/', secretName: 'bob/aws', gracePeriodSeconds: 3600 },
        { name: 'carol+ci', secretName: 'carol/aws', schedule: { expression: 'cron(30 4 ? 1/2 MON#1 *)' } },
      ],
      strategy: 'overlap',
      twoKeys: 'replace-older',
      maxGracePeriodSeconds: 172_800,
      settleSeconds: 20,
      maxKeyAgeDays: 200,
      schedule: {
        timezone: 'Europe/Berlin',
        flexibleWindowMinutes: 30,
        retry: { maximumEventAgeSeconds: 1800, maximumAttempts: 5 },
      },
      notification: {
        configurationSet: 'rotations',
        recipients: { to: ['platform-team@example.com'], cc: ['security@example.com'], bcc: ['audit@example.com'] },
        replyTo: ['platform-team@example.com'],
        subject: 'The key of {userName} is now {accessKeyId}',
        textBody: 'Since {time} the secret {secretName} holds it.',
      },
      secretFormat: {
        fields: { AWS_ACCESS_KEY_ID: 'AccessKeyId', AWS_SECRET_ACCESS_KEY: 'SecretAccessKey' },
        constants: { AWS_REGION: region },
      },
      tags: { team: 'platform' },
    },
    { name: 'delete-first', users: [{ name: 'dave', secretName: 'dave/aws' }], strategy: 'delete-first' },
    { name: 'until-next', users: [{ name: 'erin', secretName: 'erin/aws' }], strategy: 'until-next-rotation' },
  ].map((environment) => ({ accountId, region, ...environment })),
};

/** A stage with the users and secrets of all environments. */
async function stageFor(written: WrittenSettings) {
  const { environments } = parseSettings(written, { file: 'release.json', now: new Date() });
  const stage = await Stage.open(written);
  const ConfigurationSet = { Name: 'rotations' };
  await stage.account.clients.ses.send(new CreateConfigurationSetCommand({ ConfigurationSet }));
  const users = environments.flatMap((environment) => environment.users);
  for (const { name, path, secretName } of users)
    await stage.account.prepare({ userName: name, path, secretName, keys: ['Active'] });
  const names = environments.map(({ name }) => name);
  const first = (environment: string) => environments.find(({ name }) => name === environment)?.users[0]?.name ?? '';
  return { stage, names, first };
}

/** Rotates a user as its schedule does; how the execution ended. */
async function rotate(
  { account, director }: Stage,
  environment: string,
  user: string,
  when = 'upgrade',
): Promise<string> {
  const name = `keyturn-${environment}`;
  const execution = `${when}-${environment}`;
  await account.startAsScheduled(name, scheduleName(user), execution);
  await director.ended(execution);
  const arn = `arn:aws:states:${region}:${accountId}:execution:${name}:${execution}`;
  return (await account.endingOf(arn)).status;
}

/** A secret access key is 40 letters, digits, slashes and plus signs. */
const secretAccessKey = /(?<![\w/+=-])[A-Za-z0-9/+]{40}(?![\w/+=-])/;

describe('the judge of upgrades', () => {
  type Changed = NonNullable<Plan['resource_changes']>[number]['change'];
  const planOf = (address: string, actions: string[], before: Changed['before'], after: Changed['after']): Plan => {
    const change = { actions, before, after, after_unknown: {} };
    return { resource_changes: [{ address, type: address.split('.')[0] ?? '', change }] };
  };
  const machine = 'aws_sfn_state_machine.rotation';
  const described = [{ change: `${machine}: update definition`, reason: 'A state has a clearer name.' }];

  test.each([
    ['a plan that changes nothing', planOf(machine, ['no-op'], { name: 'a' }, { name: 'a' }), [], []],
    [
      'a machine that is renamed',
      planOf(machine, ['delete', 'create'], { name: 'keyturn-test' }, { name: 'keyturn-rotation-test' }),
      [],
      [`${machine}: delete, create`],
    ],
    [
      'a machine that is replaced, although somebody allowed it',
      planOf(machine, ['create', 'delete'], {}, {}),
      [{ change: `${machine}: create, delete`, reason: 'None is good enough.' }],
      [`${machine}: create, delete`],
    ],
    [
      'a schedule that moves to another address',
      planOf('aws_scheduler_schedule.rotation["alice"]', ['delete'], {}, null),
      [{ change: 'aws_scheduler_schedule.rotation["alice"]: delete', reason: 'None is good enough.' }],
      ['aws_scheduler_schedule.rotation["alice"]: delete'],
    ],
    [
      'another definition',
      planOf(machine, ['update'], { definition: '{}' }, { definition: '{"Comment": ""}' }),
      [],
      [`${machine}: update definition`],
    ],
    [
      'another definition that was allowed',
      planOf(machine, ['update'], { definition: '{}' }, { definition: '{"Comment": ""}' }),
      described,
      [],
    ],
    [
      'more than was allowed',
      planOf(machine, ['update'], { definition: '{}', role_arn: 'a' }, { definition: '', role_arn: 'b' }),
      described,
      [`${machine}: update definition, role_arn`],
    ],
  ])('%s', (_, plan, allowed, faults) => {
    expect(faultsOf(plan, allowed)).toEqual(faults);
  });
});

/** Writes down what the present release deploys, and the state that Terraform keeps of it. */
async function recordPresent(): Promise<void> {
  const { stage, names, first } = await stageFor(settings);
  const { project } = stage;
  const version = presentVersion();
  try {
    writeRelease({ version, settings, allowed: [] });
    for (const environment of names) {
      await project.deploy(environment);
      // So that there are secrets that the state could know of.
      expect(await rotate(stage, environment, first(environment))).toBe('SUCCEEDED');
      succeeded(await project.terraform(environment, 'apply', '-refresh-only', '-auto-approve', '-no-color'));
      const texts = [project.read(project.stackFile(environment)), project.read(stateFile(project, environment))];
      expect(stage.everyKey.filter(({ secret }) => texts.join().includes(secret)).length).toBe(0);
      record(version, environment, 'stack', texts[0] ?? '');
      record(version, environment, 'state', texts[1] ?? '');
    }
  } finally {
    await stage.close();
  }
}

/** Everything that a plan only creates. */
function creations({ resource_changes = [] }: Plan): readonly Allowed[] {
  return resource_changes
    .filter(({ change }) => change.actions.join() === 'create')
    .map(({ address }) => ({ change: `${address}: create`, reason: 'A section adds it.' }));
}

function upgradeFrom({ version, settings: recorded, allowed }: Release): void {
  let stage: Stage;
  let names: readonly string[];
  let first: (environment: string) => string;
  let plans: readonly Plan[];

  beforeAll(async () => {
    ({ stage, names, first } = await stageFor(recorded));
    await Promise.all(names.map((environment) => deployRecorded(stage.project, version, environment)));
    await stage.project.synth();
    plans = await Promise.all(names.map((environment) => stage.project.plan(environment)));
  });
  afterAll(() => stage.close());

  test('nothing that was recorded holds a secret', () => {
    const texts = names.flatMap((name) => [readRecorded(version, name, 'stack'), readRecorded(version, name, 'state')]);
    // The sample of https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html would be found.
    const found = [...texts, '"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"'].filter((text) => secretAccessKey.test(text));
    expect(found.length).toBe(1);
  });

  test('replaces nothing, deletes nothing, and changes only what is allowed', () => {
    expect(plans.map((plan) => faultsOf(plan, allowed))).toEqual(names.map(() => []));
  });

  test('applies, and nothing is left to do', async () => {
    const codes = names.map(async (environment) => {
      succeeded(await stage.project.applyPlan(environment));
      // https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode
      return (await stage.project.terraform(environment, 'plan', '-input=false', '-detailed-exitcode')).code;
    });
    expect(await Promise.all(codes)).toEqual(names.map(() => 0));
  });

  test('rotates afterwards', async () => {
    for (const environment of names)
      expect([environment, await rotate(stage, environment, first(environment))]).toEqual([environment, 'SUCCEEDED']);
  });

  test('would be judged a fault if the machine had another name', async () => {
    const { project } = stage;
    const [environment = ''] = names;
    const stack = project.read(project.stackFile(environment));
    const name = `"name": "keyturn-${environment}"`;
    expect(stack).toContain(name);
    writeFileSync(project.stackFile(environment), stack.replaceAll(name, `"name": "keyturn-rotation-${environment}"`));
    const plan = await project.plan(environment, '-refresh=false');
    writeFileSync(project.stackFile(environment), stack);
    expect(faultsOf(plan, allowed)).toContain('aws_sfn_state_machine.rotation: delete, create');
  });

  /** Synthesises with sections, plans, and applies; the faults of the plans, and what a second plan says. */
  async function switchTo(sections: object, ...changes: readonly string[]) {
    const { project } = stage;
    project.configure({ ...recorded, ...sections });
    await project.synth();
    const expected = changes.map((change) => ({ change, reason: 'The section says so.' }));
    const now = names.map(async (environment) => {
      const plan = await project.plan(environment);
      const faults = faultsOf(plan, [...expected, ...creations(plan)]);
      succeeded(await project.applyPlan(environment));
      return [faults, (await project.terraform(environment, 'plan', '-input=false', '-detailed-exitcode')).code];
    });
    return Promise.all(now);
  }
  const clean = () => names.map(() => [[], 0]);
  const deployers = ['arn:aws:iam::{accountId}:role/keyturn-deploy'];
  const members = ['kms_data_key_reuse_period_seconds', 'kms_key_id', 'type'];
  const encryption = `aws_sfn_state_machine.rotation: update ${members.map((one) => `encryption_configuration.${one}`).join(', ')}`;

  describe('whose history is then encrypted', () => {
    test('by a key of the stack: nothing else changes, and it rotates', async () => {
      expect(await switchTo({ history: { encryption: 'customerKey', deployers } }, encryption)).toEqual(clean());
      for (const environment of names)
        expect(await rotate(stage, environment, first(environment), 'encrypted')).toBe('SUCCEEDED');
    });

    test('and by the key of AWS again, first with the key and then without', async () => {
      expect(await switchTo({ history: { encryption: 'awsOwnedKey', keepKey: true, deployers } }, encryption)).toEqual(
        clean(),
      );
      const deleted = ['aws_kms_key.history: delete', 'aws_kms_alias.history: delete'];
      expect(await switchTo({ history: { encryption: 'awsOwnedKey' } }, ...deleted)).toEqual(clean());
    });
  });

  describe('that gets all optional sections', () => {
    const alerts = { subscribers: ['on-call@example.com'] };
    const events = { guardDuty: {} };
    const history = { encryption: 'customerKey', deployers };
    const written = recorded['environments'] as readonly { readonly name: string; readonly users: readonly object[] }[];
    const [one, another, ...others] = written.map(({ name }) => name);

    /** The changes of a plan and the exit code of the next one, with these sections in one environment. */
    async function adding(sections: object, of = ''): Promise<readonly [readonly string[], number]> {
      const { project } = stage;
      const environments = written.map((each) => (each.name === of ? { ...each, ...sections } : each));
      project.configure({ ...recorded, environments, history: { encryption: 'awsOwnedKey' } });
      await project.synth();
      const plan = await project.plan(of);
      const changes = Object.entries(changesOf(plan)).filter(([, change]) => change !== 'create');
      succeeded(await project.applyPlan(of));
      const { code } = await project.terraform(of, 'plan', '-input=false', '-detailed-exitcode');
      const kinds = changes.map(([address, change]) => `${address.replace(/\[.*\]$/, '')}: ${change}`);
      return [[...new Set(kinds)].sort(), code];
    }
    const ofSchedules = [
      'aws_iam_role_policy.schedule: update policy',
      'aws_scheduler_schedule.rotation: update target.dead_letter_config',
    ];

    test('one after the other: each changes only what it is about', async () => {
      expect(await adding({ alerts }, one)).toEqual([ofSchedules, 0]);
      // The queue takes what the new rule could not deliver.
      expect(await adding({ alerts, events }, one)).toEqual([['aws_sqs_queue.undelivered_events: update policy'], 0]);
      expect(await adding({ alerts, events, history }, one)).toEqual([[encryption], 0]);
    });

    test('or all at once, and the other environments do not change', async () => {
      expect(await adding({ alerts, events, history }, another)).toEqual([[...ofSchedules, encryption].sort(), 0]);
      for (const environment of others) expect(await adding({}, environment)).toEqual([[], 0]);
    });

    test('and rotates', async () => {
      for (const environment of names)
        expect(await rotate(stage, environment, first(environment), 'reported')).toBe('SUCCEEDED');
    });

    test('and whose users then get a shard: the machine, the role and the schedules stay', async () => {
      const ofRoles = [
        'aws_iam_role_policy.execution: update policy',
        'aws_iam_role_policy_attachments_exclusive.execution: update policy_arns',
      ];
      // Alerts name the machine of each event now, and rules can have numbers.
      const ofSections = [
        'aws_cloudwatch_event_target.alerts: update input_transformer.input_paths.stateMachine, input_transformer.input_template',
        'aws_iam_role.alerts: update assume_role_policy',
        'aws_iam_role.events: update assume_role_policy',
      ];
      for (const { name, users } of written) {
        const hasSections = [one, another].includes(name);
        const inShard = {
          ...(hasSections ? { alerts, events, history } : {}),
          users: users.map((user) => ({ ...user, shard: '00' })),
        };
        // The machines of all shards have one form, in which a single user is a list too.
        const ofMachine = users.length === 1 ? ['aws_sfn_state_machine.rotation: update definition'] : [];
        expect(await adding(inShard, name)).toEqual([
          [...(hasSections ? ofSections : []), ...ofRoles, ...ofMachine],
          0,
        ]);
        expect(await rotate(stage, name, first(name), 'sharded')).toBe('SUCCEEDED');
      }
    });
  });
}

/** Applies a recorded stack, so that what it is made of is there, and puts the recorded state in the place of the new one. */
async function deployRecorded(project: Project, version: string, environment: string): Promise<void> {
  mkdirSync(project.stackFolder(environment), { recursive: true });
  writeFileSync(project.stackFile(environment), readRecorded(version, environment, 'stack'));
  const init = ['init', '-input=false', '-no-color', `-plugin-dir=${tools().terraform.plugins}`];
  succeeded(await project.terraform(environment, ...init));
  succeeded(await project.terraform(environment, 'apply', '-input=false', '-no-color', '-auto-approve'));
  writeFileSync(stateFile(project, environment), readRecorded(version, environment, 'state'));
}

function stateFile(project: Project, environment: string): string {
  return join(project.folder, `terraform.keyturn-${environment}.tfstate`);
}

if (process.env.KEYTURN_RECORD === '1')
  describeReal('a record of the present release', () => {
    test('is written', recordPresent);
  });
else {
  test('a release is recorded before it is made; `KEYTURN_RECORD=1 npm run e2e -- upgrade` does it', () => {
    if (!presentVersion().endsWith('-dev')) expect(recordedVersions()).toContain(presentVersion());
  });
  for (const version of recordedVersions())
    describeReal(`an upgrade from ${version}`, () => upgradeFrom(readRelease(version)));
}
