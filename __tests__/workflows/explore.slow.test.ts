import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './runner/pull-request';
import type { Job, Step } from './runner/workflow';

/**
 * The nightly workflow that docs/explanation/explorer.md prints: its steps run as they are written, but with two shards instead of eight and
 * with executions without a fault.
 */

const page = readFileSync(join(root, 'docs', 'explanation', 'explorer.md'), 'utf8');
const text = /```yaml\n(# \.github\/workflows\/explore\.yml\n[^]*?)```/.exec(page)?.[1] ?? '';
interface MatrixJob {
  readonly strategy: { readonly 'fail-fast': boolean; readonly matrix: { readonly shard: readonly number[] } };
  readonly steps: readonly Step[];
}

const workflow = parse(text) as { readonly jobs: { readonly shard: MatrixJob; readonly merge: Job } };
const shards = workflow.jobs.shard.strategy.matrix.shard;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-explore-'));
  for (const name of ['bin', 'dist', 'node_modules', 'package.json', 'policies', 'schemas'])
    symlinkSync(join(root, name), join(folder, name));
  copyFileSync(join(root, 'cdktf.json'), join(folder, 'cdktf.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stepOf(job: 'shard' | 'merge', word: string): string {
  const found = workflow.jobs[job].steps.find(({ run }) => run?.includes(word));
  if (found?.run === undefined) throw new Error(`no step of ${job} with ${word}`);
  return found.run.replaceAll('--deep', '--max-faults 0').replaceAll(`/${shards.length}`, '/2');
}

function bash(script: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
}

const runShard = (shard: number) => bash(stepOf('shard', '--shard').replaceAll('${{ matrix.shard }}', String(shard)));

/** The report without the time that it took. */
const reportOf = (stdout: string) => stdout.replace(/, \d+\.\d s\n/, '\n');

test('the matrix has each shard of the step, and one that fails leaves the others alone', () => {
  expect(shards).toEqual(shards.map((_, index) => index + 1));
  expect(workflow.jobs.shard.steps.map(({ run = '' }) => run).join()).toContain(
    `--shard \${{ matrix.shard }}/${shards.length} `,
  );
  expect(workflow.jobs.shard.strategy['fail-fast']).toBe(false);
  expect(workflow.jobs.merge.needs).toBe('shard');
});

test('its steps report what one exploration reports; only a missing shard is explored again', () => {
  for (const shard of [1, 2]) expect(runShard(shard)).toMatchObject({ status: 0 });
  const merge = stepOf('merge', '--merge');
  const merged = bash(merge);
  const whole = bash(merge.replace(/--merge \S+/, ''));
  expect(merged).toMatchObject({ status: 0, stderr: expect.any(String) as string });
  expect(reportOf(merged.stdout)).toBe(reportOf(whole.stdout));

  const first = readFileSync(join(folder, 'shard-1.json'), 'utf8');
  rmSync(join(folder, 'shard-2.json'));
  expect(bash(merge)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('--merge: 2/2 not given; give every shard') as string,
  });
  expect(runShard(2)).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'shard-1.json'), 'utf8')).toBe(first);
  expect(reportOf(bash(merge).stdout)).toBe(reportOf(whole.stdout));
  expect(readdirSync(folder).filter((name) => name.startsWith('shard-'))).toEqual(['shard-1.json', 'shard-2.json']);
});
