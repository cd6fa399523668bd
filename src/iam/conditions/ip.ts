import { IPv4, IPv6 } from 'ipaddr.js';

type Address = IPv4 | IPv6;

/** A network in CIDR notation. `prefix` is the number of leading bits that count. */
interface Network {
  readonly base: Address;
  readonly prefix: number;
}

/**
 * Whether an address is inside a network in CIDR notation (an address alone is the network of itself). IPv4 and IPv6 never match each other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 * @throws RangeError if the network is not valid.
 */
export function inNetwork(network: string, address: string): boolean {
  const wanted = parseNetwork(network);
  if (wanted === undefined) throw new RangeError(`"${network}" is not a network; write one such as "203.0.113.0/24"`);
  const given = parseAddress(address);
  return given !== undefined && holds(wanted, given);
}

/** Whether every address of the inner network is inside the outer one. */
export function networkWithin(outer: string, inner: string): boolean {
  const [wide, narrow] = [parseNetwork(outer), parseNetwork(inner)];
  return wide !== undefined && narrow !== undefined && narrow.prefix >= wide.prefix && holds(wide, narrow.base);
}

function holds({ base, prefix }: Network, address: Address): boolean {
  return base.kind() === address.kind() && address.match(base, prefix);
}

function parseNetwork(text: string): Network | undefined {
  const [start = '', length, ...rest] = text.split('/');
  const base = parseAddress(start);
  if (base === undefined || rest.length > 0) return undefined;
  const bits = base.kind() === 'ipv4' ? 32 : 128;
  if (length === undefined) return { base, prefix: bits };
  return /^[0-9]{1,3}$/.test(length) && Number(length) <= bits ? { base, prefix: Number(length) } : undefined;
}

/** Only the plain forms. AWS does not document how IAM reads octal parts, an IPv4 address inside an IPv6 address, or a zone. */
function parseAddress(text: string): Address | undefined {
  if (/^[0-9.]+$/.test(text)) return IPv4.isValidFourPartDecimal(text) ? IPv4.parse(text) : undefined;
  return /^[0-9a-fA-F:]+$/.test(text) && IPv6.isValid(text) ? IPv6.parse(text) : undefined;
}
