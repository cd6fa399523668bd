import fc from '../fast-check';
import type { AuditDocument } from '../../src/audit/document';
import { print as printHtml } from '../../src/audit/formats/html';
import { print as printJson } from '../../src/audit/formats/json';
import { print as printText } from '../../src/audit/formats/text';
import { parseJson, plainJson } from '../../src/json';
import { readPage } from '../html/parsed';
import { hostileText } from '../report/reports';
import { join } from 'node:path';
import { changesSince } from '../../src/audit/since/changes';
import { readEarlier } from '../../src/audit/since/earlier';
import { contractsHere } from '../../src/judging/contracts';
import { pairRows } from '../../src/judging/pair-rows';
import { slowTest } from '../effort';
import { audited, cleanAccount, type Answers } from './account';
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
const plain = { colour: false } as const;

describe('the page of an audit', () => {
  test('shows each part of each environment, with its verdict, findings, keys and controls', () => {
    const { text } = readPage(printHtml(document, plain));
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
    const page = printHtml(document, plain);
    expect(printHtml(document, plain)).toBe(page);
    expect(page).toContain("default-src 'none'");
    expect(() => readPage(page)).not.toThrow();
  });

  test('has the line of the contract next to each permission, and says which are new and which are gone', () => {
    const wide = JSON.parse(
      JSON.stringify(cleanAccount()).replaceAll(
        'arn:aws:iam::111122223333:user/backup-agent',
        'arn:aws:iam::111122223333:user/*',
      ),
    ) as Answers;
    const now = documentOf(audited(wide));
    const before = readEarlier(plainJson(documentOf(audited(cleanAccount()))), 'before.json');
    const changes = changesSince(before, now, null);
    const contracts = contractsHere(join(__dirname, '..', '..'), pairRows);
    const { text } = readPage(printHtml({ ...now, changes }, { ...plain, page: { contracts, pictures: [] } }));
    for (const words of [
      'identity[0]iam:ListAccessKeysiam:CreateAccessKeyiam:DeleteAccessKeyon ${pairs.users}as before',
      'iam:DeleteAccessKeyarn:aws:iam::111122223333:user/*noneoutsideno line allows itnew or changed',
      'iam:ListAccessKeys on arn:aws:iam::111122223333:user/backup-agent (inside)gone',
      'Since before.json (2027-03-10T12:00:00.000Z',
    ])
      expect(text).toContain(words);
  });

  test('shows the planned rotations next to the keys that exist', () => {
    const { text } = readPage(printHtml(document, plain));
    expect(text).toContain('Next rotations (UTC)');
    expect(text).toContain('2027-04-01 01:00');
  });

  slowTest('of 5,000 users draws the worst 100, has all in the table, and is at most 3 MB', () => {
    const [first, ...others] = document.environments;
    const users = Array.from({ length: 5000 }, (_, index) => ({
      ...first?.parts.keys.users[0],
      user: `user-${index}@a.example`,
    }));
    const rows = users.flatMap(
      ({ user }) =>
        first?.parts.controls.rows.slice(0, 3).map((row) => ({ ...row, user, because: `${user} ${row.because}` })) ??
        [],
    );
    const parts = {
      ...first?.parts,
      keys: { ...first?.parts.keys, users },
      controls: { ...first?.parts.controls, rows },
    };
    const html = printHtml({ ...document, environments: [{ ...first, parts }, ...others] } as AuditDocument, plain);
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
    const { elements, text } = readPage(html);
    expect(elements.filter(({ attributes }) => attributes['class'] === 'timeline').length).toBeLessThanOrEqual(6);
    expect(text).toContain('user-4999@');
    expect(text).toContain('because the page would be too large');
  });

  test('says which parts are not judged', () => {
    const { text } = readPage(printHtml(documentOf(audited({})), plain));
    expect(text).toContain('No answer shows it, so it changes no verdict.');
  });
});

test('no text of an account becomes markup, or anything that a terminal obeys', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const hostile = withTexts(document, text);
      readPage(printHtml(hostile, plain));
      expect(printText(hostile, { colour: false })).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
      expect(parseJson(printJson(hostile))).toMatchObject({ format: 'keyturn-audit/1' });
    }),
    { numRuns: 30 },
  );
});
