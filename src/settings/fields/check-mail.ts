import { domainToASCII } from 'node:url';
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

type AddressFault = 'local-part-not-ascii' | 'not-ascii' | 'wildcard' | 'not-an-address';

/**
 * An address with its domain in Punycode, as SES and DNS expect it: `ops@münchen.example` becomes `ops@xn--mnchen-3ya.example`. An ASCII
 * domain stays unchanged. https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html
 */
export function inPunycode(addressOrDomain: string): string {
  const start = addressOrDomain.lastIndexOf('@') + 1;
  const domain = addressOrDomain.slice(start);
  return isAscii(domain) ? addressOrDomain : `${addressOrDomain.slice(0, start)}${domainToASCII(domain)}`;
}

/**
 * Checks an address: SES accepts ASCII only, and a policy would read `*` and `?` as wildcards.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html
 */
function addressFault(written: string): AddressFault | undefined {
  if (/\p{Cc}/u.test(written)) return 'not-an-address';
  const address = inPunycode(written);
  if (!isAscii(address)) return address.includes('@') ? 'local-part-not-ascii' : 'not-ascii';
  if (/[*?]/.test(address)) return 'wildcard';
  return splitAddress(address) === undefined ? 'not-an-address' : undefined;
}

const wildcard = `contains "*" or "?", which a policy reads as wildcards; write an address such as ${SAMPLE}`;

const addressWords: Readonly<Record<AddressFault, string>> = {
  'local-part-not-ascii': `contains characters outside ASCII before the "@", which SES refuses; write an ASCII address, such as ${SAMPLE}`,
  'not-ascii': `is not an e-mail address; write one such as ${SAMPLE}`,
  wildcard,
  'not-an-address': `is not an e-mail address; write one such as ${SAMPLE}`,
};

const rightSender = 'write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"';

const senderWords: Readonly<Record<AddressFault, string>> = {
  'local-part-not-ascii': `contains characters outside ASCII before the "@", which SES refuses; ${rightSender}`,
  'not-ascii': `is not a valid sender address; ${rightSender}`,
  wildcard,
  'not-an-address': `is not a valid sender address; ${rightSender}`,
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
  const [, name, address] = SENDER.exec(sender) ?? [];
  const fault = addressFault(address ?? sender);
  if (fault !== undefined) return senderWords[fault];
  if (name === undefined) return undefined;
  if (/\p{Cc}/u.test(name)) return `has a name before "<" with control characters; ${rightSender}`;
  if (!isAscii(name) && /[^ ] $/.test(name)) return undefined; // it is encoded
  const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~. -]+ $/.test(name);
  const quoted = /^"([^"\\]|\\["\\])*" $/.test(name);
  return plain || quoted
    ? undefined
    : `has an invalid name before "<": write plain words or a name in double quotes, then one space; ${rightSender}`;
};

const SENDER = /^([^<>]*)<([^<>]*)>$/;

/** The sender as SES expects it: the domain in Punycode, and a name outside ASCII in encoded words. */
export function sourceOf(sender: string): string {
  const [, name, address] = SENDER.exec(sender) ?? [];
  if (name === undefined || address === undefined) return inPunycode(sender);
  if (isAscii(name)) return isAscii(address) ? sender : `${name}<${inPunycode(address)}>`;
  return `${encodedWords(unquoted(name.trim()))} <${inPunycode(address)}>`;
}

/** A name in double quotes, without them. */
function unquoted(name: string): string {
  return /^".*"$/.test(name) ? name.slice(1, -1).replace(/\\(["\\])/g, '$1') : name;
}

/** Bytes of a name in an encoded word, which has at most 75 characters: 60 of base64, 12 around them. */
const BYTES_OF_WORD = 45;

/**
 * Encodes a name: a character is never split between two words, and the space between two is not shown.
 * https://www.rfc-editor.org/rfc/rfc2047#section-2
 */
function encodedWords(name: string): string {
  const words: string[] = [''];
  for (const character of name) {
    const longer = `${words.at(-1) ?? ''}${character}`;
    if (Buffer.byteLength(longer) <= BYTES_OF_WORD) words[words.length - 1] = longer;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

export const identity: FieldCheck<string> = (name) =>
  isDomain(inPunycode(name)) || (name.includes('@') && addressFault(name) === undefined)
    ? undefined
    : 'is not an SES identity; write a domain or an address, such as "example.com"';

/** Whether SES would send mail from the address under the identity: the address itself, its domain or a domain above. */
export function covers(writtenIdentity: string, writtenAddress: string): boolean {
  const [identityName, address] = [inPunycode(writtenIdentity), inPunycode(writtenAddress)];
  if (identityName.includes('@')) {
    const same = domainOf(identityName).toLowerCase() === domainOf(address).toLowerCase();
    return same && identityName.slice(0, identityName.lastIndexOf('@')) === address.slice(0, address.lastIndexOf('@'));
  }
  return `.${domainOf(address)}`.toLowerCase().endsWith(`.${identityName}`.toLowerCase());
}

/** Checks a header, which is one line. */
export const subject: FieldCheck<string> = (value) =>
  /[\p{Cc}\u2028\u2029]/u.test(value)
    ? 'must be one line without control characters; write it without line breaks'
    : template(value, SUBJECT_LENGTH);

export const body: FieldCheck<string> = (value) =>
  /(?![\t\n\r])\p{Cc}/u.test(value)
    ? 'contains control characters; only line breaks and tabs are allowed'
    : template(value, BODY_LENGTH);

const URL_LENGTH = 1024;

/** Checks an address for a link in a mail. */
export const webPage: FieldCheck<string> = (value) => {
  const right = 'write one such as "https://wiki.example.com/key-rotation"';
  if (!/^https?:\/\/[!-~]+$/.test(value) || !URL.canParse(value)) return `is not the address of a web page; ${right}`;
  if (value.length > URL_LENGTH) return `is longer than ${URL_LENGTH} characters; write a shorter address`;
  if (new URL(value).password !== '')
    return 'contains a password, which everybody who gets the mail would see; remove it';
  return holdsSecret(value) ? 'contains what looks like a secret access key; remove it' : undefined;
};

const placeholders = Object.keys(mailPlaceholders);

function template(value: string, longest: number): string | undefined {
  if (value.trim() === '') return 'is empty; write some text, or leave the setting out for the default';
  if (value.length > longest) return `is longer than ${longest} characters; write a shorter text`;
  if (holdsSecret(value)) return 'contains what looks like a secret access key; remove it';
  for (const [whole, name] of value.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)) {
    if (whole === '{{' || whole === '}}') continue;
    if (name === undefined) return `contains a single "${whole}"; write "{{" and "}}" for literal braces`;
    if (placeholders.includes(name)) continue;
    if (/secret|password/i.test(name) && !/name/i.test(name))
      return `uses {${name}}, but a mail never contains the secret; remove it`;
    const meant = didYouMean(name, placeholders, { shown: (placeholder) => `{${placeholder}}` });
    return `uses the unknown placeholder {${name}}; ${meant}; for literal braces write "{{" and "}}"`;
  }
  return undefined;
}
