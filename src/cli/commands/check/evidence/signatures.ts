import { resolve } from 'node:path';
import { nameOf, readText } from '../../../../files';
import {
  fingerprintOf,
  privateKeyIn,
  publicKeyIn,
  signatureOf,
  signed,
  type Signature,
} from '../../../../report/evidence';

/** Signs documents with the private key in a file. Throws an InputError if it is not one. */
export function signerWith(file: string, cwd: string): <Document extends object>(document: Document) => Document {
  const key = privateKeyIn(readText(file, resolve(cwd, file), 'give a private key in PEM'), nameOf(file));
  return (document) => signed(document, key);
}

/** A signature, next to the key that the call wants: refused, by that key, or, without such a key, by some key or by none. */
interface JudgedSignature {
  readonly kind: 'refused' | 'as-wanted' | 'not-checked';
  /** Words for a reader; empty if there is nothing to say. */
  readonly words: string;
  /** The fingerprint of the key that signed; undefined if nobody did. */
  readonly fingerprint: string | undefined;
}

/** Judges the signature of a document. Throws an InputError if `signedBy` is not a file with a public key. */
export function judgedSignature(
  document: { readonly signature?: Signature },
  signedBy: string | undefined,
  cwd: string,
): JudgedSignature {
  const state = signatureOf(document);
  const fingerprint = state.kind === 'valid' ? state.fingerprint : undefined;
  const as = (kind: JudgedSignature['kind'], words: string): JudgedSignature => ({ kind, words, fingerprint });
  if (state.kind === 'broken') return as('refused', 'the signature does not match: it was changed after it was signed');
  if (signedBy === undefined) {
    const words = `signed by the key ${fingerprint ?? ''}; --signed-by FILE checks whose key that is`;
    return as('not-checked', fingerprint === undefined ? '' : words);
  }
  const key = publicKeyIn(readText(signedBy, resolve(cwd, signedBy), 'give a public key in PEM'), nameOf(signedBy));
  const wanted = fingerprintOf(key);
  if (fingerprint === wanted) return as('as-wanted', `signed by ${nameOf(signedBy)}, ${wanted}`);
  const other = fingerprint === undefined ? 'it has no signature' : `it is signed by the key ${fingerprint}`;
  return as('refused', `is not signed by ${nameOf(signedBy)}, ${wanted}: ${other}`);
}
