import type { AuditDocument, EnvironmentAudit } from '../../src/audit/document';
import { audited, cleanAccount } from './account';
import { credentialReport, now } from './report';

/** The result of an audit of two environments: one with faults, one that is clean. */
export const auditWithFaults = (): AuditDocument => documentOf(faulty(), audited(cleanAccount()));

/** The audit of an account with an old key, a user of somebody else, and a question that was denied. */
function faulty(): EnvironmentAudit {
  const users = [
    { name: 'ci-deployer', keys: [400, 2] },
    { name: 'somebody', keys: [10] },
  ];
  return audited(
    { ...cleanAccount(), 'credential-report ': credentialReport(users) },
    { 'senders example.com': { kind: 'failed', reason: 'denied', message: 'AccessDenied' } },
  );
}

export function documentOf(...environments: readonly EnvironmentAudit[]): AuditDocument {
  return {
    ...{ format: 'keyturn-audit/1', tool: '0.2.0', at: new Date(now).toISOString(), environments },
    ...{ verdict: environments[0]?.verdict ?? 'pass', notAudited: [{ environment: 'other', account: '444455556666' }] },
    basis: { options: { 'since-days': '31' }, contracts: [], files: [] },
  };
}
