import { printableJson } from '../../text/printable';
import type { Print } from './format';

/**
 * The report as JSON. `version` is that of this form: members are added without a new one, none is renamed or changes its meaning.
 * Described in schemas/report.schema.json.
 */
export const print: Print = (report) => `${printableJson({ version: 1, tool: 'keyturn', ...report })}\n`;
