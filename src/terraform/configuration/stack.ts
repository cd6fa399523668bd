import { readConfiguration } from './configuration';
import { stackLeads } from '../leads/stack-leads';
import type { Folder } from '../files/folder';
import { type Model, attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../model';

/** The top-level blocks of a Terraform configuration in JSON. */
const configurationBlocks = ['resource', 'terraform', 'provider', 'data', 'module', 'locals', 'variable', 'output'];

export function isStack(root: ValueObject): boolean {
  return configurationBlocks.some((name) => attribute(root, name) !== undefined);
}

/**
 * Reads a synthesised stack together with its folder, if that is available. Known values of its variables override those of the folder.
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
  const mark = markOf(root);
  return {
    kind: 'stack',
    file,
    name: stackName(root) ?? file,
    ...(mark.madeFrom === undefined ? {} : { madeFrom: mark.madeFrom }),
    ...(mark.secretKeys.size === 0 ? {} : { secretKeys: mark.secretKeys }),
    resources,
    constructs: [...(folder?.constructs ?? []), ...constructs],
    providers,
    started,
    notes: [
      ...(folder?.files.map(({ name }) => `${name} is in the same folder and was read as a part of it.`) ?? []),
      ...providers.flatMap(({ remarks }) => remarks ?? []),
      ...(mark.isUnchecked ? ['It was synthesised without a check (KEYTURN_UNCHECKED=1).'] : []),
    ],
    leadOf: stackLeads(resources),
    premises: premisesOf(folder, defaults),
    destroyedRoles: [],
    nothingRemains: false,
  };
}

/** The assumptions about this stack. */
function premisesOf(folder: Folder | undefined, defaults: readonly string[]): string[] {
  return [
    ...(folder === undefined ? ['The stack is applied alone: its folder is not available.'] : []),
    ...(defaults.length === 0 ? [] : [`These variables keep their defaults: ${defaults.join(', ')}.`]),
  ];
}

function beside(file: string, name: string): string {
  return file.replace(/[^\\/]*$/, () => name);
}

/** The metadata that the synthesis wrote into the comment at the root. */
interface Mark {
  /** Undefined in stacks of 0.1.0 and of other tools. */
  readonly madeFrom: Model['madeFrom'] | undefined;
  readonly secretKeys: ReadonlyMap<string, string>;
  readonly isUnchecked: boolean;
}

function markOf(root: ValueObject): Mark {
  const comment = attribute(root, '//');
  const mark = isObject(comment) ? attribute(comment, 'keyturn') : undefined;
  const textIn = (name: string): string | undefined => {
    const text = isObject(mark) ? textOf(mark, name) : undefined;
    return typeof text === 'string' ? text : undefined;
  };
  const settings = textIn('settings');
  const keys = isObject(mark) ? attribute(mark, 'secretKeys') : undefined;
  const listed = isObject(mark) ? attribute(mark, 'sections') : undefined;
  const sections = isList(listed) ? { sections: listed.filter((name) => typeof name === 'string') } : {};
  return {
    secretKeys: new Map(
      Object.entries(isObject(keys) ? keys : {}).flatMap(([secret, key]) =>
        typeof key === 'string' ? [[secret, key] as const] : [],
      ),
    ),
    madeFrom: settings === undefined ? undefined : { settings, written: textIn('written'), ...sections },
    isUnchecked: isObject(mark) && attribute(mark, 'unchecked') === true,
  };
}

/** CDKTF writes the stack's name into the comment at the root. */
function stackName(root: ValueObject): string | undefined {
  const comment = attribute(root, '//');
  const metadata = isObject(comment) ? attribute(comment, 'metadata') : undefined;
  const name = isObject(metadata) ? textOf(metadata, 'stackName') : undefined;
  return typeof name === 'string' ? name : undefined;
}
