import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Director } from './director';
import { documents } from './plans';
import { succeeded, type Plan, type Project, type Ran, type Verdict, type WrittenSettings } from './project';
import { region, Stage } from './stage';
import { describeReal, hasAwsCli, tools } from './tools';
import type { Account } from './world';

const hasCli = hasAwsCli();

/** The settings that this repository comes with. */
const sample = JSON.parse(readFileSync(resolve(__dirname, '..', '..', 'cdktf.json'), 'utf8')) as {
  readonly context: { readonly keyturn: WrittenSettings };
};

/** How an environment is planned and deployed. */
interface Way {
  readonly plan: (project: Project, environment: string) => Promise<Ran>;
  readonly deploy: (project: Project, environment: string) => Promise<Ran>;
}

/** As the README says. The lock of the provider needs the internet, and is all that is left out. */
const byCdktf: Way = {
  plan: (project, environment) => project.cdktf('diff', `keyturn-${environment}`, '--skip-provider-lock'),
  deploy: (project, environment) =>
    project.cdktf('deploy', `keyturn-${environment}`, '--auto-approve', '--skip-provider-lock'),
};

const byTerraform: Way = {
  plan: async (project, environment) => {
    await project.init(environment);
    return project.terraform(environment, 'plan', '-input=false', '-no-color', '-out=plan');
  },
  deploy: (project, environment) => project.applyPlan(environment),
};

/** A verdict, and how the command that printed it ended. */
type Judged = Verdict & { readonly code: number };

/** Verdicts, each on what its name says. */
type Verdicts = Readonly<Record<string, Judged>>;

/** What was seen from nothing to a deployment. */
interface Story {
  readonly stage: Stage;
  readonly planned: Ran;
  readonly plan: Plan;
  readonly deployed: Ran;
  readonly again: Plan;
  /** On the stack and on the plan, before anything was applied. */
  readonly before: Verdicts;
  /** On the state, on the account and on the next plan. */
  readonly after: Verdicts;
}

async function deploy(stage: Stage, way: Way): Promise<Story> {
  const { environment, project } = stage;
  const planned = await way.plan(project, environment);
  const plan = await project.showPlan(environment);
  const before = {
    stack: await project.check(project.stackFile(environment)),
    plan: await project.check(project.write('plan.json', plan)),
  };
  const deployed = await way.deploy(project, environment);
  const again = await project.plan(environment);
  return { stage, planned, plan, before, deployed, again, after: await judge(stage, again) };
}

/** The verdicts on what is there, wherever that is looked for. */
async function judge({ environment, project, account }: Stage, plan: Plan): Promise<Verdicts> {
  const state = succeeded(await project.terraform(environment, 'show', '-json')).stdout;
  return {
    state: await project.check(project.write('state.json', state)),
    account: await project.check(await exported(project, account), '--region', region),
    plan: await project.check(project.write('next.json', plan)),
  };
}

/** The export of an audit, made as docs/how-to/audits.md says. */
async function exported(project: Project, account: Account): Promise<string> {
  if (!hasCli) return project.write('account.json', await account.authorizationDetails());
  succeeded(await project.shell('aws iam get-account-authorization-details > account.json'));
  return join(project.folder, 'account.json');
}

const outcomes = (verdicts: Verdicts): readonly string[] =>
  Object.entries(verdicts).map(([of, { verdict, code }]) => `${of}: ${verdict}, exit code ${code}`);

/**
 * What a verdict lets each role do, and who can assume it, each once. The policy of the key is left out: an account does not show it, and the key has
 * no ARN before the apply.
 */
function grantsIn({ checks }: Verdict): readonly string[] {
  const told = checks.flatMap(({ roles, permissions }) => [
    ...roles.map(({ arn, contract, trusts }) => `${arn} (${contract}) for ${trusts}`),
    ...permissions
      .filter(({ action }) => !action.startsWith('kms:'))
      .map(({ role, action, resource, conditions }) => [role, action, resource, ...[...conditions].sort()].join(' ')),
  ]);
  return [...new Set(told)].sort();
}

/** What a plan would do, resource by resource and output by output; nothing where nothing changes. */
function changesOf({ resource_changes = [], output_changes = {} }: Plan): readonly string[] {
  const all = [
    ...resource_changes.map(({ address, change }) => [address, change.actions] as const),
    ...Object.entries(output_changes).map(([name, { actions }]) => [`output ${name}`, actions] as const),
  ];
  return all
    .filter(([, actions]) => actions.some((action) => action !== 'no-op'))
    .map(([what, actions]) => `${actions.join(' and ')} ${what}`)
    .sort();
}

/** The documents that a plan shows: what will be known after the apply alone is not among them. */
function documentsIn({ resource_changes = [] }: Plan): readonly string[] {
  return resource_changes
    .filter(({ type }) => type.startsWith('aws_iam_'))
    .flatMap(({ address, change: { after } }) =>
      documents.filter((name) => after?.[name] !== undefined).map((name) => `${address}.${name}`),
    )
    .sort();
}

