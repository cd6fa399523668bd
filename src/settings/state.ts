import type { BackendArgument } from './schema/state';
import type { StateSettings } from './settings';

/** The setting of a state: the backend's name and its arguments. */
interface WrittenState {
  readonly [name: string]: unknown;
}

/** The environment that a state is of. */
interface Owner {
  readonly name: string;
  readonly accountId: string;
}

/** Returns the backend of an environment. `{environment}` in an argument becomes its name, and `{accountId}` its account. */
export function stateOf(written: WrittenState | undefined, environment: Owner): StateSettings {
  const { backend = 'local', ...own } = written ?? {};
  // The schema accepted it.
  const named = filledIn(own as Record<string, BackendArgument>, environment) as StateSettings['arguments'];
  if (backend !== 's3') return { backend: String(backend), arguments: named };
  // https://developer.hashicorp.com/terraform/language/backend/s3
  const defaults = { key: `keyturn/${environment.name}/terraform.tfstate`, encrypt: true, use_lockfile: true };
  return { backend, arguments: { ...defaults, ...named } };
}

/** Replaces the placeholders of the settings in a text. */
export function withPlace(text: string, { name, accountId }: Owner): string {
  return text.replaceAll('{environment}', name).replaceAll('{accountId}', accountId);
}

function filledIn(value: BackendArgument, environment: Owner): BackendArgument {
  if (typeof value === 'string') return withPlace(value, environment);
  if (Array.isArray(value)) return value.map((item: BackendArgument) => filledIn(item, environment));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filledIn(member, environment)]));
}
