interface Address {
  readonly bits: number;
  readonly value: bigint;
}

interface Network extends Address {
  /** How many leading bits count. */
  readonly length: number;
}

/**
 * Whether an address lies in a network in CIDR notation (an address alone is the network of itself). IPv4 and IPv6 never match each other.
 * @throws RangeError where the network is none.
 */
export function inNetwork(network: string, address: string): boolean {
  const wanted = parseNetwork(network);
  if (wanted === undefined) throw new RangeError(`"${network}" is no network; one is written as "203.0.113.0/24"`);
  const given = parseAddress(address);
  return given !== undefined && startsLike(wanted, given);
}

/** Whether every address of the inner network lies in the outer one. */
export function networkWithin(outer: string, inner: string): boolean {
  const [wide, narrow] = [parseNetwork(outer), parseNetwork(inner)];
  return wide !== undefined && narrow !== undefined && narrow.length >= wide.length && startsLike(wide, narrow);
}

function startsLike(network: Network, address: Address): boolean {
  const shift = BigInt(network.bits - network.length);
  return network.bits === address.bits && address.value >> shift === network.value >> shift;
}

function parseNetwork(text: string): Network | undefined {
  const [base = '', prefix, ...rest] = text.split('/');
  const start = parseAddress(base);
  if (start === undefined || rest.length > 0) return undefined;
  const length = prefix === undefined ? start.bits : prefixOf(prefix);
  return length === undefined || length > start.bits ? undefined : { ...start, length };
}

function prefixOf(text: string): number | undefined {
  return /^[0-9]{1,3}$/.test(text) ? Number(text) : undefined;
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): Address | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9][0-9]{0,2})$/.test(octet) && Number(octet) < 256)) {
    return undefined;
  }
  return { bits: 32, value: joined(octets.map(Number), 8n) };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [left = [], right] = halves;
  const missing = 8 - left.length - (right?.length ?? 0);
  if (halves.length > 2 || (right === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = right === undefined ? left : [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return {
    bits: 128,
    value: joined(
      groups.map((group) => parseInt(group, 16)),
      16n,
    ),
  };
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | BigInt(part), 0n);
}
