import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');

/** A tree in which every file of the house is there and imports only what it may. */
const house: Record<string, string> = {
  'package.json': JSON.stringify({
    dependencies: { cdktf: '*', constructs: '*', '@cdktf/provider-aws': '*', zod: '*', '@aws-sdk/client-iam': '*' },
    devDependencies: { 'fast-check': '*' },
  }),
  'node_modules/cdktf/index.js': '',
  'node_modules/constructs/index.js': '',
  'node_modules/zod/index.js': '',
  'node_modules/@aws-sdk/client-iam/index.js': '',
  'node_modules/undeclared/index.js': '',
  'node_modules/fast-check/index.js': '',
  'node_modules/@cdktf/provider-aws/package.json': JSON.stringify({ main: 'lib/index.js' }),
  'node_modules/@cdktf/provider-aws/lib/index.js': '',
  'node_modules/@cdktf/provider-aws/lib/iam-role/index.js': '',
  '__tests__/helper.ts': '',
  'bench/clock.ts': '',
  'main.ts': importing(
    './src/infrastructure',
    './src/settings',
    './src/cli/gate',
    './src/text/printable',
    './src/input-error',
  ),
  'src/cli/gate.ts': importing('../checks'),
  'src/input-error.ts': '',
  'src/once.ts': '',
  'src/text/printable.ts': '',
  'src/files/index.ts': importing('../input-error', 'node:fs'),
  'src/json/index.ts': importing('../text/printable', '../input-error'),
  'src/asl/index.ts': importing('../json', '../text/printable'),
  'src/model/index.ts': importing('../json', '../text/printable'),
  'src/iam/index.ts': importing('./arn', './policy/types', './pattern/pattern', '../json', '../text/printable'),
  'src/iam/arn.ts': '',
  'src/iam/policy/types.ts': '',
  'src/iam/pattern/pattern.ts': '',
  'src/workflow/index.ts': importing('../asl', '../json', '../text/printable'),
  'src/settings/index.ts': importing('../workflow', '../asl', '../json', '../files', '../input-error', 'zod'),
  'src/terraform/index.ts': importing(
    '../model',
    '../iam',
    '../asl',
    '../json',
    '../files',
    '../input-error',
    'node:fs',
  ),
  'src/inputs/index.ts': importing('../terraform', '../model', '../iam', '../json', '../files', '../input-error'),
  'src/checks/index.ts': importing('../model', '../workflow', '../iam', '../asl', '../input-error', '../once'),
  'src/html/index.ts': importing('../asl', '../json', '../text/printable'),
  'src/report/index.ts': importing('../html', '../checks', '../model', '../iam', '../input-error'),
  'src/simulator/index.ts': importing('../terraform', '../model', '../iam', '../asl', '../input-error'),
  'src/explorer/index.ts': importing('../simulator', '../terraform', '../model', '../asl', '../input-error'),
  'src/infrastructure/index.ts': importing(
    '../settings',
    '../workflow',
    '../iam',
    '../input-error',
    'cdktf',
    'constructs',
    '@cdktf/provider-aws/lib/iam-role',
  ),
  'src/fleet/index.ts': importing('../simulator', '../settings', '../terraform', '../json', '../input-error'),
  'src/review/index.ts': importing('../html', '../report', '../checks', '../simulator', '../settings', '../model'),
  'src/operations/index.ts': importing('../settings', '../input-error'),
  'src/init/index.ts': importing('../operations', '../checks', '../settings', '../model', '../json'),
  'src/audit/index.ts': importing('../operations', '../checks', '../settings', '../workflow', '../model', '../json'),
  'src/account/index.ts': importing('../audit', '../operations', '../settings', '../files', '../input-error'),
  'src/judging/index.ts': importing('../report', '../checks', '../files', '../input-error', 'node:crypto'),
  'src/library/index.ts': importing('../judging', '../inputs', '../infrastructure', '../settings', '../json'),
  'src/cli/index.ts': importing(
    '../judging',
    '../inputs',
    '../report',
    '../review',
    '../checks',
    '../simulator',
    '../explorer',
    '../infrastructure',
    '../settings',
    '../input-error',
  ),
};

