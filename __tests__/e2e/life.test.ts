import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListScheduleGroupsCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import execution from '../../policies/execution-role.json';
import { changesOf, unknownDocuments } from './plans';
import { succeeded, type WrittenSettings } from './project';
import { enforce } from './role';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

interface Pair {
  readonly userName: string;
  readonly secretName: string;
}

const alice = { userName: 'alice', secretName: 'alice/aws' };
const renamed = { userName: 'alice', secretName: 'alice/renamed' };
const bob = { userName: 'bob', secretName: 'bob/aws' };
const carol = { userName: 'carol', secretName: 'carol/aws' };
const dave = { userName: 'dave', secretName: 'dave/aws' };
const erin = { userName: 'erin', secretName: 'erin/aws' };
const everybody = [alice, renamed, bob, carol, dave, erin];

const team = ['platform-team@example.com'];
const both = [...team, 'security@example.com'];
const sender = 'Key rotation <key-rotation@example.com>';

/** What an environment is for, and how it goes about it. */
interface Wanted {
  readonly pairs: readonly Pair[];
  readonly recipients: readonly string[];
  readonly more?: WrittenSettings;
}

function usersOf(pairs: readonly Pair[]): { readonly name: string; readonly secretName: string }[] {
  return pairs.map(({ userName, secretName }) => ({ name: userName, secretName }));
}

function settingsOf({ pairs, recipients, more }: Wanted): WrittenSettings {
  return settingsFor(usersOf(pairs), { notification: { sender, identities: ['example.com'], recipients }, ...more });
}

