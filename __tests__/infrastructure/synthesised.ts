import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { RotationStack } from '../../src/infrastructure';
import type { EnvironmentSettings } from '../../src/settings';
import type { StateMachineDefinition } from '../../src/workflow';

type Attributes = Record<string, unknown>;

/** The parts of a `cdk.tf.json` that the tests look at. */
export interface Stack {
  terraform: { backend: unknown; required_providers: { aws: { version: string } } };
  provider: { aws: Attributes[] };
  resource: Record<string, Record<string, Attributes>>;
  output: Record<string, { value: unknown }>;
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-synthesis-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

const shortest: StateMachineDefinition = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };

/** The stack of one environment, around a definition that is quick to build unless another is given. */
export function stackOf(environment: EnvironmentSettings, definition = shortest): Stack {
  const outdir = temporaryFolder();
  const app = new App({ outdir, stackTraces: false });
  const stack = new RotationStack(app, { environment, definition });
  app.synth();
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8')) as Stack;
}

/** The attributes of one resource, by its address. */
export function resourceAt(stack: Stack, address: string): Attributes {
  const [type = '', name = ''] = address.split('.');
  const attributes = stack.resource[type]?.[name];
  if (attributes === undefined) throw new Error(`the stack has no ${address}`);
  return attributes;
}

/** The rows of the schedules' `for_each`, by their key. */
export function schedulesOf(stack: Stack): Record<string, Attributes> {
  return resourceAt(stack, 'aws_scheduler_schedule.rotation')['for_each'] as Record<string, Attributes>;
}

/** A Terraform string that holds no expression, as Terraform reads it. */
export function terraformText(template: unknown): string {
  const text = String(template);
  // Not a letter is left between the pieces, so that two harmless ones do not become an expression.
  if (/[$%]\{/.test(text.replace(/\$\$\{|%%\{/g, '\n'))) throw new Error(`${text} holds an expression`);
  return text.replace(/([$%])\1\{/g, '$1{');
}