/** A file that imports what it must not, and the rule that has to say so. */
const forbidden: readonly [file: string, imports: string, rule: string][] = [
  ['src/text/x.ts', '../json', 'arrows-of-text'],
  ['src/files/x.ts', '../json', 'arrows-of-files'],
  ['src/json/x.ts', '../model', 'arrows-of-json'],
  ['src/tables/x.ts', '../json', 'arrows-of-tables'],
  ['src/asl/x.ts', '../iam', 'arrows-of-asl'],
  ['src/model/x.ts', '../terraform', 'arrows-of-model'],
  ['src/iam/x.ts', '../input-error', 'arrows-of-iam'],
  ['src/iam/x.ts', '../workflow', 'arrows-of-iam'],
  ['src/workflow/x.ts', '../settings', 'arrows-of-workflow'],
  ['src/workflow/x.ts', '../input-error', 'arrows-of-workflow'],
  ['src/settings/x.ts', '../infrastructure', 'arrows-of-settings'],
  ['src/operations/x.ts', '../account', 'arrows-of-operations'],
  ['src/audit/x.ts', '../account', 'arrows-of-audit'],
  ['src/audit/x.ts', 'node:fs', 'pure-folders-touch-no-machine'],
  ['src/account/x.ts', '../checks', 'arrows-of-account'],
  ['src/operations/x.ts', '@aws-sdk/client-iam', 'the-sdk-stays-in-account'],
  ['src/cli/x.ts', '../account', 'only-the-operator-asks-aws'],
  ['src/settings/x.ts', '../terraform', 'arrows-of-settings'],
  ['src/terraform/x.ts', '../checks', 'arrows-of-terraform'],
  ['src/terraform/x.ts', '../settings', 'arrows-of-terraform'],
  ['src/terraform/x.ts', '../inputs', 'arrows-of-terraform'],
  ['src/terraform/x.ts', '../workflow', 'arrows-of-terraform'],
  ['src/inputs/x.ts', '../checks', 'arrows-of-inputs'],
  ['src/inputs/x.ts', '../workflow', 'arrows-of-inputs'],
  ['src/checks/x.ts', '../terraform', 'arrows-of-checks'],
  ['src/checks/x.ts', '../inputs', 'arrows-of-checks'],
  ['src/checks/x.ts', '../settings', 'arrows-of-checks'],
  ['src/checks/x.ts', '../infrastructure', 'arrows-of-checks'],
  ['src/checks/x.ts', '../report', 'arrows-of-checks'],
  ['src/html/x.ts', '../checks', 'arrows-of-html'],
  ['src/report/x.ts', '../simulator', 'arrows-of-report'],
  ['src/judging/x.ts', '../infrastructure', 'arrows-of-judging'],
  ['src/library/x.ts', '../simulator', 'arrows-of-library'],
  ['src/library/x.ts', 'cdktf', 'cdktf-stays-in-infrastructure'],
  ['src/simulator/x.ts', '../infrastructure', 'arrows-of-simulator'],
  ['src/simulator/x.ts', '../explorer', 'arrows-of-simulator'],
  ['src/explorer/x.ts', '../infrastructure', 'arrows-of-explorer'],
  ['src/explorer/x.ts', '../settings', 'arrows-of-explorer'],
  ['src/simulator/x.ts', '../settings', 'arrows-of-simulator'],
  ['src/fleet/x.ts', '../explorer', 'arrows-of-fleet'],
  ['src/review/x.ts', '../terraform', 'arrows-of-review'],
  ['src/init/x.ts', '../infrastructure', 'arrows-of-init'],
  ['src/init/contracts.ts', '../infrastructure', 'contracts-know-no-infrastructure'],
  ['src/checks/x.ts', '../review', 'arrows-of-checks'],
  ['src/review/x.ts', 'node:fs', 'pure-folders-touch-no-machine'],
  ['src/review/x.ts', './contract.json', 'pure-folders-read-no-files'],
  ['src/review/formats/index.ts', '../../checks', 'registries-load-late'],
  ['src/infrastructure/x.ts', '../terraform', 'arrows-of-infrastructure'],
  ['src/infrastructure/x.ts', '../checks', 'arrows-of-infrastructure'],
  ['src/input-error.ts', 'node:fs', 'files-of-src-stand-alone'],
  ['src/once.ts', 'node:fs', 'files-of-src-stand-alone'],
  ['src/report/x.ts', '../cli', 'nobody-imports-cli'],
  ['main.ts', './src/cli', 'nobody-imports-cli'],
  ['src/cli/commands/x/command.ts', '../../../checks', 'registries-load-late'],
  ['src/report/formats/index.ts', '../../checks', 'registries-load-late'],
  ['main.ts', './src/checks', 'main-is-the-cdktf-app'],
  ['src/cli/x.ts', '../../main', 'nobody-imports-main'],
  ['src/infrastructure/x.ts', '../cli/gate', 'the-gate-is-for-main'],
  ['src/cli/x.ts', 'cdktf', 'cdktf-stays-in-infrastructure'],
  ['src/checks/x.ts', 'constructs', 'cdktf-stays-in-infrastructure'],
  ['src/terraform/x.ts', '@cdktf/provider-aws/lib/iam-role', 'cdktf-stays-in-infrastructure'],
  ['src/infrastructure/x.ts', '@cdktf/provider-aws', 'deep-imports-of-the-provider'],
  ['src/workflow/x.ts', 'node:crypto', 'pure-folders-touch-no-machine'],
  ['src/iam/x.ts', 'fs', 'pure-folders-touch-no-machine'],
  ['src/checks/x.ts', 'node:fs/promises', 'pure-folders-touch-no-machine'],
  ['src/checks/x.ts', './contract.json', 'pure-folders-read-no-files'],
  ['src/iam/arn.ts', './index', 'no-circles'],
  ['src/cli/x.ts', 'fast-check', 'only-bundled-packages'],
  ['src/cli/x.ts', 'undeclared', 'only-declared-packages'],
  ['src/cli/x.ts', './nowhere', 'only-declared-packages'],
  ['src/cli/x.ts', '../../__tests__/helper', 'programs-import-no-tests'],
  ['src/cli/x.ts', '../../bench/clock', 'programs-import-no-tests'],
];

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

