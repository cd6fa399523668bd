/**
 * The source of a provider.
 * https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 */
interface SourceAddress {
  readonly host: string;
  readonly namespace: string;
  readonly type: string;
}

const registries: ReadonlySet<string> = new Set(['registry.terraform.io', 'registry.opentofu.org']);

/** A complete source address; undefined if the text is not one. */
function parseSource(source: string): SourceAddress | undefined {
  const parts = source.toLowerCase().split('/');
  if (parts.length > 3 || !parts.every((part) => /^[a-z0-9][a-z0-9._-]*$/.test(part))) return undefined;
  const [type = '', namespace = 'hashicorp', host = 'registry.terraform.io'] = [...parts].reverse();
  return { host, namespace, type };
}

/** Whether a provider is published by HashiCorp or built in. Keyturn does not know what any other provider does when it starts. */
export function isKnownProvider(source: string): boolean {
  const address = parseSource(source);
  if (address === undefined) return false;
  const { host, namespace, type } = address;
  if (namespace === 'builtin') return host === 'terraform.io' && type === 'terraform';
  return registries.has(host) && namespace === 'hashicorp';
}

/**
 * Whether two texts are the source of one provider. A host that is left out is one of the public registries.
 */
export function isSameProvider(one: string, other: string): boolean {
  const [first, second] = [parseSource(one), parseSource(other)];
  if (first === undefined || second === undefined) return false;
  const isSameHost = first.host === second.host || (registries.has(first.host) && registries.has(second.host));
  return isSameHost && first.namespace === second.namespace && first.type === second.type;
}

/** Whether a provider is in a public registry, in the namespace of its own name: nobody else can publish `datadog/datadog` there. */
export function isInOwnNamespace(source: string, name: string): boolean {
  const address = parseSource(source);
  return address !== undefined && registries.has(address.host) && address.namespace === name && address.type === name;
}

/** Whether it is HashiCorp's provider of this name. OpenTofu takes it from another address. */
export function isProviderOf(source: string, name: string): boolean {
  const address = parseSource(source);
  if (address === undefined || !isKnownProvider(source)) return false;
  return address.type === name && (name === 'terraform') === (address.namespace === 'builtin');
}
