import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Machine, Run, World } from './run';

interface Place {
  readonly run: Run;
  readonly world: World;
  readonly machine: Machine;
}

type Given = Readonly<Record<string, unknown>>;

/** What the actions that our workflows use do to a machine. Throws if the action would fail; returns its outputs. */
export const actions: {
  readonly [name: string]: (given: Given, place: Place) => { readonly [name: string]: string } | undefined;
} = {
  'actions/checkout': (given, { world, machine }) => {
    if (given['persist-credentials'] !== false) throw new Error('it would keep a token in the checkout');
    copy(world.checkout, join(machine.workspace, textOf(given['path'] ?? '.')));
    return undefined;
  },
  'actions/setup-node': () => undefined,
  'hashicorp/setup-terraform': () => undefined,
  'github/codeql-action/upload-sarif': () => undefined,
  'actions/upload-artifact': (given, { run, world, machine }) => {
    const [root = '', rest] = resolve(machine.workspace, textOf(given['path'])).split('/*/');
    const kept = mkdtempSync(join(world.folder, 'artifact-'));
    const names = existsSync(root) ? readdirSync(root) : [];
    const found = names.filter((name) => rest === undefined || existsSync(join(root, name, rest)));
    if (found.length === 0 && given['if-no-files-found'] === 'error') throw new Error('no files were found');
    for (const name of found) {
      if (rest === undefined) copy(join(root, name), join(kept, name));
      else mkdirSync(join(kept, name));
      if (rest !== undefined) copy(join(root, name, rest), join(kept, name, rest));
    }
    world.artifacts.set(`${run.id}/${textOf(given['name'])}`, kept);
    return undefined;
  },
  'actions/download-artifact': (given, { run, world, machine }) => {
    const into = resolve(machine.workspace, textOf(given['path']));
    if (given['name'] === undefined) {
      const [start = ''] = textOf(given['pattern']).split('*');
      for (const [id, folder] of world.artifacts)
        if (id.startsWith(`${run.id}/${start}`))
          for (const name of readdirSync(folder)) copy(join(folder, name), join(into, name));
      return undefined;
    }
    const kept = world.artifacts.get(`${textOf(given['run-id'] ?? run.id)}/${textOf(given['name'])}`);
    if (kept === undefined) throw new Error('no artifact of this name');
    mkdirSync(into, { recursive: true });
    for (const name of readdirSync(kept)) copy(join(kept, name), join(into, name));
    return undefined;
  },
  'actions/create-github-app-token': () => ({ token: 'app statuses:write' }),
  'aws-actions/configure-aws-credentials': (given, { world, machine }) => {
    // Without a role it takes what the machine has, and ends well if that is something.
    Object.assign(machine.env, world.credentials, { AWS_REGION: textOf(given['aws-region']) });
    return undefined;
  },
};

/** Links stay links, as in an archive. */
function copy(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is not a text`);
  return String(value);
}
