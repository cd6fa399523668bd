interface Address {
  readonly bits: number;
  readonly value: bigint;
}

/**
 * Whether an address lies in a network in CIDR notation (an address alone is the network of itself). IPv4 and IPv6 never match each other.
 * @throws RangeError where the network is none.
 */
export function inNetwork(network: string, address: string): boolean {
  const [base = '', prefix, ...rest] = network.split('/');
  const start = parseAddress(base);
  const length = prefix === undefined ? start?.bits : prefixOf(prefix);
  if (start === undefined || length === undefined || length > start.bits || rest.length > 0) {
    throw new RangeError(`"${network}" is no network; one is written as "203.0.113.0/24"`);
  }
  const given = parseAddress(address);
  if (given === undefined || given.bits !== start.bits) return false;
  const shift = BigInt(start.bits - length);
  return given.value >> shift === start.value >> shift;
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