/** The contract of the sample, for other users, secrets and recipients. */
function contractOf({ pairs, recipients }: Wanted): object {
  const [keys, secrets, mail] = execution.identity;
  const users = pairs.map(({ userName }) => `arn:aws:iam::${accountId}:user/${userName}`);
  const values = pairs.map(
    ({ secretName }) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${secretName}-??????`,
  );
  const conditions = mail?.conditions?.map((each) =>
    each.operator === 'StringEquals' ? each : { ...each, values: recipients },
  );
  const identity = [
    { ...keys, resources: users },
    { ...secrets, resources: values },
    { ...mail, conditions },
  ];
  return { ...execution, pairs, identity };
}

const policy = { 'aws_iam_role_policy.execution': 'update policy' };
const machine = { 'aws_sfn_state_machine.rotation': 'update definition' };
const schedule = ({ userName }: Pair, change: string) => ({
  [`aws_scheduler_schedule.rotation["${userName}"]`]: change,
});

type Changes = Readonly<Record<string, string>>;

/** A change of the settings, and all that it may change in the account. */
interface Row extends Wanted {
  readonly what: string;
  readonly changes: Changes;
  /** Whether it takes a right away: then the check says that the role has it until the apply. */
  readonly narrows?: true;
  /** A rotation that waits in a state meanwhile, how it ends, and how many keys its user has then. */
  readonly meanwhile?: { readonly pair: Pair; readonly waits: string; readonly ends: string; readonly keys: number };
}

const untilNext = { strategy: 'until-next-rotation' };
const weekly = { schedule: { expression: 'cron(0 4 ? * MON *)', timezone: 'Europe/Berlin' } };
const shorter = { gracePeriodSeconds: 3600 };

const rescheduled = 'update schedule_expression, schedule_expression_timezone';

const rows: readonly Row[] = [
  {
    what: 'a user is added',
    pairs: [alice, bob, carol],
    recipients: team,
    more: untilNext,
    changes: { ...policy, ...machine, ...schedule(carol, 'create') },
  },
  {
    what: 'a secret is renamed',
    pairs: [renamed, bob, carol],
    recipients: team,
    more: untilNext,
    changes: { ...policy, ...machine, ...schedule(alice, 'update target.input') },
    narrows: true,
  },
  {
    what: 'somebody else is notified as well',
    pairs: [renamed, bob, carol],
    recipients: both,
    more: untilNext,
    changes: { ...policy, ...machine },
  },
  {
    what: 'the schedule changes',
    pairs: [renamed, bob, carol],
    recipients: both,
    more: { ...untilNext, ...weekly },
    changes: { ...schedule(alice, rescheduled), ...schedule(bob, rescheduled), ...schedule(carol, rescheduled) },
  },
  {
    what: 'the strategy changes while a rotation runs, which ends as it began',
    pairs: [renamed, bob, carol],
    recipients: both,
    more: weekly,
    changes: machine,
    meanwhile: { pair: carol, waits: 'WaitForOtherRotations', ends: 'SUCCEEDED', keys: 2 },
  },
  {
    what: 'the grace period gets shorter while it runs, and runs on as long as it was',
    pairs: [renamed, bob, carol],
    recipients: both,
    more: { ...weekly, ...shorter },
    changes: machine,
    meanwhile: { pair: renamed, waits: 'GracePeriod', ends: 'SUCCEEDED', keys: 1 },
  },
  {
    what: 'a user is removed in the grace period, and keeps the previous key',
    pairs: [renamed, carol],
    recipients: both,
    more: { ...weekly, ...shorter },
    changes: { ...policy, ...machine, ...schedule(bob, 'delete') },
    narrows: true,
    meanwhile: { pair: bob, waits: 'GracePeriod', ends: 'PreviousKeyStays', keys: 2 },
  },
];

describeReal('the life of a deployment', () => {
  let stage: Stage;
  /** What is deployed. */
  let present: Wanted = { pairs: [alice, bob], recipients: team, more: untilNext };

  beforeAll(async () => {
    stage = await Stage.open(settingsOf(present));
    const { project, account, director } = stage;
    project.variables = { NODE_OPTIONS: `--require ${join(__dirname, 'clock.js')}`, KEYTURN_CLOCK: director.clock };
    await account.clients.secrets.send(new CreateSecretCommand({ Name: renamed.secretName }));
    for (const pair of everybody.filter((each) => each !== renamed)) {
      const [key] = await account.prepare({ ...pair, keys: ['Active'] });
      if (pair === alice && key) await account.store(renamed.secretName, alice.userName, key);
    }
    await project.deploy(environment);
    director.faults = enforce(account, `keyturn-${environment}-execution`);
  });
  afterEach(() => stage.director.resume());
  afterAll(() => stage.close());

  /** Rules with notes on the optional sections, which this deployment does not have and the contracts of the sample allow. */
  const aboutSections = ['history-encrypted', 'optional-sections', 'contract-used'];

  /** Plans what the stack says now: the plan is exact, whole, and what the contract allows. */
  async function plan(of: string, wanted: Wanted, changes: Changes, narrows = false): Promise<void> {
    const { project } = stage;
    const made = await project.plan(of);
    expect(changesOf(made)).toEqual(changes);
    expect(unknownDocuments(made)).toEqual([]);
    const files = [project.write('execution.json', contractOf(wanted)), 'policies/schedule-role.json'];
    const options = files.flatMap((file) => ['--contract', file]);
    const { verdict, checks } = await project.check(project.write('plan.json', made), ...options);
    const rules = new Set(checks.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    const others = [...rules].filter((rule) => !aboutSections.includes(rule));
    expect({ verdict, rules: others }).toEqual({ verdict: 'pass', rules: narrows ? ['wide-until-applied'] : [] });
  }

  /** Applies the plan that was made last: no user, key or secret changes. */
  async function apply(of: string): Promise<void> {
    const before = await whatIsNotOurs();
    succeeded(await stage.project.applyPlan(of));
    expect(await whatIsNotOurs()).toEqual(before);
  }

  async function expectNothingToDo(of: string): Promise<void> {
    // https://developer.hashicorp.com/terraform/cli/commands/plan#detailed-exitcode
    const { code } = await stage.project.terraform(of, 'plan', '-input=false', '-detailed-exitcode');
    expect(code).toBe(0);
  }

  /** All users, keys and secrets that rotations are about, the values as hashes. */
  async function whatIsNotOurs(): Promise<readonly object[]> {
    const seen = everybody.map(async ({ userName, secretName }) => {
      const { keys, versions } = await stage.account.see(userName, secretName);
      const value = versions.length > 0 ? await stage.account.valueOf(secretName) : undefined;
      return { userName, secretName, keys, versions, value: hashOf(value ?? '') };
    });
    return Promise.all(seen);
  }

  /** Everything in the account that is called after Keyturn. */
  async function whatIsOurs(): Promise<readonly string[]> {
    const { iam, scheduler, sfn } = stage.account.clients;
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { ScheduleGroups = [] } = await scheduler.send(new ListScheduleGroupsCommand({}));
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    return [
      ...Roles.map(({ RoleName }) => `role ${RoleName}`),
      ...ScheduleGroups.filter(({ Name }) => Name !== 'default').map(({ Name }) => `group ${Name}`),
      ...Schedules.map(({ GroupName, Name }) => `schedule ${GroupName}/${Name}`),
      ...stateMachines.map(({ name }) => `machine ${name}`),
    ].sort();
  }

  /** Starts a rotation, and lets the clock stand still while it waits in a state. */
  async function rotateUntil(wait: string, { userName }: Pair): Promise<string> {
    stage.director.holdsAt = ({ state }) => state === wait;
    const held = stage.director.held();
    const execution = await stage.start(userName);
    expect((await held).execution).toBe(execution);
    return execution;
  }

  /** One change after the other, and each plan is exact: so nothing was left to do of the change before. */
  async function change(wanted: Wanted, changes: Changes, narrows = false): Promise<void> {
    stage.project.configure(settingsOf(wanted));
    await stage.project.synth();
    await plan(environment, wanted, changes, narrows);
    await apply(environment);
    present = wanted;
  }

  test.each(rows)('$what', async ({ changes, narrows, meanwhile, ...wanted }) => {
    if (meanwhile === undefined) return change(wanted, changes, narrows);
    const { pair, waits } = meanwhile;
    const running = await rotateUntil(waits, pair);
    await change(wanted, changes, narrows);
    stage.director.resume();
    const { status, error } = await stage.endOf(running);
    const { keys } = await stage.account.see(pair.userName, pair.secretName);
    expect({ pair, waits, ends: error ?? status, keys: keys.length }).toEqual(meanwhile);
  });

  test('a user is added after the start date of a rate is past', async () => {
    const { project, director } = stage;
    const fromNow = (days: number) => inWholeSeconds(director.now + days * dayMs);
    const wanted = (pairs: readonly Pair[], startDate: string) => ({
      ...{ pairs, recipients: both },
      more: { ...shorter, schedule: { expression: 'rate(30 days)', startDate } },
    });
    const startDate = fromNow(7);
    const changed = 'update schedule_expression, schedule_expression_timezone, start_date';
    await change(wanted([renamed, carol], startDate), { ...schedule(alice, changed), ...schedule(carol, changed) });

    director.pass(8 * 24 * 3600);
    project.configure(settingsOf(wanted([renamed, carol, dave], startDate)));
    const next = inWholeSeconds(Date.parse(startDate) + 30 * dayMs);
    await expect(project.synth()).rejects.toThrow(`context.keyturn.schedule.startDate: "${startDate}" is past`);
    expect(project.printed.at(-1)).toContain(`write "${next}", when its next run is due, so that no run moves`);

    await change(wanted([renamed, carol, dave], next), {
      ...policy,
      ...machine,
      ...schedule(alice, 'update start_date'),
      ...schedule(carol, 'update start_date'),
      ...schedule(dave, 'create'),
    });
    await expectNothingToDo(environment);
  });

  describe('another environment in the same project', () => {
    const other = { pairs: [erin], recipients: both };
    const settings = (name: string) => ({
      ...settingsOf(present),
      environments: [
        { name: environment, accountId, region },
        { name, accountId, region, users: usersOf(other.pairs) },
      ],
    });
    const created = {
      ...Object.fromEntries(
        ['role', 'role_policy', 'role_policies_exclusive', 'role_policy_attachments_exclusive'].flatMap((type) =>
          ['execution', 'schedule'].map((name) => [`aws_iam_${type}.${name}`, 'create']),
        ),
      ),
      'aws_scheduler_schedule_group.rotation': 'create',
      'aws_sfn_state_machine.rotation': 'create',
      ...schedule(erin, 'create'),
    };
    const deleted = Object.fromEntries(Object.keys(created).map((address) => [address, 'delete']));
    let ofTheFirst: readonly string[];

    test('is added next to it', async () => {
      ofTheFirst = await whatIsOurs();
      stage.project.configure(settings('second'));
      await stage.project.init('second');
      await plan('second', other, created);
      await apply('second');
      await expectNothingToDo('second');
      await expectNothingToDo(environment);
    });

    test('is another one under another name; the previous one stays until it is destroyed under its own', async () => {
      const { project } = stage;
      const before = await whatIsOurs();
      project.configure(settings('third'));
      await project.init('third');
      await plan('third', other, created);
      expect(existsSync(project.stackFile('second'))).toBe(false);
      expect(await whatIsOurs()).toEqual(before);
    });

    test('is destroyed alone, and leaves users, keys and secrets as they are', async () => {
      const { project } = stage;
      project.configure(settings('second'));
      await project.synth();
      expect(changesOf(await project.plan('second', '-destroy'))).toEqual(deleted);
      const before = await whatIsNotOurs();
      succeeded(await project.applyPlan('second'));
      expect(await whatIsNotOurs()).toEqual(before);
      expect(succeeded(await project.terraform('second', 'state', 'list')).stdout).toBe('');
      expect(await whatIsOurs()).toEqual(ofTheFirst);
      await expectNothingToDo(environment);
    });
  });

  test('everything is destroyed while a rotation runs: it ends at its next step, with both keys alive', async () => {
    const { project, account, machineArn } = stage;
    const changes = changesOf(await project.plan(environment, '-destroy'));
    expect(Object.values(changes).filter((change) => change !== 'delete')).toEqual([]);
    expect(Object.keys(changes).filter((address) => !/^aws_(?:iam_role|scheduler|sfn)/.test(address))).toEqual([]);

    const running = await rotateUntil('GracePeriod', renamed);
    const before = await whatIsNotOurs();
    const destroying = project.applyPlan(environment);
    await comesTrue(async () => (await statusOf(machineArn)) === 'DELETING');
    expect(await whatIsOurs()).toContain(`role keyturn-${environment}-execution`);
    stage.director.resume();
    succeeded(await destroying);

    const { status, error, cause } = await stage.endOf(running);
    const toldSo = `State machine keyturn-${environment} has been deleted.`;
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: toldSo });
    expect(await whatIsNotOurs()).toEqual(before);
    const { keys, versions } = await account.see(renamed.userName, renamed.secretName);
    expect(keys.map((key) => key.status)).toEqual(['Active', 'Active']);
    expect(versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: keys[1]?.id });
    expect(succeeded(await project.terraform(environment, 'state', 'list')).stdout).toBe('');
    expect(await whatIsOurs()).toEqual([]);
  });

  async function statusOf(stateMachineArn: string): Promise<string | undefined> {
    return (await stage.account.clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).status;
  }
});

/** A value that distinguishes two values and shows neither. */
function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

const dayMs = 24 * 3600 * 1000;

function inWholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

async function comesTrue(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 100));
}
