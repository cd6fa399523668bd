import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from './actions';
import { evaluate, interpolate, isTrue, shown, type Contexts } from './expressions';
import type { Job, Permissions, Step, Workflow } from './workflow';

/** What a run of a workflow is given, and where what it leaves is kept. */
export interface World {
  /** The folder that the machines of all jobs are made in. */
  readonly folder: string;
  /** Programs that stand in for those that call GitHub or the registry; before all others on PATH. */
  readonly programs: string;
  /** What actions/checkout checks out for this run. */
  readonly checkout: string;
  readonly vars: { readonly [name: string]: string };
  readonly secrets: { readonly [name: string]: string };
  /** What assuming a role puts into the environment. */
  readonly credentials: { readonly [name: string]: string };
  /** Artifacts by the id of their run and their name: the folders that they were copied to. */
  readonly artifacts: Map<string, string>;
  /** The most that a token of this run can be given; a run for a fork can only read. */
  readonly canWrite: boolean;
  /** Actions in addition to those of every world, by name. */
  readonly actions?: {
    readonly [name: string]: (given: Readonly<Record<string, unknown>>, place: ActionPlace) => ActionDone;
  };
  /** The workflow that a job calls. */
  readonly called?: (uses: string) => Workflow | undefined;
}

export interface Run {
  readonly id: string;
  readonly event: string;
  readonly github: Contexts;
}

export type Result = 'success' | 'failure' | 'skipped';

export interface JobRun {
  readonly result: Result;
  readonly outputs: { readonly [name: string]: unknown };
  /** What its steps printed, and which of them ran: by their name or action. */
  readonly log: string;
  readonly ran: readonly string[];
}

/** Runs all jobs of a workflow, each on a machine of its own, as a hosted runner would. */
export function runWorkflow(
  workflow: Workflow,
  run: Run,
  world: World,
  inputs: Contexts = {},
): { readonly [job: string]: JobRun } {
  const done: { [job: string]: JobRun } = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const needs = Object.fromEntries([job.needs ?? []].flat().map((name) => [name, done[name]]));
    const isFine = Object.values(needs).every((one) => one?.result === 'success');
    const { token, ...github } = githubOf(run, job.permissions ?? workflow.permissions, world);
    const contexts = { github: { ...github, token }, needs, inputs, vars: world.vars, secrets: world.secrets };
    if (!isTrue(evaluate(unwrapped(job.if ?? 'success()'), contexts, functionsFor(isFine)))) {
      done[id] = { result: 'skipped', outputs: {}, log: '', ran: [] };
      continue;
    }
    if (job.uses !== undefined) {
      const inputs = Object.fromEntries(
        Object.entries(job.with ?? {}).map(([name, text]) => [name, valueOf(text, contexts, isFine)]),
      );
      done[id] = call(job.uses, job.permissions ?? workflow.permissions, { inputs, run, world });
      continue;
    }
    const include = job.strategy?.matrix.include;
    const legs = include === undefined ? [{}] : (valueOf(include, contexts, isFine) as readonly object[]);
    done[id] = together(legs.map((matrix) => runJob(job, { ...contexts, matrix }, run, world)));
  }
  return done;
}

/**
 * Runs a called workflow, as the jobs of one job of its caller. It has the event of the caller and no variable or secret, so that it must take
 * what it needs as inputs; and no job of it can have a right that the caller does not give.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations
 */
function call(
  uses: string,
  rights: Permissions,
  { inputs, run, world }: { readonly inputs: Contexts; readonly run: Run; readonly world: World },
): JobRun {
  const workflow = world.called?.(uses);
  if (workflow === undefined) throw new Error(`${uses}: no workflow of this name here`);
  for (const [id, { permissions = workflow.permissions }] of Object.entries(workflow.jobs))
    for (const [scope, right] of Object.entries(permissions))
      if (rights[scope] !== right && rights[scope] !== 'write')
        throw new Error(`${uses}: ${id} asks for ${scope}: ${right}, which its caller does not give`);
  const jobs = Object.values(runWorkflow(workflow, run, { ...world, vars: {}, secrets: {} }, inputs));
  const results = jobs.map(({ result }) => result);
  return {
    ...together(jobs),
    result: results.includes('failure') ? 'failure' : results.includes('success') ? 'success' : 'skipped',
  };
}

function functionsFor(isFine: boolean): Parameters<typeof evaluate>[2] {
  return {
    always: () => true,
    success: () => isFine,
    failure: () => !isFine,
    cancelled: () => false,
    fromJSON: (text) => JSON.parse(String(text)) as unknown,
  };
}

/** A condition that names no status function holds only if everything before it succeeded. */
function unwrapped(condition: string): string {
  const text = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1');
  return /\b(?:always|success|failure|cancelled)\(\)/.test(text) ? text : `success() && (${text})`;
}

function valueOf(text: unknown, contexts: Contexts, isFine: boolean): unknown {
  return interpolate(text, (expression) => evaluate(expression, contexts, functionsFor(isFine)));
}

