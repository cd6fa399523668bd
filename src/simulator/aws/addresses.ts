/** A mailbox as SES parses it: `a@b.c`, or `Name <a@b.c>`. */
export interface Mailbox {
  readonly displayName: string;
  readonly address: string;
  readonly domain: string;
}

/** Parses the mailbox in a text; undefined if the text is not a mailbox. Addresses are ASCII, without spaces. */
export function parseMailbox(text: string): Mailbox | undefined {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^"<>]*?))\s*<([^<>]+)>\s*$/s.exec(text);
  const displayName = (bracketed?.[1]?.replace(/\\(.)/gs, '$1') ?? bracketed?.[2] ?? '').trim();
  const address = (bracketed?.[3] ?? text).trim();
  const domain = /^[!-?A-~]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$/.exec(address)?.[1];
  return domain === undefined || domain.includes('..') ? undefined : { displayName, address, domain };
}

/**
 * The verified identity that covers a mailbox: the address itself, else its domain or the nearest domain above it.
 * https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function mailIdentityOf(mailbox: Mailbox, identities: readonly string[]): string | undefined {
  const byLowerCase = new Map(identities.map((identity) => [identity.toLowerCase(), identity]));
  const labels = mailbox.domain.toLowerCase().split('.');
  const domains = labels.map((_, index) => labels.slice(index).join('.'));
  const candidates = [mailbox.address.toLowerCase(), ...domains];
  const found = candidates.find((candidate) => byLowerCase.has(candidate));
  return found === undefined ? undefined : byLowerCase.get(found);
}
