import type { Report } from '../../checks';

/**
 * The report as JSON. `version` is that of this form: members are added without a new one, none is renamed or changes its meaning.
 * Described in schemas/report.schema.json.
 */
export function asJson(report: Report): string {
  return `${JSON.stringify({ version: 1, tool: 'keyturn', ...report }, undefined, 2)}\n`;
}