function importing(...modules: string[]): string {
  return modules.map((module) => `import '${module}';\n`).join('');
}

function write(folder: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

/** All offences at once: starting dependency-cruiser costs more than what it does. */
function offences(): Record<string, string> {
  const files: Record<string, string> = { 'src/checks/contract.json': '{}', 'src/report/unused.ts': '' };
  for (const [file, module] of forbidden) files[file] = `${files[file] ?? house[file] ?? ''}${importing(module)}`;
  return files;
}

function violationsIn(files: Record<string, string>): Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-arrows-'));
  try {
    write(folder, files);
    const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const config = join(root, '.dependency-cruiser.js');
    const run = spawnSync(process.execPath, [program, '--config', config, '--output-type', 'json', '.'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 32 * 1024 * 1024,
    });
    const result = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
    return result.summary.violations;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the arrows between the folders', () => {
  const broken = violationsIn({ ...house, ...offences() });
  const rulesBroken = (file: string, target: string) =>
    broken.filter(({ from, to }) => from === file && to.includes(target)).map(({ rule }) => rule.name);

  it.each(forbidden)('refuse that %s imports %s (%s)', (file, module, rule) => {
    expect(rulesBroken(file, basename(module).replace('node:', ''))).toContain(rule);
  });

  it('refuse two folders that import each other, by types alone too', () => {
    const circles = violationsIn({
      ...house,
      'src/iam/policy/types.ts': "import type {} from '../pattern/pattern';\n",
      'src/iam/pattern/search.ts': "import type {} from '../policy/parse';\n",
      'src/iam/policy/parse.ts': '',
    });
    const names = circles.filter(({ rule }) => rule.name === 'no-folder-circles').map(({ from }) => from);
    expect(names.sort()).toEqual(['src/iam/pattern', 'src/iam/policy']);
  });

  it('refuse a file that nobody imports and that imports nothing', () => {
    expect(rulesBroken('src/report/unused.ts', '')).toEqual(['no-orphans']);
  });

  it('let the folders import what they may', () => {
    expect(violationsIn(house)).toEqual([]);
  });

  it('have a comment for the offender, each, and a case here', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a CommonJS configuration file
    const { forbidden: rules } = require(join(root, '.dependency-cruiser.js')) as {
      forbidden: { name: string; comment: string; severity: string }[];
    };
    const tested = new Set([...forbidden.map(([, , rule]) => rule), 'no-orphans', 'no-folder-circles']);
    for (const { name, comment, severity } of rules) {
      expect({ name, severity, commented: comment.length > 40, tested: tested.has(name) }).toEqual({
        name,
        severity: 'error',
        commented: true,
        tested: true,
      });
    }
  });

  it('are part of the lint', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { lint: string } };
    expect(scripts.lint).toContain('depcruise');
  });
});
