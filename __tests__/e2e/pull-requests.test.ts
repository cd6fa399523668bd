import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wholeStack, type Loose } from '../checks/sample';
import { Repository, root } from '../workflows/runner/pull-request';
import { Emulator } from './emulator';
import { accountId, region } from './stage';
import { describeReal, tools } from './tools';

/** Pull requests that are planned, by the scripts of examples/workflows/judge.yml with the real Terraform. */
describeReal('a pull request that is planned', () => {
  let emulator: Emulator;
  let repository: Repository;

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    repository = new Repository();
    const config = join(repository.folder, 'terraform.tfrc');
    const mirror = JSON.stringify(tools().terraform.plugins);
    writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = ${mirror}\n  }\n}\n`);
    repository.vars = {
      KEYTURN_APP_CLIENT_ID: 'client',
      KEYTURN_PLAN_ROLES: JSON.stringify({ 'keyturn-staging': `arn:aws:iam::${accountId}:role/plan` }),
      AWS_REGION: region,
    };
    repository.credentials = {
      AWS_ACCESS_KEY_ID: 'planned-with-this',
      AWS_SECRET_ACCESS_KEY: 'nobody-sees-this',
      AWS_ENDPOINT_URL: emulator.url,
      TF_CLI_CONFIG_FILE: config,
    };
    repository.shell(['npm ci', 'node bin/build.js', 'KEYTURN_UNCHECKED=1 npm run synth'], repository.base);
  });
  afterAll(async () => {
    repository.remove();
    await emulator.stop();
  });

  function judge(change: (sample: Loose) => void = () => undefined) {
    const sample = wholeStack();
    change(sample);
    repository.handOver('stacks', (folder) => {
      mkdirSync(join(folder, 'keyturn-staging'));
      writeFileSync(join(folder, 'keyturn-staging', 'cdk.tf.json'), JSON.stringify(sample));
    });
    const { judge: judged } = repository.judge('success');
    return { log: judged?.log ?? '', ran: judged?.ran ?? [], status: repository.statuses().at(-1) };
  }

  test('is green if its plan is inside the contracts, and nothing of the plan is in the log', () => {
    const { log, ran, status } = judge();
    expect(status).toBe('app c0ffee keyturn/verdict success');
    expect(ran).toEqual(expect.arrayContaining(['Check that it can be planned', 'Plan', 'Check the plan']));
    expect(log).toMatch(/^keyturn: plan .*: pass$/m);
    expect(log).not.toMatch(/Terraform will perform|Terraform has been successfully initialized|nobody-sees-this/);
  });

  test('is red if it cannot be planned, and why is not in the log: it may be what was read', () => {
    const message = 'a message of the change';
    const { log, ran, status } = judge((sample) => {
      const precondition = [{ condition: '${terraform.workspace == "x"}', error_message: message }];
      sample.output.x = { value: '1', precondition };
    });
    expect(status).toBe('app c0ffee keyturn/verdict failure');
    expect(ran).toContain('Plan');
    expect(ran).not.toContain('Check the plan');
    expect(log).toContain('::error::the stack cannot be planned');
    expect(log).not.toContain(message);
  });

  test('is planned by a role that the lines of the page make', () => {
    const place = mkdtempSync(join(repository.folder, 'role-'));
    writeFileSync(join(place, 'trust.json'), blockOf('trust', 'file of the page'));
    writeFileSync(join(place, 'planning.json'), blockOf('planning', 'policy', 'state-and-accounts.md'));
    const env = { ...repository.credentials, AWS_REGION: region, AWS_DEFAULT_REGION: region };
    const read = ['aws iam get-role-policy --role-name keyturn-plan --policy-name plan --query PolicyDocument'];
    expect(repository.shell([...linesOf('role'), ...read], place, env)).toMatchObject({
      status: 0,
      printed: expect.stringContaining('states:DescribeStateMachine') as unknown,
    });
  });

  /** A stack in a folder of its own, as a CI hands it over. */
  function stackIn(folder: string, change: (sample: Loose) => void): string {
    const place = join(mkdtempSync(join(repository.folder, 'other-')), folder);
    mkdirSync(place, { recursive: true });
    const sample = wholeStack();
    change(sample);
    writeFileSync(join(place, 'cdk.tf.json'), JSON.stringify(sample));
    return place;
  }

  const steal = (sample: Loose) => (sample.output.stolen = { value: '${filebase64("/proc/self/environ")}' });
  const nothing = () => undefined;

  describe('by the lines that the docs have for other systems', () => {
    test('another CI: an honest change passes, is planned, and its plan passes', () => {
      const { base, change, folder } = repository;
      expect(repository.shell(linesOf('change'), change)).toMatchObject({ status: 0 });
      cpSync(join(change, 'cdktf.out', 'stacks'), join(folder, 'artifact', 'stacks'), { recursive: true });
      expect(repository.shell(linesOf('judge'), base)).toMatchObject({ status: 0 });
      const planned = repository.shell(linesOf('plan'), base, { ...repository.credentials, AWS_REGION: region });
      expect(planned).toMatchObject({ status: 0 });
      expect(planned.printed).not.toContain('Terraform will perform');
      expect(existsSync(join(base, 'keyturn.xml'))).toBe(true);
    });

    test('another CI: a theft fails before the plan', () => {
      const place = stackIn('artifact/stacks/keyturn-staging', steal);
      const base = join(place, '..', '..', '..', 'base');
      cpSync(repository.base, base, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
      const { status, printed } = repository.shell(linesOf('judge'), base);
      expect(status).toBe(1);
      expect(printed).toContain('plan-reads-no-files: ');
    });

    /** Runs the script of a job of GitLab in a project that has what a change handed over. */
    function gitlab(script: readonly string[], change: (sample: Loose) => void, newState?: string) {
      const git = 'git -c user.name=a -c user.email=a@example.com';
      const remote = mkdtempSync(join(repository.folder, 'remote-'));
      cpSync(repository.base, remote, {
        recursive: true,
        filter: (file) => !/node_modules|dist$|cdktf\.out/.test(file),
      });
      repository.shell([`git init -q -b main`, 'git add .', `${git} commit -qm base`], remote);
      const place = stackIn('project/cdktf.out/stacks/keyturn-staging', change);
      const project = join(place, '..', '..', '..');
      if (newState !== undefined) {
        const text = JSON.stringify(wholeStack()).replaceAll('staging', 'new');
        const added = JSON.parse(text.replace('terraform.keyturn-new.tfstate', newState)) as object;
        mkdirSync(join(place, '..', 'keyturn-new'));
        writeFileSync(join(place, '..', 'keyturn-new', 'cdk.tf.json'), JSON.stringify(added));
      }
      const address = 'https://gitlab-ci-token:token@gitlab.example.com/example/rotation.git';
      return repository.shell(script, project, {
        ...{ CI_PROJECT_DIR: project, CI_JOB_TOKEN: 'token', CI_JOB_ID: '7', AWS_TOKEN: 'token', AWS_REGION: region },
        ...{ STACK: 'keyturn-staging', ROLE: `arn:aws:iam::${accountId}:role/keyturn-plan` },
        ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.file://${remote}.insteadOf`, GIT_CONFIG_VALUE_0: address },
        ...{ AWS_ENDPOINT_URL: emulator.url, TF_CLI_CONFIG_FILE: repository.credentials['TF_CLI_CONFIG_FILE'] ?? '' },
      });
    }

    test.each([
      ['an honest change passes', nothing, undefined, 0],
      ['a theft fails', steal, undefined, 1],
      ['a new environment passes', nothing, 'terraform.keyturn-new.tfstate', 0],
      ['a new environment with the state of another fails', nothing, 'terraform.keyturn-staging.tfstate', 1],
    ])('GitLab: %s', (_, change, newState, status) => {
      const { synth, judge } = yamlOf('gitlab') as Record<'synth' | 'judge', GitLabJob>;
      expect(synth.script).toEqual(linesOf('change'));
      expect(gitlab(judge.script, change, newState)).toMatchObject({ status });
    });

    test.each([
      ['an honest change is planned, and its plan passes', nothing, 0],
      ['a theft fails before there are credentials', steal, 1],
    ])('GitLab plans: %s', (_, change, status) => {
      const { plan } = yamlOf('gitlab plan') as Record<'plan', GitLabJob>;
      expect(Object.keys(plan.variables)).toEqual(['GIT_STRATEGY', 'STACK', 'ROLE', 'AWS_REGION']);
      const found = gitlab([...plan.script, 'echo "planned by $AWS_SESSION_TOKEN"'], change);
      expect(found).toMatchObject({ status });
      if (status === 0) expect(found.printed).toMatch(/^✓ \.\.\/received\/plan\.json[^]*planned by \S/m);
      else expect(found.printed).not.toContain('planned by');
    });

    test.each([
      ['an honest change passes', nothing, [0, 0, 0, 0, 0]],
      ['a theft fails before init', steal, [0, 1]],
    ])('Atlantis: %s, a second time as well', (_, change, statuses) => {
      const place = stackIn('keyturn-staging', change);
      const config = yamlOf('atlantis') as Atlantis;
      const env = {
        ...repository.credentials,
        ...{ AWS_REGION: region, KEYTURN_BASE: repository.base, DIR: place, PROJECT_NAME: 'keyturn-staging' },
        ...{ PLANFILE: join(place, 'default.tfplan'), SHOWFILE: join(place, 'default.json') },
      };
      for (let time = 0; time < 2; time += 1) {
        const found: (number | null)[] = [];
        for (const { run } of config.workflows.keyturn.plan.steps) {
          if (found.some((status) => status !== 0)) break;
          found.push(repository.shell([typeof run === 'string' ? run : run.command], place, env).status);
        }
        expect(found).toEqual(statuses);
      }
    });
  });
});

interface GitLabJob {
  readonly variables: object;
  readonly script: readonly string[];
}

interface Atlantis {
  readonly workflows: {
    readonly keyturn: {
      readonly plan: { readonly steps: readonly { readonly run: string | { readonly command: string } }[] };
    };
  };
}

/** What a block of a page holds that has a mark before it. */
function blockOf(name: string, mark = 'tested', file = 'pull-requests.md'): string {
  const page = readFileSync(join(root, 'docs', 'how-to', file), 'utf8');
  const [, block] = new RegExp(`<!-- ${mark}: ${name} -->\\n\\n\`\`\`\\w+\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (block === undefined) throw new Error(`the page has no block ${name}`);
  return block;
}

const linesOf = (name: string): string[] =>
  blockOf(name)
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\$ /, ''));

const yamlOf = (name: string): unknown => parse(blockOf(name));
