import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { RotationStack } from '../../src/infrastructure';
import type { EnvironmentSettings } from '../../src/settings';
import { jsonLiteral } from '../../src/infrastructure/literal';
import { partsOf } from '../../src/infrastructure/shards/shards';
import type { StateMachineDefinition } from '../../src/asl';
import { temporaryFolder } from './folders';

type Attributes = Record<string, unknown>;

/** The parts of a `cdk.tf.json` that the tests look at. */
export interface Stack {
  terraform: { backend?: unknown; required_providers: { aws: { version: string } } };
  provider: { aws: Attributes[] };
  resource: Record<string, Record<string, Attributes>>;
  output: Record<string, { value: unknown }>;
}

const shortest: StateMachineDefinition = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };

/** The stack of one environment, around a definition that is quick to build unless another is given. */
export function stackOf(environment: EnvironmentSettings, definition = shortest): Stack {
  const outdir = temporaryFolder();
  const app = new App({ outdir, stackTraces: false });
  const stack = new RotationStack(app, {
    environment,
    definitions: partsOf(environment).map(() => jsonLiteral(definition)),
  });
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

/** The addresses of all resources. */
export function addressesOf({ resource }: Stack): string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}

/** The addresses of the resources that only the second stack has. */
export function addedTo(before: Stack, after: Stack): string[] {
  const known = addressesOf(before);
  return addressesOf(after)
    .filter((address) => !known.includes(address))
    .sort();
}

/** The JSON document in an attribute of a resource. */
export function documentAt(stack: Stack, address: string, attribute: string): unknown {
  return JSON.parse(String(resourceAt(stack, address)[attribute]));
}
