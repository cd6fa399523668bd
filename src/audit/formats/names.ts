/** The formats of an audit, in the order of the help. Options and docs are made from it without loading the formats. */
export const auditFormatNames = ['text', 'json', 'html'] as const;

export type AuditFormatName = (typeof auditFormatNames)[number];
