import { validateAudit } from '../../generated/audit-validator';
import type { AuditDocument, EnvironmentAudit } from '../../src/audit/document';
import { plainJson } from '../../src/json';

/** The document, after a look whether it is as schemas/audit.schema.json says. Every audit of the tests comes through here. */
export function asInSchema<Document extends AuditDocument>(document: Document): Document {
  if (!validateAudit(plainJson(document)))
    throw new Error(`schemas/audit.schema.json: ${JSON.stringify(validateAudit.errors)}`);
  return document;
}

export function environmentAsInSchema(environment: EnvironmentAudit): EnvironmentAudit {
  const basis = { options: {}, contracts: [], files: [] };
  const { verdict } = environment;
  asInSchema({
    format: 'keyturn-audit/1',
    tool: '0',
    at: '',
    verdict,
    environments: [environment],
    notAudited: [],
    basis,
  });
  return environment;
}
