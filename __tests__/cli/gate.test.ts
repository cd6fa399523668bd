import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateFor } from '../../src/cli/gate';
import { RefusedStacks, synthesise, type Gate } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { policies, type Loose } from '../checks/sample';
import { slowTest } from '../effort';
import { call } from './call';

/** What `cdktf synth`, `diff` and `deploy` do: the stacks of a project, judged before they take their places. */
const now = new Date('2026-11-23T00:00:00Z');
const stack = 'cdktf.out/stacks/keyturn-staging/cdk.tf.json';
const refused = 'cdktf.out/refused/keyturn-staging/cdk.tf.json';
let project: string;
let judged: Gate;

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-gate-'));
  cpSync(join(__dirname, '../../cdktf.json'), at('cdktf.json'));
  cpSync(policies, at('policies'), { recursive: true });
  judged = await gateFor({ cwd: project, now });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const at = (name: string): string => join(project, name);
const isThere = (name: string): boolean => existsSync(at(name));
const read = (name: string): Loose => JSON.parse(readFileSync(at(name), 'utf8'));

/** Synthesises as main.ts does; the lines of the refusal, if there is one. */
function synth(gate: Gate = judged): readonly string[] {
  const settings = loadSettings(at('cdktf.json'), { now });
  try {
    synthesise(settings, at('cdktf.out'), [], gate);
    return [];
  } catch (error) {
    if (error instanceof RefusedStacks) return error.lines;
    throw error;
  }
}

function configure(change: (keyturn: Loose) => unknown): void {
  const file = read('cdktf.json');
  change(file.context.keyturn);
  writeFileSync(at('cdktf.json'), JSON.stringify(file));
}

const parsed = (text: string): Loose => JSON.parse(text);

const addUser = (keyturn: Loose): void => {
  keyturn.users = [...keyturn.users, { name: 'new-user', secretName: 'new-user/aws' }];
};

slowTest('stacks within their contracts take their places, and nothing is said', () => {
  expect(synth()).toEqual([]);
  expect([isThere(stack), isThere('cdktf.out/manifest.json'), isThere('cdktf.out/refused')]).toEqual([
    true,
    true,
    false,
  ]);
});

describe('a user that no contract names', () => {
  beforeEach(() => {
    expect(synth()).toEqual([]);
    configure(addUser);
  });

  test('is not deployed: the stacks lie apart, and the old ones lose their manifest', () => {
    const before = readFileSync(at(stack), 'utf8');
    const [first, ...lines] = synth();
    expect(first).toBe('The check refuses the synthesised stacks; nothing is deployed:');
    expect(lines[0]).toMatch(
      /^ {2}keyturn-production, keyturn-staging: policies\/execution-role\.json does not name user new-user with secret new-user\/aws/,
    );
    expect(lines.at(-1)).toBe('Full report: npx keyturn check');
    expect(lines.length).toBeLessThan(15);
    expect(readFileSync(at(stack), 'utf8')).toBe(before);
    expect(readFileSync(at(refused), 'utf8')).toContain('new-user');
    expect(isThere('cdktf.out/manifest.json')).toBe(false);
  });

  slowTest('is what `keyturn check` then judges, by name', async () => {
    synth();
    const { status, stdout } = await call(project, ['check']);
    expect(status).toBe(1);
    expect(stdout).toContain(`stack ${refused}`);
    expect(stdout).toContain('The last synthesis refused it, so it cannot be deployed.');
  });

  slowTest('is deployed once a contract names it, and nothing stays refused', async () => {
    synth();
    configure((keyturn) => (keyturn.users.length -= 1));
    expect(synth()).toEqual([]);
    expect([isThere(stack), isThere('cdktf.out/manifest.json'), isThere('cdktf.out/refused')]).toEqual([
      true,
      true,
      false,
    ]);
    expect((await call(project, ['check'])).status).toBe(0);
  });
});

slowTest('what lies around a stack, and would be deployed with it, is judged with it', () => {
  expect(synth()).toEqual([]);
  const policy = { aws_iam_role_policy: { execution: { policy: JSON.stringify({ Statement: [] }) } } };
  writeFileSync(at('cdktf.out/stacks/keyturn-staging/x_override.tf.json'), JSON.stringify({ resource: policy }));
  expect(synth().join()).toMatch(/keyturn-staging: /);
  rmSync(at('cdktf.out/stacks/keyturn-staging/x_override.tf.json'));
  expect(synth()).toEqual([]);
});

