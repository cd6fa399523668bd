import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditDocument, EnvironmentAudit } from '../../src/audit/document';
import { print as printText } from '../../src/audit/formats/text';
import { changesSince } from '../../src/audit/since/changes';
import { readEarlier, type Earlier } from '../../src/audit/since/earlier';
import { plainJson, type Json } from '../../src/json';
import type { Change } from '../../src/report/since';
import { audited, cleanAccount, place, type Answers } from './account';
import { documentOf } from './faulty';
import { credentialReport } from './report';
import { asInSchema } from './schema';

const clean = cleanAccount();
const cleanAudit = audited(clean);
const users = place.environment.users.map(({ name }) => name);

const earlierOf = (document: AuditDocument): Earlier => readEarlier(plainJson(document), 'before.json');
const changes = (before: EnvironmentAudit, after: EnvironmentAudit): readonly Change[] =>
  changesSince(earlierOf(documentOf(before)), documentOf(after), null).environments[0]?.changes ?? [];
const short = (found: readonly Change[]): string[] =>
  found.map(({ part, kind, subject }) => `${kind} ${part} ${subject ?? '-'}`);

/** The answers with another text in place of one, everywhere in one answer. */
const edited = (key: string, from: string | RegExp, to: string): Answers => ({
  ...clean,
  [key]: JSON.parse(JSON.stringify(clean[key]).replaceAll(from, to)) as Json,
});
const report = (keys: Readonly<Record<string, readonly number[]>>): Answers => ({
  ...clean,
  'credential-report ': credentialReport(Object.entries(keys).map(([name, own]) => ({ name, keys: own }))),
});
const sameKeys = Object.fromEntries(users.map((name) => [name, [9]]));

describe('since an earlier audit', () => {
  test('nothing changed if nothing did', () => {
    expect(changes(cleanAudit, cleanAudit)).toEqual([]);
  });

  test('a permission that was added and is outside is named, with its role, its finding and the verdicts', () => {
    const wide = edited(
      'identities ',
      'arn:aws:iam::111122223333:user/backup-agent',
      'arn:aws:iam::111122223333:user/*',
    );
    const found = changes(cleanAudit, audited(wide));
    expect(short(found)).toEqual(
      expect.arrayContaining([
        'changed verdict -',
        'changed verdict Permissions of the roles against the contracts',
        `removed permission ${place.executionRole}`,
        `added permission ${place.executionRole}`,
      ]),
    );
    expect(found.find(({ part, kind }) => part === 'permission' && kind === 'added')?.after).toMatch(
      /^iam:\w+ on arn:aws:iam::111122223333:user\/\* \(outside\)$/,
    );
    expect(found.some(({ part, after }) => part === 'finding' && after?.includes('grants-inside-contract'))).toBe(true);
    // The other way round, the same things are gone.
    expect(short(changes(audited(wide), cleanAudit))).toContain(`added permission ${place.executionRole}`);
  });

  test('a trust that changed is a finding of the role', () => {
    const other = edited(
      'identities ',
      /(keyturn-staging-execution.*?)states\.amazonaws\.com/g,
      '$1lambda.amazonaws.com',
    );
    const found = changes(cleanAudit, audited(other));
    expect(short(found)).toContain('added finding keyturn-staging-execution');
  });

  test('keys that were created, deleted and deactivated', () => {
    const before = audited(report(sameKeys));
    expect(
      short(changes(before, audited(report({ ...sameKeys, 'ci-deployer': [9, 1] })))).filter((one) =>
        one.includes(' key '),
      ),
    ).toEqual(['added key ci-deployer']);
    const rotated = changes(before, audited(report({ ...sameKeys, 'ci-deployer': [1] })));
    expect(short(rotated)).toEqual(['removed key ci-deployer', 'added key ci-deployer']);
  });

  test('users that are new in the account, and the controls of a key that got old', () => {
    const found = short(
      changes(audited(report(sameKeys)), audited(report({ ...sameKeys, 'ci-deployer': [400], somebody: [10] }))),
    );
    expect(found).toEqual(
      expect.arrayContaining([
        'added user somebody',
        'added key somebody',
        'added finding ci-deployer',
        'changed control ci-deployer',
      ]),
    );
  });

  test('drift that is new', () => {
    const machine = `machine ${place.machineArn}`;
    const found = changes(cleanAudit, audited(edited(machine, 'STANDARD', 'EXPRESS')));
    expect(short(found)).toEqual(
      expect.arrayContaining(['changed verdict Drift from the settings', `added finding ${place.stack}`]),
    );
  });

  test('says nothing about what nobody saw: it is not gone', () => {
    const before = audited(report({ ...sameKeys, somebody: [400] }));
    const denied = { kind: 'failed', reason: 'denied', message: 'AccessDenied' } as const;
    const now = audited(clean, { 'credential-report ': denied });
    const { environments } = changesSince(earlierOf(documentOf(before)), documentOf(now), null);
    expect(environments[0]?.notCompared).toEqual(['Keys', 'Scheduled rotations', 'Controls']);
    expect(short(environments[0]?.changes ?? [])).toEqual([
      'changed verdict -',
      'changed verdict Keys',
      'changed verdict Scheduled rotations',
      'changed verdict Controls',
      'added gap -',
    ]);
  });

  test('the settings, the contracts and the options of the call', () => {
    const file = (sha256: string) => ({ file: 'policies/a.json', sha256: sha256.repeat(64), bytes: 1 });
    const with_ = (basis: AuditDocument['basis'], settings: string): AuditDocument => {
      const document = documentOf({ ...cleanAudit, settings: settings.repeat(64) });
      return { ...document, basis };
    };
    const before = with_({ options: { 'since-days': '31' }, contracts: [file('a')], files: [] }, 'a');
    const after = with_({ options: { 'since-days': '7', now: 'x' }, contracts: [file('b')], files: [] }, 'b');
    const found = changesSince(earlierOf(before), after, null).environments[0]?.changes ?? [];
    expect(short(found)).toEqual([
      'changed settings -',
      'changed contract policies/a.json',
      'changed option -',
      'added option -',
    ]);
  });

  test('another release may word a finding otherwise', () => {
    const before = documentOf(audited(report({ ...sameKeys, 'ci-deployer': [400] })));
    const after = audited(report({ ...sameKeys, 'ci-deployer': [401] }));
    const of = (tool: string) =>
      changesSince(earlierOf({ ...before, tool }), documentOf(after), null).environments[0]?.changes ?? [];
    expect(of(before.tool).some(({ part, kind }) => part === 'finding' && kind === 'changed')).toBe(true);
    expect(of('0.1.9').some(({ part, kind }) => part === 'finding' && kind === 'changed')).toBe(false);
  });

  test.each([
    ['another environment', { environment: 'other' }, 'other in account 111122223333'],
    ['another account', { account: '999999999999' }, 'staging in account 999999999999'],
  ])('%s is refused in one line', (_, changed, about) => {
    const before = documentOf({ ...cleanAudit, ...changed });
    expect(() => changesSince(earlierOf(before), documentOf(cleanAudit), null)).toThrow(
      `--since before.json: is about ${about}, and this audit is about staging in account 111122223333; give an earlier document of that environment`,
    );
  });

  test('an environment that the document does not have is named, if it has another one', () => {
    const now = documentOf(cleanAudit, { ...cleanAudit, environment: 'new' });
    const { environments } = changesSince(earlierOf(documentOf(cleanAudit)), now, null);
    expect(environments.map(({ notCompared }) => notCompared)).toEqual([
      [],
      ['everything: the earlier document does not have this environment'],
    ]);
  });

  test('the text has the changes, and the document that they are counted from', () => {
    const document = documentOf(audited(report({ ...sameKeys, 'ci-deployer': [1] })));
    const found = changesSince(earlierOf(documentOf(audited(report(sameKeys)))), document, 'SHA256:abc');
    const text = printText(asInSchema({ ...document, changes: found }), { colour: false });
    expect(text).toContain(
      'Since before.json (2027-03-10T12:00:00.000Z, keyturn 0.2.0, signed by the key SHA256:abc) in staging, account 111122223333: 2 changes\n',
    );
    expect(text).toContain('  removed key of ci-deployer: created 2027-03-01T12:00:00.000Z, Active\n');
    expect(text).toContain('  added key of ci-deployer: created 2027-03-09T12:00:00.000Z, Active\n');
  });
});

