import { readConfiguration } from './configuration';
import type { Construct, Model } from './model';
import { attribute, isObject, textOf, type ValueObject } from './value';

/** The blocks that a Terraform configuration in JSON may begin with. */
const configurationBlocks = ['resource', 'terraform', 'provider', 'data', 'module', 'locals', 'variable', 'output'];

export function isStack(root: ValueObject): boolean {
  return configurationBlocks.some((name) => attribute(root, name) !== undefined);
}

/** Reads a synthesised stack with `siblings`, the files around it. */
export function readStack(root: ValueObject, file: string, siblings: readonly Construct[]): Model {
  const { resources, constructs, providers } = readConfiguration(root);
  return {
    kind: 'stack',
    file,
    name: stackName(root) ?? file,
    resources,
    constructs: [...siblings, ...constructs],
    providers,
    notes: [],
    destroyedRoles: [],
    nothingRemains: false,
  };
}

/** CDKTF writes the stack's name into the comment at the root. */
export function stackName(root: ValueObject): string | undefined {
  const comment = attribute(root, '//');
  const metadata = isObject(comment) ? attribute(comment, 'metadata') : undefined;
  const name = isObject(metadata) ? textOf(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
