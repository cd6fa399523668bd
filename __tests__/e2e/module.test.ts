import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { moduleOf } from '../../src/infrastructure';
import { parseSettings } from '../../src/settings';
import { Emulator } from './emulator';
import { changesOf, unknownDocuments } from './plans';
import { Project, succeeded, type Plan } from './project';
import { settings as all } from './schemas/stacks';
import { accountId, region, settingsFor } from './stage';
import { describeReal, terraform } from './tools';

const root = resolve(__dirname, '..', '..');
const { context } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: object } };

/** The lines of a block of the page. */
function linesOf(block: string): string {
  const page = readFileSync(join(root, 'docs', 'how-to', 'terraform-module.md'), 'utf8');
  const [, lines = ''] = new RegExp(`<!-- tested: ${block} -->\\n\\n\`\`\`console\\n([^]*?)\`\`\``).exec(page) ?? [];
  if (lines === '') throw new Error(`${block}: is not on the page`);
  return lines.trim().replace(/^\$ /gm, '');
}

/** The plain module of the sample, in a project that has its own Terraform and no CDKTF, by the lines of the how-to and of its README. */
describeReal('the Terraform module of an environment', () => {
  let emulator: Emulator;
  let project: Project;
  let plan: Plan;
  let planAndCheck: string;

  const sh = async (line: string) => succeeded(await project.shell(line)).stdout;
  const textOf = (name: string) => project.read(join(project.folder, 'terraform-aws-keyturn', name));

  beforeAll(async () => {
    emulator = await Emulator.start({ accountId });
    project = Project.create({ ...context.keyturn }, { accountId, region, endpoint: emulator.url });
    project.takeContracts();
    project.takePrograms();
    await sh(linesOf('module'));
    const [, use = ''] = /```hcl\n([^]*?)```/.exec(textOf('README.md')) ?? [];
    project.write('main.tf', use);
    const [init = '', ...others] = linesOf('plan').split('\n');
    await sh(init);
    planAndCheck = others.join(' && ');
  });
  afterAll(async () => {
    await project.close();
    await emulator.stop();
  });

  test('is laid out as Terraform does, and valid', async () => {
    expect(await sh('terraform fmt -check -diff -recursive')).toBe('');
    expect(JSON.parse(await sh('terraform validate -json'))).toMatchObject({ valid: true, diagnostics: [] });
  });

  test('has a plan that passes the contracts, with every document known', async () => {
    await sh(planAndCheck);
    plan = JSON.parse(project.read(join(project.folder, 'plan.json'))) as Plan;
    expect(unknownDocuments(plan)).toEqual([]);
    const { verdict, checks } = await project.check(join(project.folder, 'plan.json'), '--module', 'module.keyturn');
    expect(verdict).toBe('pass');
    expect(checks[0]?.roles.map(({ contract }) => contract).sort()).toEqual(
      ['alerts', 'events', 'execution', 'schedule'].map((name) => `${name}-role`),
    );
  });

  test('plans the resources of the stack, with the same values', async () => {
    await project.init('staging');
    const stack = await project.plan('staging');
    expect(planned(plan)).toEqual(planned(stack));
    expect(Object.keys(planned(stack)).length).toBeGreaterThan(30);
  });

  test('does not make the contracts cover a resource of the same name outside of it', async () => {
    const role = `arn:aws:iam::${accountId}:role/keyturn-staging-execution`;
    const Statement = [{ Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:Decrypt', Resource: '*' }];
    const policy = JSON.stringify(JSON.stringify({ Version: '2012-10-17', Statement }));
    const file = project.write('outside.tf', `resource "aws_kms_key" "history" {\n  policy = ${policy}\n}\n`);
    await sh('terraform plan -input=false -no-color -out=outside && terraform show -json outside > outside.json');
    rmSync(file);
    const { verdict, checks } = await project.check(join(project.folder, 'outside.json'), '--module', 'module.keyturn');
    expect(verdict).toBe('fail');
    const messages = checks.flatMap(({ findings }) => findings.map(({ message }) => message));
    expect(messages).toContainEqual(expect.stringMatching(/^aws_kms_key\.history lets role .*kms:Decrypt/));
  });

  test('plans nothing for another region', async () => {
    const folder = join(project.folder, 'other');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'main.tf'),
      'provider "aws" {\n  region = "eu-west-1"\n}\n\nmodule "keyturn" {\n  source = "../terraform-aws-keyturn"\n}\n',
    );
    await sh(`terraform -chdir=other init -input=false -no-color -plugin-dir=${terraform().plugins}`);
    const { code, stderr } = await project.shell('terraform -chdir=other plan -input=false -no-color');
    expect(code).toBe(1);
    expect(stderr.replace(/[\s│]+/g, ' ')).toContain('This module is for the region eu-central-1.');
  });

  test('is deployed, and then plans no change', async () => {
    await sh('terraform apply -input=false -no-color tfplan');
    await sh('terraform plan -input=false -no-color -out=again');
    expect(changesOf(JSON.parse(await sh('terraform show -json again')) as Plan)).toEqual({});
  });
});

describeReal('the modules of all settings without shards', () => {
  const place = { accountId, region, endpoint: 'http://127.0.0.1:9' };
  const project = Project.create(settingsFor(['alice']), place);
  afterAll(() => project.close());

  test('are laid out as Terraform does, and valid', async () => {
    const parsed = Object.values(all).map((written) =>
      parseSettings(written, { file: 'settings', now: new Date('2026-11-23T12:00:00Z') }),
    );
    const unsharded = parsed.filter(({ environments: [one] }) => !one?.users.some(({ shard }) => shard !== undefined));
    expect(unsharded).toHaveLength(parsed.length - 2);
    const calls = unsharded.map(({ environments }, index) => {
      const { files } = moduleOf({ environments }, environments[0]?.name, 'unchecked');
      mkdirSync(join(project.folder, `module-${index}`));
      for (const [name, text] of Object.entries(files)) project.write(join(`module-${index}`, name), text);
      return `module "keyturn-${index}" {\n  source = "./module-${index}"\n}\n`;
    });
    project.write('main.tf', `provider "aws" {\n  region = "${region}"\n}\n\n${calls.join('\n')}`);
    succeeded(await project.shell(`terraform init -input=false -no-color -plugin-dir=${terraform().plugins}`));
    expect(succeeded(await project.shell('terraform fmt -check -diff -recursive')).stdout).toBe('');
    const { stdout } = await project.shell('terraform validate -json');
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
  });
});

/** The planned values by address, without the module's; documents as values, and tags wherever they come from. */
function planned({ resource_changes = [] }: Plan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    resource_changes
      .filter(({ change }) => change.actions.join() === 'create')
      .map(({ address, change }) => {
        const values = Object.entries(change.after ?? {})
          .filter(([name]) => name !== 'tags')
          .map(([name, value]): [string, unknown] => [name, isDocument(value) ? JSON.parse(value) : value]);
        return [address.replace('module.keyturn.', ''), Object.fromEntries(values)];
      }),
  );
}

function isDocument(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('{"');
}
