import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { InputError } from '../../input-error';
import { canonicalJson } from '../../json';

/**
 * A signature over everything else in a document, by Ed25519: https://www.rfc-editor.org/rfc/rfc8032. It is made from the values, not from the text,
 * so spaces and the order of members may change.
 */
export interface Signature {
  readonly algorithm: 'Ed25519';
  /** The public key, as SubjectPublicKeyInfo in Base64. */
  readonly publicKey: string;
  /** The signature in Base64. */
  readonly value: string;
}

/** Reads a private key in PEM. Errors name the file, and nothing of its content. */
export function privateKeyIn(pem: string, file: string): KeyObject {
  return keyIn(() => createPrivateKey(pem), file, 'openssl genpkey -algorithm ed25519 -out key.pem');
}

/** Reads a public key in PEM. */
export function publicKeyIn(pem: string, file: string): KeyObject {
  if (pem.includes('PRIVATE KEY'))
    throw InputError.of(
      `${file}: is a private key; give the public one: openssl pkey -in key.pem -pubout -out key.pub`,
    );
  return keyIn(() => createPublicKey(pem), file, 'openssl pkey -in key.pem -pubout -out key.pub');
}

function keyIn(read: () => KeyObject, file: string, command: string): KeyObject {
  const key = tryTo(read);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw InputError.of(`${file}: is not an Ed25519 key in PEM without a passphrase; make one with: ${command}`);
  return key;
}

/** A document with a signature over all of it. */
export function signed<Document extends object>(document: Document, key: KeyObject): Document & Signed {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const value = sign(null, Buffer.from(canonicalJson(document)), key).toString('base64');
  return { ...document, signature: { algorithm: 'Ed25519', publicKey, value } };
}

interface Signed {
  readonly signature: Signature;
}

/** The signature of a document: none, one that does not match its content, or the fingerprint of the key that made it. */
type SignatureState =
  { readonly kind: 'none' } | { readonly kind: 'broken' } | { readonly kind: 'valid'; readonly fingerprint: string };

export function signatureOf({ signature, ...document }: { readonly signature?: Signature }): SignatureState {
  if (signature === undefined) return { kind: 'none' };
  const der = Buffer.from(signature.publicKey, 'base64');
  const key = tryTo(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  if (key?.asymmetricKeyType !== 'ed25519') return { kind: 'broken' };
  const isValid = verify(null, Buffer.from(canonicalJson(document)), key, Buffer.from(signature.value, 'base64'));
  return isValid ? { kind: 'valid', fingerprint: fingerprintOf(key) } : { kind: 'broken' };
}

/** SHA-256 of the public key, in the form that OpenSSH shows. */
export function fingerprintOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return `SHA256:${createHash('sha256').update(der).digest('base64').replace(/=+$/, '')}`;
}

function tryTo<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
