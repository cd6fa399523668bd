import type { AuditFormat } from './format';
import type { AuditFormatName } from './names';

/** Every format of an audit by its name. */
export const auditFormats: Readonly<Record<AuditFormatName, AuditFormat>> = {
  text: { summary: 'people at a terminal', load: () => import('./text') },
  json: { summary: 'programs; one document, `keyturn-audit/1`', load: () => import('./json') },
  html: { summary: 'people in a browser; one page that loads nothing', isPage: true, load: () => import('./html') },
};
