import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { InputError } from '../../input-error';
import { canonicalJson } from '../../json';
import type { Evidence } from './evidence';

/**
 * A signature over everything else in the evidence, by Ed25519: https://www.rfc-editor.org/rfc/rfc8032. It is made from the values, not from the text,
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

export function signed(evidence: Omit<Evidence, 'signature'>, key: KeyObject): Evidence {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  const value = sign(null, Buffer.from(canonicalJson(evidence)), key).toString('base64');
  return { ...evidence, signature: { algorithm: 'Ed25519', publicKey, value } };
}

/** The signature of evidence: none, one that does not match its content, or the fingerprint of the key that made it. */
export type SignatureState =
  { readonly kind: 'none' } | { readonly kind: 'broken' } | { readonly kind: 'valid'; readonly fingerprint: string };

export function signatureOf(evidence: Omit<Evidence, 'signature'>, signature: Evidence['signature']): SignatureState {
  if (signature === undefined) return { kind: 'none' };
  const der = Buffer.from(signature.publicKey, 'base64');
  const key = tryTo(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  if (key?.asymmetricKeyType !== 'ed25519') return { kind: 'broken' };
  const isValid = verify(null, Buffer.from(canonicalJson(evidence)), key, Buffer.from(signature.value, 'base64'));
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
