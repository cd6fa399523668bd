import { evidenceOf } from '../evidence';
import type { Print } from './format';

/** What an audit keeps, as JSON. Described in schemas/evidence.schema.json. */
export const print: Print = (report, { version, facts }) =>
  `${JSON.stringify(evidenceOf(report, { toolVersion: version, ...facts() }), undefined, 2)}\n`;
