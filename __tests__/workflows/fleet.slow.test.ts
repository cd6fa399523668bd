import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { policies } from '../checks/sample';
import { root } from './runner/pull-request';
import { runWorkflow } from './runner/run';
import type { Workflow } from './runner/workflow';

/** The workflow of docs/how-to/fleets.md, run with all its steps; npm, npx and terraform are stand-ins that start our programs. */
const page = readFileSync(join(root, 'docs', 'how-to', 'fleets.md'), 'utf8');
const [, text = ''] = /```yaml\n(# \.github\/workflows\/keyturn-fleet\.yml\n[^]*?)```/.exec(page) ?? [];
const workflow = parse(text) as Workflow;

const folder = mkdtempSync(join(tmpdir(), 'keyturn-fleet-'));
const [checkout, programs] = [join(folder, 'checkout'), join(folder, 'programs')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(programs);
  mkdirSync(checkout);
  const program = (name: string, script: string) =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  program('npm', 'exit 0');
  const bin = join(root, 'bin');
  program(
    'npx',
    `name=$1; shift; [ "$name" = keyturn ] && exec node ${bin}/keyturn.js "$@"; exec node ${bin}/app.js "$@"`,
  );
  // Terraform shows the plan of the sample for its environment, and fails for the account that it cannot reach.
  const plan = join(root, '__tests__/fixtures/sample/plan.json');
  program(
    'terraform',
    `case "$1" in *production) echo "no access" >&2; exit 1;; esac\n[ "$2" = show ] && exec cat ${plan}\nexit 0`,
  );
  const settings = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: object } };
  const keyturn = { ...settings.context.keyturn, environments: { file: 'environments.csv' } };
  writeFileSync(join(checkout, 'cdktf.json'), JSON.stringify({ context: { keyturn } }));
  writeFileSync(
    join(checkout, 'environments.csv'),
    'name,accountId,region\nstaging,111122223333,eu-central-1\nproduction,444455556666,eu-central-1\n',
  );
  cpSync(policies, join(checkout, 'policies'), { recursive: true });
});

test('judges all stacks, and plans each environment in its chunk', () => {
  const run = { id: '1', event: 'push', github: { event: {} } };
  const world = {
    folder,
    programs,
    checkout,
    vars: {},
    secrets: {},
    credentials: {},
    artifacts: new Map<string, string>(),
    canWrite: true,
  };
  const { check, plan } = runWorkflow(workflow, run, world);
  expect(check).toMatchObject({ result: 'success' });
  expect(JSON.parse(String(check?.outputs['matrix']))).toEqual([
    { chunk: '1 of 2', only: 'production' },
    { chunk: '2 of 2', only: 'staging' },
  ]);
  expect(check?.log).toContain('✓ pass: ');
  // The chunk of the account that is not reached fails, and the other one is planned and checked.
  expect(plan?.result).toBe('failure');
  expect(plan?.log).toContain('no access');
  expect(plan?.log).toMatch(/✓ .*plan cdktf\.out\/stacks\/keyturn-staging\/plan\.json/);
});
