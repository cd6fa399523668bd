import { resolve } from 'node:path';
import type { AuditDocument } from '../../../audit/document';
import { changesSince } from '../../../audit/since/changes';
import { readEarlier, type Earlier } from '../../../audit/since/earlier';
import { nameOf, readText } from '../../../files';
import { InputError } from '../../../input-error';
import { parseJsonFile } from '../../../json';
import { judgedSignature } from '../check/evidence/signatures';
import type { Options } from './options';

/** An earlier document whose signature was judged. */
interface Before {
  readonly earlier: Earlier;
  readonly signedBy: string | null;
}

const right = 'give evidence of "keyturn check", or the JSON of an audit';

/** Reads the earlier document that the call names. Throws an InputError if its signature does not match, or is not the wanted one. */
export function readBefore({ since, signedBy }: Options, cwd: string): Before | undefined {
  if (since === undefined) return undefined;
  const file = nameOf(since);
  const earlier = readEarlier(parseJsonFile(readText(since, resolve(cwd, since), right), file), file);
  const { kind, words, fingerprint } = judgedSignature(earlier.document, signedBy, cwd);
  if (kind === 'refused') throw InputError.of(`${file}: ${words}`);
  return { earlier, signedBy: fingerprint ?? null };
}

/** The document with what changed since the earlier one. */
export function withChanges(document: AuditDocument, before: Before | undefined): AuditDocument {
  return before === undefined
    ? document
    : { ...document, changes: changesSince(before.earlier, document, before.signedBy) };
}
