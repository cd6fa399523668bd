import { printableJson } from '../../text/printable';
import { evidenceOf } from '../evidence/evidence';
import type { Print } from './format';

/** The evidence for an audit, as JSON. schemas/evidence.schema.json describes it. */
export const print: Print = (report, { version, facts, sign }) => {
  const evidence = evidenceOf(report, { toolVersion: version, ...facts() });
  return `${printableJson(sign === undefined ? evidence : sign(evidence))}\n`;
};
