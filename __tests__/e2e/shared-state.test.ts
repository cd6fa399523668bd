import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Emulator } from './emulator';
import { Gate } from './gate';
import { commandsOf } from './pages';
import { changesOf } from './plans';
import { Project, succeeded, type Ran, type WrittenSettings } from './project';
import { accountId, region } from './stage';
import { describeReal } from './tools';

const sample = JSON.parse(readFileSync(resolve(__dirname, '..', '..', 'cdktf.json'), 'utf8')) as {
  readonly context: { readonly keyturn: WrittenSettings };
};

const environment = 'staging';
const bucket = 'example-terraform-state';

/** The sample's settings, of one environment. */
const settings = (more: WrittenSettings = {}, place: { readonly region?: string } = {}): WrittenSettings => ({
  ...sample.context.keyturn,
  environments: [{ name: environment, accountId, region, ...place }],
  ...more,
});

/** The emulator's address has no name for each bucket. */
const shared = { state: { backend: 's3', bucket, region, use_path_style: true } };

const nothingToDo = ['plan', '-input=false', '-no-color', '-detailed-exitcode'];

describeReal('a state that a team shares', () => {
  let emulator: Emulator;
  let gate: Gate;
  /** The checkout that has deployed with a local state so far. */
  let first: Project;
  let second: Project;

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    await emulator.makeBucket(bucket, region);
    gate = await Gate.before(emulator.url);
    const place = { accountId, region };
    first = Project.create(settings(), { ...place, endpoint: gate.url });
    second = Project.create(settings(shared), { ...place, endpoint: emulator.url });
    for (const project of [first, second]) {
      project.takeContracts();
      project.takePrograms();
    }
    await first.deploy(environment);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await gate.stop();
    await emulator.stop();
  });

  test('moves from the local file to S3 as the docs say, and nothing changes', async () => {
    const file = join(first.folder, `terraform.keyturn-${environment}.tfstate`);
    expect(existsSync(file)).toBe(true);
    first.configure(settings(shared));
    const typed: Ran[] = [];
    for (const command of commandsOf('how-to/state-and-accounts', 'From the local file to another backend'))
      typed.push(succeeded(await first.shell(command.replaceAll('NAME', environment))));
    expect(typed.at(-1)?.stdout).toContain('No changes.');
    rmSync(file);
    expect((await first.terraform(environment, ...nothingToDo)).code).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test('is the same one in a second checkout, which plans no changes', async () => {
    await second.init(environment);
    const { code, stdout } = await second.terraform(environment, ...nothingToDo);
    expect([code, stdout.includes('No changes.')]).toEqual([0, true]);
    // Nobody has a state of their own.
    expect(existsSync(join(second.folder, `terraform.keyturn-${environment}.tfstate`))).toBe(false);
  });

  test('is locked during a plan or an apply: a second one is refused until then', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const reached = new Promise<void>((resolve) => {
      gate.passage = async (call) => {
        if (call === 'DescribeStateMachine') {
          resolve();
          await held;
        }
        return 'open' as const;
      };
    });
    const applying = first.terraform(environment, 'apply', '-input=false', '-no-color', '-auto-approve');
    await reached;
    const refused = await second.terraform(environment, ...nothingToDo);
    release();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Error acquiring the state lock');
    expect(refused.stderr).toContain('PreconditionFailed');
    succeeded(await applying);
    gate.mend();
    expect((await second.terraform(environment, ...nothingToDo)).code).toBe(0);
  });

  test('is reached with a role, in a bucket of its account, as the docs say', async () => {
    const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'how-to', 'state-and-accounts.md'), 'utf8');
    const [, text = ''] = /<!-- state with a role -->\n\n```json\n([^]*?)```/.exec(page) ?? [];
    const { state } = JSON.parse(text) as { readonly state: object };
    await emulator.makeBucket(`${bucket}-${accountId}`, region);
    const place = { accountId, region, endpoint: gate.url };
    const project = Project.create(settings({ state: { ...state, use_path_style: true } }), place);
    const signedBy: string[] = [];
    gate.heard = ({ url, headers }) => {
      const [, key = ''] = /Credential=(\w{4})/.exec(headers.authorization ?? '') ?? [];
      if (url.startsWith(`/${bucket}-${accountId}`)) signedBy.push(key);
    };
    try {
      project.takeContracts();
      await project.init(environment);
      succeeded(await project.terraform(environment, 'state', 'pull'));
      expect(new Set(signedBy)).toEqual(new Set(['ASIA']));
    } finally {
      gate.heard = () => undefined;
      await project.close();
    }
  });

  describe('and a region that changes', () => {
    const elsewhere = settings(shared, { region: 'eu-west-1' });

    async function judged() {
      await second.synth();
      const plan = await second.plan(environment);
      return { plan, ...(await second.check(second.write('plan.json', plan))) };
    }

    test('fails the check of the plan, which says what to do first', async () => {
      second.configure(elsewhere);
      const { verdict, code, checks } = await judged();
      expect([verdict, code]).toEqual(['fail', 1]);
      const failing = checks[0]?.findings.filter((finding) => finding.verdict === 'fail');
      expect(failing?.map(({ rule }) => rule)).toEqual(['same-place']);
      expect(failing?.[0]?.message).toContain('region eu-west-1 and not eu-central-1');
      expect(failing?.[0]?.remedy).toMatch(
        /^First destroy the deployed stack: write the previous accountId and region/,
      );
    });

    test('passes when that is done', async () => {
      second.configure(settings(shared));
      await second.synth();
      succeeded(await second.terraform(environment, 'destroy', '-input=false', '-no-color', '-auto-approve'));
      second.configure(elsewhere);
      const { plan, verdict, code } = await judged();
      expect([verdict, code]).toEqual(['pass', 0]);
      expect(new Set(Object.values(changesOf(plan)))).toEqual(new Set(['create']));
    });
  });
});
