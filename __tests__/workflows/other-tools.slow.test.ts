import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { InstalledPackage, root } from '../package/install';

/** The lines that pre-commit, GitLab and Atlantis run, by the installed package in the repository of somebody else. */

const read = (name: string) => readFileSync(join(root, name), 'utf8');
const page = read('docs/how-to/check-in-ci.md');
const git = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
let installation: InstalledPackage;
let work: string;

function blockOf(name: string): unknown {
  const [, text = ''] = new RegExp(`<!-- tested: ${name} -->\\n\\n\`\`\`yaml\\n([^]*?)\`\`\``).exec(page) ?? [];
  return parse(text);
}

beforeAll(() => {
  installation = new InstalledPackage();
  work = join(installation.folder, 'work');
  mkdirSync(work);
  cpSync(join(root, 'policies'), join(work, 'policies'), { recursive: true });
  const plan = read('__tests__/fixtures/sample/plan.json');
  writeFileSync(join(work, 'plan.json'), plan);
  writeFileSync(join(work, 'fail.plan.json'), plan.replaceAll('user/backup-agent', 'user/administrator'));
  writeFileSync(join(work, 'undecided-plan.json'), plan.replace('"complete": true', '"complete": false'));
  writeFileSync(join(work, 'unreadable-plan.json'), '{');
  for (const words of [
    ['init', '-q', '-b', 'main'],
    ['add', '.'],
    ['commit', '-qm', 'base'],
    ['clone', '-q', '--bare', '.', '../origin.git'],
    ['remote', 'add', 'origin', '../origin.git'],
  ])
    expect(installation.run('git', [...git, ...words], work).status).toBe(0);
}, 60_000);

afterAll(() => installation.remove());

/** A shell that finds the command of the package, as after an installation of it for all users. */
function shell(lines: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const programs = join(installation.project, 'node_modules', '.bin');
  const PATH = `${programs}:${process.env['PATH'] ?? ''}`;
  return installation.run('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], work, { PATH, ...env });
}

describe('pre-commit', () => {
  interface Hook {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly files: string;
    readonly require_serial: boolean;
  }
  const hooks = parse(read('.pre-commit-hooks.yaml')) as readonly Hook[];
  const [hook] = hooks;
  /** The staged files that a hook is given: https://pre-commit.com/#hooks-files */
  const files = (names: readonly string[]) => names.filter((name) => new RegExp(hook?.files ?? '^$').test(name));

  test('has the hook that the page names, one call for all files', () => {
    const config = blockOf('pre-commit') as { repos: { rev: string; hooks: { id: string }[] }[] };
    expect(config.repos[0]?.hooks.map(({ id }) => id)).toEqual(hooks.map(({ id }) => id));
    expect(config.repos[0]?.rev).toMatch(/^[0-9a-f]{40}$/);
    expect(hook).toMatchObject({ language: 'node', require_serial: true });
  });

  test('judges stacks and plans, and no other file', () => {
    const staged = ['stacks/a/cdk.tf.json', 'plan.json', 'fail.plan.json', 'a/undecided-plan.json', 'explanation.json'];
    expect(files([...staged, 'myplan.json.txt', 'policies/execution-role.json', 'package.json'])).toEqual(
      staged.slice(0, 4),
    );
  });

  test.each([
    [['plan.json'], 0],
    [['plan.json', 'fail.plan.json'], 1],
    [['undecided-plan.json'], 1],
    [['unreadable-plan.json'], 2],
  ])('%j ends with %i', (names, status) => {
    expect(files(names)).toEqual(names);
    expect(shell([`${hook?.entry ?? ''} ${names.join(' ')}`]).status).toBe(status);
  });
});

describe('GitLab', () => {
  interface Component {
    readonly spec: { readonly inputs: Readonly<Record<string, { readonly default?: unknown }>> };
  }
  interface Job {
    readonly script: readonly string[];
    readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
    readonly needs: unknown;
  }
  const text = read('templates/keyturn-check.yml');
  const [head] = parseAllDocuments(text).map((document) => document.toJS() as Component);
  const included = blockOf('gitlab') as { include: { inputs: Readonly<Record<string, unknown>> }[] };
  const given = included.include[0]?.inputs ?? {};

  /** The job with the inputs put in: https://docs.gitlab.com/ci/inputs/ */
  function jobWith(inputs: Readonly<Record<string, unknown>>): Job {
    const known = head?.spec.inputs ?? {};
    for (const name of Object.keys(inputs)) expect(Object.keys(known)).toContain(name);
    const body = text.slice(text.indexOf('\n---\n') + 5).replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name: string) => {
      const value = inputs[name] ?? known[name]?.default;
      expect(value).toBeDefined();
      return typeof value === 'string' ? value : JSON.stringify(value);
    });
    return (parse(body) as Record<'keyturn-check', Job>)['keyturn-check'];
  }

  test('the include of the page gives what the component needs, and no more', () => {
    expect(jobWith(given)).toMatchObject({ needs: ['plan'], artifacts: { when: 'always' } });
  });

  test.each([
    ['plan.json', 0],
    ['fail.plan.json', 1],
    ['undecided-plan.json', 1],
  ])('the job of %s ends with %i, with both reports', (files, status) => {
    const { script, artifacts } = jobWith({ ...given, files, package: installation.packed });
    // The contracts of the checkout do not judge.
    writeFileSync(join(work, 'policies', 'execution-role.json'), '{}');
    const done = shell(script, { npm_config_offline: 'true' });
    expect([done.status, done.stderr]).toEqual([status, '']);
    const { junit = '', codequality = '' } = artifacts.reports;
    expect(readFileSync(join(work, junit), 'utf8')).toContain('<testsuites name="keyturn"');
    const issues = JSON.parse(readFileSync(join(work, codequality), 'utf8')) as {
      severity: string;
      location: object;
    }[];
    expect(issues.some(({ severity }) => severity !== 'info')).toBe(status !== 0);
  });
});

describe('Atlantis', () => {
  interface Server {
    readonly repos: readonly { readonly workflow: string; readonly custom_policy_check: boolean }[];
    readonly workflows: Readonly<
      Record<string, { readonly policy_check: { readonly steps: readonly (string | { readonly run: string })[] } }>
    >;
  }
  const server = blockOf('atlantis') as Server;
  const [repo] = server.repos;
  const steps = server.workflows[repo?.workflow ?? '']?.policy_check.steps ?? [];
  const lines = steps.flatMap((step) => (typeof step === 'string' ? [] : [step.run]));

  test('runs the check after "show", as a custom policy check', () => {
    expect(repo).toMatchObject({ custom_policy_check: true, allow_custom_workflows: false });
    expect(steps[0]).toBe('show');
    expect(lines).toHaveLength(1);
  });

  test.each([
    ['plan.json', true],
    ['fail.plan.json', false],
    ['undecided-plan.json', false],
    ['unreadable-plan.json', false],
    ['no-such-plan.json', false],
  ])('Atlantis reads the verdict on %s from the word "fail"', (name, passes) => {
    installation.run('git', ['checkout', '-q', '--', '.'], work);
    const done = shell(lines, { KEYTURN_BASE: work, SHOWFILE: join(work, name) });
    expect(done.status).toBe(0);
    expect(done.stdout.includes('fail')).toBe(!passes);
    expect(done.stdout.includes('keyturn - pass')).toBe(passes);
  });
});
