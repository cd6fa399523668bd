import { printableJson } from '../../text/printable';
import type { AuditDocument } from '../document';

/** The result as JSON. New members do not change the format; no member is renamed or changes its meaning. */
export function print(audit: AuditDocument): string {
  return `${printableJson(audit)}\n`;
}