slowTest('without contracts nothing is deployed, and the lines to draft them can be run', async () => {
  rmSync(at('policies'), { recursive: true });
  const lines = synth();
  expect(lines[0]).toMatch(/^policies: no contract in this folder, so nothing is deployed\./);
  expect(isThere('cdktf.out/stacks')).toBe(false);
  const drafts = lines.flatMap((line) => /npx keyturn (check .*) > (\S+)$/.exec(line)?.slice(1) ?? []);
  expect(drafts.filter((_, index) => index % 2 === 1)).toEqual(
    ['production', 'staging'].flatMap((environment) =>
      ['alerts', 'events', 'execution', 'schedule'].map((role) => `policies/keyturn-${environment}-${role}.json`),
    ),
  );
  const { status, stdout } = await call(project, (drafts[0] ?? '').replaceAll(project + '/', '').split(' '));
  expect({ status, subject: parsed(stdout).subject }).toEqual({
    status: 0,
    subject: { role: 'keyturn-production-alerts' },
  });
});

slowTest('a contract that is wrong is one line, and nothing changes', () => {
  expect(synth()).toEqual([]);
  writeFileSync(at('policies/other.json'), '{');
  expect(() => synth()).toThrow(/^policies\/other\.json: line 1/);
  expect(isThere('cdktf.out/manifest.json')).toBe(true);
});

describe('unchecked', () => {
  slowTest('everything passes, is marked, and `check` says so', async () => {
    rmSync(at('policies'), { recursive: true });
    expect(synth('unchecked')).toEqual([]);
    expect(read(stack)['//'].keyturn).toMatchObject({ unchecked: true });
    cpSync(policies, at('policies'), { recursive: true });
    judged = await gateFor({ cwd: project, now });
    const { status, stdout } = await call(project, ['check']);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('It was synthesised without a check (KEYTURN_UNCHECKED=1).'),
    });
  });

  slowTest('a stack that was judged is not marked', () => {
    synth();
    expect(read(stack)['//'].keyturn).not.toHaveProperty('unchecked');
  });
});

describe('a stack knows the settings that it was made from', () => {
  const checked = async () => {
    const { status, stdout } = await call(project, ['check']);
    return { status, isStale: stdout.includes('it was made from other settings than those in cdktf.json') };
  };

  slowTest('other settings make it undecided until it is synthesised again', async () => {
    synth();
    expect(await checked()).toEqual({ status: 0, isStale: false });
    configure((keyturn) => (keyturn.gracePeriodSeconds = 7200));
    expect(await checked()).toEqual({ status: 1, isStale: true });
    expect((await call(project, ['check'])).stdout).toContain('Run "npm run synth".');
    synth();
    expect(await checked()).toEqual({ status: 0, isStale: false });
  });

  slowTest('settings that say the same in other words are the same', async () => {
    synth();
    configure(
      (keyturn) => (keyturn.settleSeconds ??= loadSettings(at('cdktf.json'), { now }).environments[0]?.settleSeconds),
    );
    expect(await checked()).toEqual({ status: 0, isStale: false });
  });

  slowTest('settings that cannot be read are other ones', async () => {
    synth();
    configure((keyturn) => (keyturn.strategy = 'none'));
    expect(await checked()).toEqual({ status: 1, isStale: true });
  });

  slowTest('a stack that is named is judged for itself, as where another project has the settings', async () => {
    synth();
    configure((keyturn) => (keyturn.gracePeriodSeconds = 7200));
    expect((await call(project, ['check', stack])).status).toBe(0);
  });

  slowTest('a stack of 0.1.0 says nothing of it', async () => {
    synth();
    const old = read(stack);
    Reflect.deleteProperty(old['//'], 'keyturn');
    writeFileSync(at(stack), JSON.stringify(old));
    rmSync(at('cdktf.out/stacks/keyturn-production'), { recursive: true });
    configure((keyturn) => (keyturn.gracePeriodSeconds = 7200));
    expect(await checked()).toEqual({ status: 0, isStale: false });
  });
});
