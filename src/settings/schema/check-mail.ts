import { mailPlaceholders } from '../../workflow';
import type { FieldCheck } from './fields';
import { holdsSecret } from '../../text/show';
import { didYouMean } from '../../text/suggest';

const ADDRESS_LENGTH = 320;
const LOCAL_LENGTH = 64;
const DOMAIN_LENGTH = 253;
const SUBJECT_LENGTH = 256;
const BODY_LENGTH = 8192;

const LOCAL = /^[A-Za-z0-9!#$%&'+/=^_`{|}~-]+(\.[A-Za-z0-9!#$%&'+/=^_`{|}~-]+)*$/;
const DOMAIN = /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
const SAMPLE = '"platform-team@example.com"';

const isAscii = (value: string): boolean => /^[ -~]*$/.test(value);
const isDomain = (value: string): boolean => value.length <= DOMAIN_LENGTH && DOMAIN.test(value);

/** The local part and the domain of a bare address; undefined for anything else. */
function splitAddress(address: string): { local: string; domain: string } | undefined {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const fits = at > 0 && local.length <= LOCAL_LENGTH && address.length <= ADDRESS_LENGTH;
  return fits && LOCAL.test(local) && isDomain(domain) ? { local, domain } : undefined;
}

type AddressFault = 'not-ascii' | 'wildcard' | 'not-an-address';

/** SES takes ASCII only; a policy would read `*` and `?` in an address as wildcards. https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html */
function addressFault(address: string): AddressFault | undefined {
  if (!isAscii(address)) return 'not-ascii';
  if (/[*?]/.test(address)) return 'wildcard';
  return splitAddress(address) === undefined ? 'not-an-address' : undefined;
}

const wildcard = `holds "*" or "?", which a policy reads as wildcards; write an address such as ${SAMPLE}`;

const addressWords: Readonly<Record<AddressFault, string>> = {
  'not-ascii':
    'holds characters beyond ASCII, which SES refuses; write the domain in Punycode, as in "ops@xn--mnchen-3ya.example"',
  wildcard,
  'not-an-address': `is no e-mail address; write one such as ${SAMPLE}`,
};

const rightSender = 'write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"';

const senderWords: Readonly<Record<AddressFault, string>> = {
  'not-ascii': `holds characters beyond ASCII, which SES refuses; ${rightSender}`,
  wildcard,
  'not-an-address': `is no e-mail address that mail can come from; ${rightSender}`,
};

export const mailAddress: FieldCheck<string> = (address) => {
  const fault = addressFault(address);
  return fault === undefined ? undefined : addressWords[fault];
};

/** The address in `address` or `Name <address>`. */
export function addressOf(sender: string): string {
  return /^.*<([^<>]*)>$/.exec(sender)?.[1] ?? sender;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

export const senderAddress: FieldCheck<string> = (sender) => {
  const [, name, address] = /^([^<>]*)<([^<>]*)>$/.exec(sender) ?? [];
  const fault = isAscii(sender) ? addressFault(address ?? sender) : 'not-ascii';
  if (fault !== undefined) return senderWords[fault];
  if (name === undefined) return undefined;
  const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]+ $/.test(name);
  const quoted = /^"([^"\\]|\\["\\])*" $/.test(name);
  return plain || quoted
    ? undefined
    : `has a name before "<" that must be plain words or stand in double quotes, and one space; ${rightSender}`;
};

export const identity: FieldCheck<string> = (name) =>
  isDomain(name) || (name.includes('@') && addressFault(name) === undefined)
    ? undefined
    : 'is no identity of SES; write a domain or an address, such as "example.com"';

/** Whether SES would send mail from the address under the identity: the address itself, its domain or a domain above. */
export function covers(identityName: string, address: string): boolean {
  if (identityName.includes('@')) {
    const same = domainOf(identityName).toLowerCase() === domainOf(address).toLowerCase();
    return same && identityName.slice(0, identityName.lastIndexOf('@')) === address.slice(0, address.lastIndexOf('@'));
  }
  return `.${domainOf(address)}`.toLowerCase().endsWith(`.${identityName}`.toLowerCase());
}

/** A header is one line. */
export const subject: FieldCheck<string> = (value) =>
  /[\p{Cc}\u2028\u2029]/u.test(value)
    ? 'must be one line without control characters; write it without line breaks'
    : template(value, SUBJECT_LENGTH);

export const body: FieldCheck<string> = (value) =>
  /(?![\t\n\r])\p{Cc}/u.test(value)
    ? 'holds control characters; write text with no others than line breaks and tabs'
    : template(value, BODY_LENGTH);

const placeholders = Object.keys(mailPlaceholders);

function template(value: string, longest: number): string | undefined {
  if (value.trim() === '') return 'is empty; write some text, or leave the setting out for the default';
  if (value.length > longest) return `is longer than ${longest} characters; write a shorter text`;
  if (holdsSecret(value)) return 'holds what looks like a secret access key; write a text without it';
  for (const [whole, name] of value.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)) {
    if (whole === '{{' || whole === '}}') continue;
    if (name === undefined) return `holds a single "${whole}"; write "{{" and "}}" for braces that are meant as such`;
    if (placeholders.includes(name)) continue;
    if (/secret|password/i.test(name) && !/name/i.test(name))
      return `asks for {${name}}, and the secret never goes into a mail; leave it out`;
    const meant = didYouMean(name, placeholders, { shown: (placeholder) => `{${placeholder}}` });
    return `holds the unknown placeholder {${name}}; ${meant}; for braces themselves write "{{" and "}}"`;
  }
  return undefined;
}