/** A token says what it can do, so that the programs that stand in can refuse it. */
function githubOf(run: Run, permissions: Permissions, world: World) {
  const rights = Object.entries(permissions).map(([scope, right]) => `${scope}:${world.canWrite ? right : 'read'}`);
  return { ...run.github, token: `actions ${rights.join(' ')}` };
}

function together(legs: readonly JobRun[]): JobRun {
  return {
    result: legs.every(({ result }) => result === 'success') ? 'success' : 'failure',
    outputs: legs[0]?.outputs ?? {},
    log: legs.map(({ log }) => log).join('\n'),
    ran: legs.flatMap(({ ran }) => ran),
  };
}

export interface Machine {
  readonly workspace: string;
  readonly temp: string;
  /** The environment of the steps that follow. */
  readonly env: { [name: string]: string };
}

function runJob(job: Job, given: Contexts, run: Run, world: World): JobRun {
  const root = mkdtempSync(join(world.folder, 'machine-'));
  const machine: Machine = { workspace: join(root, 'work'), temp: join(root, 'temp'), env: {} };
  for (const folder of [machine.workspace, machine.temp, join(root, 'home')]) mkdirSync(folder);
  const steps: { [id: string]: { readonly outputs: object } } = {};
  const contexts = { ...given, steps, runner: { temp: machine.temp } };
  const log: string[] = [];
  const ran: string[] = [];
  let isFine = true;
  for (const step of job.steps) {
    const condition = unwrapped(step.if ?? 'success()');
    if (!isTrue(evaluate(condition, contexts, functionsFor(isFine)))) continue;
    const value = (text: unknown): unknown => valueOf(text, contexts, isFine);
    const values = (all: object = {}): Record<string, unknown> =>
      Object.fromEntries(Object.entries(all).map(([name, text]) => [name, value(text)]));
    ran.push(step.name ?? step.uses?.split('@')[0] ?? '');
    const { succeeded, printed, outputs } =
      step.run === undefined
        ? runAction(step, values(step.with), { run, world, machine })
        : runScript(step, job, { ...values(job.env), ...values(step.env) }, { world, machine, root });
    log.push(printed);
    if (step.id !== undefined) steps[step.id] = { outputs };
    if (!succeeded) isFine = false;
  }
  const outputs = Object.fromEntries(
    Object.entries(job.outputs ?? {}).map(([name, text]) => [name, valueOf(text, contexts, isFine)]),
  );
  return { result: isFine ? 'success' : 'failure', outputs, log: log.join('\n'), ran };
}

interface ActionPlace {
  readonly run: Run;
  readonly world: World;
  readonly machine: Machine;
}

/** An action can set outputs and fail. */
interface ActionDone {
  readonly outputs: { readonly [name: string]: string };
  readonly fails: boolean;
}

interface Done {
  readonly succeeded: boolean;
  readonly printed: string;
  readonly outputs: { readonly [name: string]: unknown };
}

function runAction({ uses = '' }: Step, given: Readonly<Record<string, unknown>>, place: ActionPlace): Done {
  const name = uses.split('@')[0] ?? '';
  const other = place.world.actions?.[name];
  if (other !== undefined) {
    const { outputs, fails } = other(given, place);
    return { succeeded: !fails, printed: '', outputs };
  }
  const action = actions[name];
  if (action === undefined) throw new Error(`${name}: no action of this name here`);
  try {
    return { succeeded: true, printed: '', outputs: action(given, place) ?? {} };
  } catch (error) {
    return { succeeded: false, printed: `${name}: ${String(error)}`, outputs: {} };
  }
}

/** As a hosted runner runs a script: bash, and the first failure ends it. Nothing of this process's environment is there. */
function runScript(
  step: Step,
  job: Job,
  env: Readonly<Record<string, unknown>>,
  { world, machine, root }: { readonly world: World; readonly machine: Machine; readonly root: string },
): Done {
  const output = join(root, 'output');
  writeFileSync(output, '');
  const folder = step['working-directory'] ?? job.defaults?.run['working-directory'] ?? '.';
  const { status, stdout, stderr, error } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run ?? ''],
    {
      cwd: join(machine.workspace, folder),
      encoding: 'utf8',
      env: {
        PATH: `${world.programs}:${process.env['PATH'] ?? ''}`,
        HOME: join(root, 'home'),
        LANG: 'C.UTF-8',
        CI: 'true',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
        GITHUB_REPOSITORY: 'example/rotation',
        GITHUB_SERVER_URL: 'https://github.example.com',
        GITHUB_RUN_ID: '1',
        RUNNER_TEMP: machine.temp,
        ...machine.env,
        ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, shown(value)])),
      },
    },
  );
  const written = existsSync(output) ? readFileSync(output, 'utf8') : '';
  const outputs = Object.fromEntries(
    written.split('\n').flatMap((line) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  return { succeeded: status === 0, printed: `${stdout}${stderr}${error?.message ?? ''}`, outputs };
}