describe('since evidence of 0.1.0', () => {
  const fixture = join(__dirname, '..', 'fixtures', 'evidence-0.1.0');
  const read = (name: string): Json => JSON.parse(readFileSync(join(fixture, name), 'utf8')) as Json;
  const earlier = readEarlier(read('pass.evidence.json'), 'pass.evidence.json');

  test('the same roles can do the same, and what a check does not show is named', () => {
    const { from, environments } = changesSince(earlier, documentOf(cleanAudit), null);
    expect(from).toEqual({
      file: 'pass.evidence.json',
      kind: 'evidence',
      tool: '0.1.0',
      at: '2026-11-23',
      signedBy: null,
    });
    expect(environments[0]?.notCompared).toEqual([
      'Keys',
      'Drift from the settings',
      'Scheduled rotations',
      'Alerts',
      'Controls',
    ]);
    const found = environments[0]?.changes ?? [];
    expect(short(found).filter((one) => one.endsWith('permission keyturn-staging-execution'))).toEqual([]);
    // Since then the project has roles for alerts and events.
    expect(short(found)).toEqual(expect.arrayContaining(['added role keyturn-staging-alerts']));
    expect(short(found)).toContain('removed right ci-deployer');
  });

  test('of another environment is refused', () => {
    const now = {
      ...cleanAudit,
      environment: 'production',
      parts: { ...cleanAudit.parts, roles: { ...cleanAudit.parts.roles, report: null } },
      machine: 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-production',
    };
    expect(() => changesSince(earlier, documentOf(now), null)).toThrow(
      '--since pass.evidence.json: is about account 111122223333, and this audit is about production in account 111122223333',
    );
  });
});

test.each<[string, Json, string]>([
  ['no JSON object', [], 'x.json: is neither evidence nor an audit; give the output of'],
  ['another object', { version: 1 }, 'x.json: is neither evidence nor an audit; give the output of'],
  ['a part of an audit', { format: 'keyturn-audit/1' }, 'x.json: is not a whole audit; give the output of "keyturn audit --format json" unedited'],
  ['an audit of a later release', { format: 'keyturn-audit/2' }, 'x.json: is an audit of the format "keyturn-audit/2"; this release reads keyturn-audit/1'],
  ['evidence of a later release', { kind: 'keyturn-evidence', version: 2 }, 'x.json: is evidence of version 2; this release of keyturn reads version 1'],
  ['evidence without its parts', { kind: 'keyturn-evidence', version: 1 }, 'x.json: is not evidence; give the output of'],
])('%s is refused in one line', (_, value, line) => {
  expect(() => readEarlier(value, 'x.json')).toThrow(line);
}); // prettier-ignore
