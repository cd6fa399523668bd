import { pointerTo, type Block } from './blocks';
import { attribute, isObject, nestedBlocks, textOf, Unknown, type StartedProvider, type Value } from '../../model';

/**
 * The providers that a configuration requires or configures. If an override replaces an entry, both count.
 * https://developer.hashicorp.com/terraform/language/providers/requirements
 *
 * @param sourceOf returns the source address for the local name of a provider
 */
export function startedProviders(
  settings: readonly Block[],
  providers: readonly Block[],
  sourceOf: (name: string) => string | undefined,
): StartedProvider[] {
  return [
    ...settings.flatMap(required),
    ...providers.map(({ labels: [name = ''], body, pointer, file }) => ({
      source: sourceOf(name),
      constraint: textOf(body, 'version'),
      pointer,
      ...(file === undefined ? {} : { file }),
    })),
  ];
}

function required({ body, pointer, file }: Block): StartedProvider[] {
  const at = pointerTo(pointer, 'required_providers');
  const place = (name?: string) => ({
    pointer: name === undefined ? at : pointerTo(at, name),
    ...(file === undefined ? {} : { file }),
  });
  return nestedBlocks(body, 'required_providers').flatMap((entries): StartedProvider[] => {
    if (entries instanceof Unknown) return [{ source: undefined, constraint: undefined, ...place() }];
    return Object.entries(entries)
      .filter(([name]) => name !== '//')
      .map(([name, entry]) => ({ ...requirement(name, entry), ...place(name) }));
  });
}

/** An entry is an object; in its old form it is the constraint alone. */
function requirement(name: string, entry: Value): Pick<StartedProvider, 'source' | 'constraint'> {
  if (typeof entry === 'string') return { source: `hashicorp/${name}`, constraint: entry };
  if (!isObject(entry)) return { source: undefined, constraint: undefined };
  const source = attribute(entry, 'source') ?? `hashicorp/${name}`;
  return { source: typeof source === 'string' ? source : undefined, constraint: textOf(entry, 'version') };
}
