import { readConfiguration } from './configuration';
import { stackLeads } from '../leads/stack-leads';
import type { Folder } from '../files/folder';
import { type Model, attribute, isObject, textOf, type Value, type ValueObject } from '../../model';

/** The blocks that a Terraform configuration in JSON may begin with. */
const configurationBlocks = ['resource', 'terraform', 'provider', 'data', 'module', 'locals', 'variable', 'output'];

export function isStack(root: ValueObject): boolean {
  return configurationBlocks.some((name) => attribute(root, name) !== undefined);
}

/**
 * Reads a synthesised stack together with the folder around it, where that is in sight. Values that its variables are known to have outdo
 * those that the folder says.
 */
export function readStack(
  root: ValueObject,
  file: string,
  folder: Folder | undefined,
  variables: ReadonlyMap<string, Value> = new Map(),
): Model {
  const others = folder?.files.map(({ name, root: other }) => ({ name, root: other, file: beside(file, name) }));
  const { resources, constructs, providers, started, defaults } = readConfiguration(
    root,
    folder?.own,
    others,
    new Map([...(folder?.values ?? []), ...variables]),
  );
  return {
    kind: 'stack',
    file,
    name: stackName(root) ?? file,
    resources,
    constructs: [...(folder?.constructs ?? []), ...constructs],
    providers,
    started,
    notes: [
      ...(folder?.files.map(({ name }) => `${name} lies beside it, and was read as a part of it.`) ?? []),
      ...providers.flatMap(({ remarks }) => remarks ?? []),
    ],
    leadOf: stackLeads(resources),
    premises: premisesOf(folder, defaults),
    destroyedRoles: [],
    nothingRemains: false,
  };
}

/** What is taken for granted of this very stack. */
function premisesOf(folder: Folder | undefined, defaults: readonly string[]): string[] {
  return [
    ...(folder === undefined ? ['The stack is applied alone: the folder around it is not in sight.'] : []),
    ...(defaults.length === 0 ? [] : [`These variables keep their defaults: ${defaults.join(', ')}.`]),
  ];
}

function beside(file: string, name: string): string {
  return file.replace(/[^\\/]*$/, () => name);
}

/** CDKTF writes the stack's name into the comment at the root. */
function stackName(root: ValueObject): string | undefined {
  const comment = attribute(root, '//');
  const metadata = isObject(comment) ? attribute(comment, 'metadata') : undefined;
  const name = isObject(metadata) ? textOf(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
