import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings, parseSettings } from '../../src/settings';
import { strategies } from '../../src/workflow';
import { documentedFiles } from '../audit/documented';
import { call } from '../cli/call';
import { settingsBefore } from '../review/sample-change';
import { update } from '../update';
import { slowTest } from '../effort';

const root = resolve(__dirname, '..', '..');
const files = [
  'README.md',
  'docs/tutorials/contract-for-a-role.md',
  'docs/how-to/audits.md',
  'docs/how-to/pull-requests.md',
  'docs/how-to/review.md',
  'docs/explanation/how-it-works.md',
];

/** A folder with the sample settings and contracts, as somebody has it who has just cloned the project. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-docs-'));
  for (const name of ['cdktf.json', 'policies', 'examples'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  synthesise(loadSettings(join(folder, 'cdktf.json')), join(folder, 'cdktf.out'));
  writeFileSync(join(folder, 'before.json'), settingsBefore());
  synthesise(loadSettings(join(folder, 'before.json')), join(folder, 'base/cdktf.out'));
  writeFileSync(join(folder, 'account.json'), JSON.stringify(accountAsDeployed(), undefined, 2));
  mkdirSync(join(folder, 'answers'));
  for (const [name, answer] of documentedFiles()) writeFileSync(join(folder, 'answers', name), JSON.stringify(answer));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Exported {
  readonly RoleDetailList: readonly { readonly RoleName: string; readonly RolePolicyList: readonly object[] }[];
}
interface DeployedStack {
  readonly resource: {
    readonly aws_iam_role: Readonly<Record<string, { readonly name: string; readonly assume_role_policy: string }>>;
    readonly aws_iam_role_policy: Readonly<Record<string, { readonly policy: string }>>;
  };
}

/** The recorded export, with the roles that the sample deploys now. */
function accountAsDeployed(): Exported {
  const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
  const account = read(join(root, '__tests__/fixtures/exports/account.json')) as Exported;
  const { resource } = read(join(folder, 'cdktf.out/stacks/keyturn-staging/cdk.tf.json')) as DeployedStack;
  const [like] = account.RoleDetailList;
  const roles = Object.entries(resource.aws_iam_role).map(([id, { name, assume_role_policy }]) => ({
    ...(account.RoleDetailList.find(({ RoleName }) => RoleName === name) ?? like),
    RoleName: name,
    Arn: `arn:aws:iam::111122223333:role/${name}`,
    AssumeRolePolicyDocument: JSON.parse(assume_role_policy) as object,
    RolePolicyList: [
      { PolicyName: name, PolicyDocument: JSON.parse(resource.aws_iam_role_policy[id]?.policy ?? '') as object },
    ],
  }));
  const names = roles.map(({ RoleName }) => RoleName);
  const others = account.RoleDetailList.filter(({ RoleName }) => !names.includes(RoleName));
  return { ...account, RoleDetailList: [...roles, ...others] };
}

async function printedBy(command: string): Promise<string> {
  const [program, ...words] = command.split(' ');
  if (program !== 'keyturn') throw new Error(`${command}: only keyturn is run`);
  const { stdout, stderr } = await call(folder, words);
  return stdout + stderr;
}

/** A marker, and the fenced block that may follow it. */
const printed = /<!-- printed by: (.+) -->\n(?:\n```(\w+)\n[^]*?\n```\n)?/g;
const shown = /<!-- file: (.+) -->\n(?:\n```(\w+)\n[^]*?\n```\n)?/g;

function block(marker: string, language: string, content: string): string {
  return `<!-- ${marker} -->\n\n\`\`\`${language}\n${content.trimEnd()}\n\`\`\`\n`;
}

function languageOf(command: string): string {
  return command.includes('diagram') ? 'mermaid' : 'text';
}

async function captured(text: string): Promise<string> {
  const commands = [...text.matchAll(printed)].map(([, command = '']) => command);
  const outputs = new Map<string, string>();
  for (const command of commands) outputs.set(command, await printedBy(command));
  return text
    .replace(printed, (_, command: string) =>
      block(`printed by: ${command}`, languageOf(command), outputs.get(command) ?? ''),
    )
    .replace(shown, (_, file: string) =>
      block(`file: ${file}`, file.endsWith('.json') ? 'json' : 'yaml', readFileSync(join(root, file), 'utf8')),
    );
}

/** UPDATE=1 writes what is printed now, and fails all the same: somebody should read it before it passes. */
it.each(files)('%s shows what the commands print', async (name) => {
  const file = join(root, name);
  const text = readFileSync(file, 'utf8');
  const now = await captured(text);
  update(file, now);
  expect(text).toBe(now);
});

it.each([
  ['README.md', ['keyturn check cdktf.out/stacks/keyturn-staging --date 2026-11-23', 'keyturn simulate']],
  ['docs/explanation/how-it-works.md', ['keyturn diagram --brief', 'keyturn diagram']],
])('%s shows the main job, or both diagrams', (name, commands) => {
  const markers = [...readFileSync(join(root, name), 'utf8').matchAll(printed)];
  expect(markers.map(([, command]) => command)).toEqual(commands);
});

it('README.md has at most 1,200 words', () => {
  const words = readFileSync(join(root, 'README.md'), 'utf8')
    .split(/\s+/)
    .filter((word) => word !== '');
  expect(words.length).toBeLessThanOrEqual(1200);
});

slowTest('docs/explanation/how-it-works.md counts the state transitions of a rotation as they are', async () => {
  const page = readFileSync(join(root, 'docs/explanation/how-it-works.md'), 'utf8');
  const [, least, most] = /takes (\d+) to (\d+) \[state transitions\]/.exec(page) ?? [];
  const counts: number[] = [];
  for (const strategy of strategies) {
    const { stdout } = await call(folder, ['simulate', '--strategy', strategy, '--json']);
    const { steps } = JSON.parse(stdout) as { steps: { kind: string }[] };
    counts.push(steps.filter(({ kind }) => kind === 'entered').length);
  }
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([Number(least), Number(most)]);
});

it('README.md shows settings that hold', () => {
  const [, json = ''] =
    /```json\n(\{\n {2}"environments"[^]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  const { environments } = parseSettings(JSON.parse(json), {
    file: 'README.md',
    now: new Date('2026-11-23T00:00:00Z'),
  });
  expect(environments.map(({ name, users }) => [name, users.length])).toEqual([['production', 2]]);
});
