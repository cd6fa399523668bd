import { printableJson } from '../../text/printable';
import { evidenceOf } from '../evidence';
import type { Print } from './format';

/** The evidence for an audit, as JSON. schemas/evidence.schema.json describes it. */
export const print: Print = (report, { version, facts }) =>
  `${printableJson(evidenceOf(report, { toolVersion: version, ...facts() }))}\n`;