/** The lines like this that a command of CDKTF printed: without colours, quotes, the name of the stack in front, and what is printed twice. */
function linesLike(pattern: RegExp, { stdout }: Ran): readonly string[] {
  const lines = stripVTControlCharacters(stdout)
    .split('\n')
    .map((line) =>
      line
        .replace(/^keyturn-\w+ {2}/, '')
        .replaceAll('"', '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  return [...new Set(lines.filter((line) => pattern.test(line)))];
}

/** The command that starts a rotation by hand, for each user, as it is shown. https://developer.hashicorp.com/terraform/cli/commands/output */
async function startCommands({ project, environment }: Stage): Promise<Readonly<Record<string, string>>> {
  const { stdout } = succeeded(await project.terraform(environment, 'output', '-no-color', 'start_commands'));
  return Object.fromEntries(
    [...stdout.matchAll(/^ *"([^"]+)" *= *"(.*)"$/gm)].map(([, user = '', line = '']) => [user, line]),
  );
}

/** The machine and the input in such a command. */
function partsOf(command: string): { readonly machineArn: string; readonly input: string } {
  const [, machineArn = '', input = ''] =
    /--state-machine-arn (\S+) --input \$\(echo (\S+) \| base64 --decode\)$/.exec(command) ?? [];
  return { machineArn, input: Buffer.from(input, 'base64').toString() };
}

describeReal('a deployment of the sample', () => {
  const rows = [
    ['staging by cdktf', 'staging', '111122223333', byCdktf],
    ['production by cdktf', 'production', '444455556666', byCdktf],
    ['staging by terraform', 'staging', '111122223333', byTerraform],
    ['production by terraform', 'production', '444455556666', byTerraform],
  ] as const;
  const stages: Stage[] = [];
  const stories = new Map<string, Story>();
  const the = (name: string): Story => {
    const story = stories.get(name);
    if (story === undefined) throw new Error(`nothing was deployed as ${name}`);
    return story;
  };

  beforeAll(async () => {
    const deploying = rows.map(async ([name, environment, accountId, way]) => {
      const stage = await Stage.open(sample.context.keyturn, { environment, accountId });
      stage.project.takeContracts();
      stages.push(stage);
      stories.set(name, await deploy(stage, way));
    });
    for (const end of await Promise.allSettled(deploying)) if (end.status === 'rejected') throw end.reason;
  }, 1_500_000);
  afterAll(() => Promise.all(stages.map((stage) => stage.close())));

  describe.each(rows.map(([name]) => name))('%s', (name) => {
    test('the plan creates everything, and shows every document in full', () => {
      const { planned, plan } = the(name);
      expect([planned.code, plan.complete, plan.errored]).toEqual([0, true, false]);
      expect(changesOf(plan).filter((change) => !change.startsWith('create '))).toEqual([]);
      expect(documentsIn(plan)).toEqual(
        ['alerts', 'events', 'execution', 'schedule']
          .flatMap((role) => [
            `aws_iam_role.${role}.assume_role_policy`,
            `aws_iam_role_policy.${role}.policy`,
            `aws_iam_role_policies_exclusive.${role}.policy_names`,
            `aws_iam_role_policy_attachments_exclusive.${role}.policy_arns`,
          ])
          .sort(),
      );
    });

    test('stack and plan pass before anything is there; state, account and the next plan pass when it is', () => {
      const { before, deployed, after } = the(name);
      expect(deployed.code).toBe(0);
      expect(outcomes(before)).toEqual(['stack: pass, exit code 0', 'plan: pass, exit code 0']);
      expect(outcomes(after)).toEqual([
        'state: pass, exit code 0',
        'account: pass, exit code 0',
        'plan: pass, exit code 0',
      ]);
    });

    test('all of them tell of the same roles, with the same rights', () => {
      const { before, after } = the(name);
      const told = [before, after].flatMap((verdicts) => Object.values(verdicts)).map(grantsIn);
      expect(told[0]?.length).toBeGreaterThan(10);
      for (const grants of told) expect(grants).toEqual(told[0]);
    });

    test('a second plan changes nothing', () => {
      expect(changesOf(the(name).again)).toEqual([]);
    });
  });

  describe('what a user sees of it', () => {
    const users = ['ci-deployer', 'backup-agent', 'report-mailer', 'legacy-ftp'];

    test('`cdktf diff` shows what will be there, and `cdktf deploy` the outputs', () => {
      const { planned, deployed } = the('staging by cdktf');
      expect(linesLike(/^Plan:|rotation.*ci-deployer.*created$/, planned)).toEqual([
        '# aws_scheduler_schedule.rotation (schedules/schedules)[ci-deployer] will be created',
        'Plan: 41 to add, 0 to change, 0 to destroy.',
      ]);
      expect(linesLike(/^Apply complete|^schedule_group/, deployed)).toEqual([
        'Apply complete! Resources: 41 added, 0 changed, 0 destroyed.',
        'schedule_group = keyturn-staging',
      ]);
    });

    test('`cdktf synth` writes the stacks of all environments, as they were deployed', async () => {
      const { project } = the('staging by cdktf').stage;
      const deployed = project.read(project.stackFile('staging'));
      expect((await project.cdktf('synth')).code).toBe(0);
      expect(project.read(project.stackFile('staging'))).toBe(deployed);
      expect(existsSync(project.stackFile('production'))).toBe(true);
    });

    test('for each user there is a command that starts what the schedule starts', async () => {
      const { stage } = the('staging by cdktf');
      const commands = await startCommands(stage);
      expect(Object.keys(commands).sort()).toEqual([...users].sort());
      for (const [user, command] of Object.entries(commands)) {
        const { machineArn, input } = await stage.account.targetOf('keyturn-staging', user);
        expect(partsOf(command)).toEqual({ machineArn, input });
      }
    });

    test(`such a command, ${hasCli ? 'typed as it is printed' : 'sent by the SDK'}, rotates twice`, async () => {
      const { stage } = the('staging by cdktf');
      const { account, director, project } = stage;
      const ciDeployer = { userName: 'ci-deployer', path: '/ci/', secretName: 'ci-deployer/aws' };
      const [first] = await account.prepare({ ...ciDeployer, keys: ['Active'] });
      const command = (await startCommands(stage))['ci-deployer'] ?? '';
      const { machineArn, input } = partsOf(command);
      for (const nth of [1, 2]) {
        if (hasCli) succeeded(await project.shell(command));
        else await account.start(machineArn, input, `by-hand-${nth}`);
        const name = await startedAs(director, nth);
        await director.ended(name);
        const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
        expect((await account.endingOf(executionArn)).status).toBe('SUCCEEDED');
      }
      const { keys, versions } = await account.see('ci-deployer', 'ci-deployer/aws');
      expect(keys).toHaveLength(1);
      expect(keys[0]?.id).not.toBe(first?.id);
      expect(versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: keys[0]?.id });
    });
  });

  describe('a policy that somebody puts on the role by hand', () => {
    const RoleName = 'keyturn-staging-execution';
    const PolicyName = 'by-hand';
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
    });
    let stage: Stage;
    let noticed: Plan;
    let verdicts: Verdicts;

    beforeAll(async () => {
      ({ stage } = the('staging by terraform'));
      const { iam } = stage.account.clients;
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
      noticed = await stage.project.plan('staging');
      verdicts = await judge(stage, noticed);
    }, 600_000);

    test('shows in the next plan, which takes it off and does nothing else', () => {
      expect(changesOf(noticed)).toEqual([
        'update aws_iam_role_policies_exclusive.execution',
        'update aws_iam_role_policy_attachments_exclusive.execution',
      ]);
    });

    test.each(['account', 'plan'])('fails the check of the %s, which names what it allows', (of) => {
      const { verdict, code, checks = [] } = verdicts[of] ?? {};
      const findings = checks.flatMap((check) => check.findings);
      expect([verdict, code]).toEqual(['fail', 1]);
      expect(findings.map(({ rule }) => rule)).toContain('grants-inside-contract');
      expect(findings.map(({ message }) => message).join('\n')).toContain('iam:');
    });

    test('is gone after the next apply, and everything passes again', async () => {
      const { iam } = stage.account.clients;
      succeeded(await stage.project.applyPlan('staging'));
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      expect([PolicyNames, AttachedPolicies]).toEqual([[RoleName], []]);
      const again = await stage.project.plan('staging');
      expect(changesOf(again)).toEqual([]);
      const passing = ['account: pass, exit code 0', 'plan: pass, exit code 0'];
      const { state, ...others } = await judge(stage, again);
      expect(outcomes(others)).toEqual(passing);
      // An apply looks at the role before it takes the policies off, and writes down what it saw.
      expect(state?.verdict).toBe('undecided');
      succeeded(await stage.project.terraform('staging', 'apply', '-refresh-only', '-auto-approve', '-input=false'));
      expect(outcomes(await judge(stage, again))).toEqual(['state: pass, exit code 0', ...passing]);
    }, 600_000);
  });
});

/** The name of the nth execution, once it runs. */
async function startedAs(director: Director, nth: number): Promise<string> {
  while (director.started.length < nth) await new Promise((resolve) => setTimeout(resolve, 20));
  return director.started[nth - 1]?.execution ?? '';
}

describeReal('nothing stays behind', () => {
  test('of a project and an emulator that were closed', async () => {
    const stage = await Stage.open(sample.context.keyturn);
    await stage.close();
    expect(existsSync(stage.project.folder)).toBe(false);
    expect(existsSync(stage.director.clock)).toBe(false);
    await expect(fetch(stage.emulator.url)).rejects.toThrow('fetch failed');
  });

  test('of an emulator whose starter is gone', async () => {
    const program = join(__dirname, 'emulator', 'emulator.py');
    const child = spawn(tools().python, ['-B', program], { stdio: ['pipe', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end(); // as it is when the other end of the pipe is gone
    expect(await ended).toBe(0);
  });
});
