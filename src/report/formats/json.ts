import { printableJson } from '../../text/printable';
import type { Report } from '../../checks';
import type { Changes } from '../since';
import type { Print } from './format';

/**
 * The report as JSON. `version` is the version of this format: new members do not change it; no member is renamed or changes its meaning.
 * schemas/report.schema.json describes it.
 */
export function jsonText(report: Report & { readonly changes?: Changes }): string {
  return `${printableJson({ version: 1, tool: 'keyturn', ...report })}\n`;
}

export const print: Print = (report, { changes }) => jsonText(changes === undefined ? report : { ...report, changes });
