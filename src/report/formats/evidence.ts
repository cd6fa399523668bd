import { printableJson } from '../../text/printable';
import { evidenceOf } from '../evidence';
import type { Print } from './format';

/** What an audit keeps, as JSON. Described in schemas/evidence.schema.json. */
export const print: Print = (report, { version, facts }) =>
  `${printableJson(evidenceOf(report, { toolVersion: version, ...facts() }))}\n`;
