import fc from '../fast-check';
import type { AuditDocument } from '../../src/audit/document';
import { print as printHtml } from '../../src/audit/formats/html';
import { print as printJson } from '../../src/audit/formats/json';
import { print as printText } from '../../src/audit/formats/text';
import { parseJson } from '../../src/json';
import { readPage } from '../html/parsed';
import { hostileText } from '../report/reports';
import { audited } from './account';
import { auditWithFaults, documentOf } from './faulty';

/** The document with another text in place of each message and name that an account can choose. */
function withTexts(document: AuditDocument, text: string): AuditDocument {
  const chosen = new Set([
    'message',
    'subject',
    'remedy',
    'user',
    'because',
    'execution',
    'what',
    'status',
    'lastUsedWith',
    'role',
    'resource',
  ]);
  return JSON.parse(
    JSON.stringify(document, (name, value: unknown) => (chosen.has(name) && typeof value === 'string' ? text : value)),
  ) as AuditDocument;
}

const document = auditWithFaults();

describe('the page of an audit', () => {
  test('shows each part of each environment, with its verdict, findings, keys and controls', () => {
    const { text } = readPage(printHtml(document));
    for (const words of [
      'Not audited: other, which is in account 444455556666',
      'Permissions of the roles against the contracts',
      'Drift from the settings',
      'ci-deployer',
      '400 days',
      'somebody',
      'not met',
      'read on 2026-11-30',
    ])
      expect(text).toContain(words);
  });

  test('is the same each time, and loads nothing', () => {
    const page = printHtml(document);
    expect(printHtml(document)).toBe(page);
    expect(page).toContain("default-src 'none'");
    expect(() => readPage(page)).not.toThrow();
  });

  test('says which parts are not judged', () => {
    const { text } = readPage(printHtml(documentOf(audited({}))));
    expect(text).toContain('No answer shows it, so it changes no verdict.');
  });
});

test('no text of an account becomes markup, or anything that a terminal obeys', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const hostile = withTexts(document, text);
      readPage(printHtml(hostile));
      expect(printText(hostile, { colour: false })).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
      expect(parseJson(printJson(hostile))).toMatchObject({ format: 'keyturn-audit/1' });
    }),
    { numRuns: 30 },
  );
});
