import { validateAudit } from '../../../generated/audit-validator';
import { InputError } from '../../input-error';
import { memberOf, type Json } from '../../json';
import { readEvidence, type Evidence } from '../../report/evidence';
import type { AuditDocument } from '../document';

/** An earlier document: evidence of a check, or an audit. */
export type Earlier =
  | { readonly kind: 'evidence'; readonly file: string; readonly document: Evidence }
  | { readonly kind: 'audit'; readonly file: string; readonly document: AuditDocument };

const format = 'keyturn-audit/1' satisfies AuditDocument['format'];

/** Reads evidence of any release, or the JSON of an audit. Throws an InputError with one line if the value is neither. */
export function readEarlier(value: Json, file: string): Earlier {
  const found = memberOf(value, 'format');
  if (isAudit(value)) return { kind: 'audit', file, document: value };
  if (found === format)
    throw InputError.of(`${file}: is not a whole audit; give the output of "keyturn audit --format json" unedited`);
  if (typeof found === 'string' && found.startsWith('keyturn-audit/'))
    throw InputError.of(`${file}: is an audit of the format ${JSON.stringify(found)}; this release reads ${format}`);
  if (memberOf(value, 'kind') !== 'keyturn-evidence')
    throw InputError.of(
      `${file}: is neither evidence nor an audit; give the output of "keyturn check --format evidence" or of "keyturn audit --format json"`,
    );
  return { kind: 'evidence', file, document: readEvidence(value, file) };
}

function isAudit(value: unknown): value is AuditDocument {
  return validateAudit(value);
}
