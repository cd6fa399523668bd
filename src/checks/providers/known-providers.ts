/** Where a provider comes from. https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses */
interface SourceAddress {
  readonly host: string;
  readonly namespace: string;
  readonly type: string;
}

const registries: ReadonlySet<string> = new Set(['registry.terraform.io', 'registry.opentofu.org']);

/** A source address in full; undefined where it is not one. */
function parseSource(source: string): SourceAddress | undefined {
  const parts = source.toLowerCase().split('/');
  if (parts.length > 3 || !parts.every((part) => /^[a-z0-9][a-z0-9._-]*$/.test(part))) return undefined;
  const [type = '', namespace = 'hashicorp', host = 'registry.terraform.io'] = [...parts].reverse();
  return { host, namespace, type };
}

/** Whether a provider is one of HashiCorp's, or the one that is built in: of any other it is not known what it does when it is started. */
export function isKnownProvider(source: string): boolean {
  const address = parseSource(source);
  if (address === undefined) return false;
  const { host, namespace, type } = address;
  if (namespace === 'builtin') return host === 'terraform.io' && type === 'terraform';
  return registries.has(host) && namespace === 'hashicorp';
}

/** Whether it is HashiCorp's provider of this name. OpenTofu takes it from an address of its own. */
export function isProviderOf(source: string, name: string): boolean {
  const address = parseSource(source);
  if (address === undefined || !isKnownProvider(source)) return false;
  return address.type === name && (name === 'terraform') === (address.namespace === 'builtin');
}
