import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import Ajv from 'ajv';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules, type Report } from '../../src/checks';
import { formats } from '../../src/report';
import { samplePlan, sampleStack, type Loose } from '../checks/sample';
import { hostileReport, reportOn, widened, withFindings } from './reports';

const plain = { colour: false };
const reports: [string, Report][] = [
  ['of a pass', reportOn(sampleStack(), samplePlan())],
  ['of findings', reportOn(widened())],
  ['of nothing', reportOn()],
];

function schemaAt(...path: string[]): (value: unknown) => unknown {
  const schema: Loose = JSON.parse(readFileSync(join(__dirname, ...path), 'utf8'));
  // Ajv reads draft 7; what SARIF's schema takes of draft 4 means the same there, but for these two names.
  delete schema.$schema;
  delete schema.id;
  const matches = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  return (value) => (matches(value) ? [] : matches.errors);
}

const faultsOfJson = schemaAt('../../schemas/report.schema.json');
const faultsOfSarif = schemaAt('../fixtures/schemas/sarif-2.1.0.json');

interface Run {
  readonly results: readonly Loose[];
  readonly rules: readonly Loose[];
  readonly run: Loose;
}

function sarif(report: Report): Run {
  const [run]: Loose[] = JSON.parse(formats.sarif.print(report, plain)).runs;
  return { run, results: run.results, rules: run.tool.driver.rules };
}

function xml(text: string): Document {
  const problems: string[] = [];
  const parser = new DOMParser({ onError: (_, message) => void problems.push(message) });
  // XML has U+FFFD, and an input may name it; the parser warns of it, for it often is the trace of a wrong decoding.
  const document = parser.parseFromString(text.replaceAll('\ufffd', '?'), 'text/xml');
  expect(problems).toEqual([]);
  // XML 1.0 forbids them, which not every parser says. https://www.w3.org/TR/xml/#charsets
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  expect(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u.test(text)).toBe(false);
  return document;
}

function elements(document: Document | Element, name: string): Element[] {
  return Array.from(document.getElementsByTagName(name));
}

/** A junit report holds together: every count is that of what is there. */
function checkJunit(report: Report): Document {
  const document = xml(formats.junit.print(report, plain));
  const [root] = elements(document, 'testsuites');
  const kinds = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
  for (const suite of [...elements(document, 'testsuite'), ...(root === undefined ? [] : [root])]) {
    for (const [count, name] of Object.entries(kinds)) {
      expect([count, suite.getAttribute(count)]).toEqual([count, String(elements(suite, name).length)]);
    }
    expect(elements(suite, 'testcase').length).toBeGreaterThan(0);
  }
  for (const one of elements(document, 'testcase')) {
    expect(Array.from(one.childNodes).length).toBeLessThanOrEqual(1);
    expect(one.getAttribute('name')).not.toBe('');
  }
  return document;
}

/** The cells of every table: each row has as many as its head. */
function checkTables(markdown: string): void {
  let columns = 0;
  for (const line of markdown.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').length : 0;
    if (cells > 0 && columns > 0) expect(cells).toBe(columns);
    columns = cells;
  }
}

/** What a runner of GitHub Actions would take for commands, parsed back. */
function commands(text: string): { kind: string; properties: Record<string, string>; message: string }[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    // The runner looks for the older form of a command anywhere in a line.
    expect(line).not.toMatch(/^\s*##\[/);
    const found = /^\s*::(\S+?)(?: (.*?))?::(.*)$/.exec(line);
    if (found === null) return [];
    const [, kind = '', listed = '', message = ''] = found;
    const pairs = listed.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [
        pair.slice(0, at),
        unescaped(pair.slice(at + 1))
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ];
    });
    return [{ kind, properties: Object.fromEntries(pairs), message: unescaped(message) }];
  });
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

describe.each(reports)('a report %s', (_, report) => {
  test('is JSON as its schema says', () => {
    expect(faultsOfJson(JSON.parse(formats.json.print(report, plain)))).toEqual([]);
  });

  test('is SARIF as its schema says, with every rule, and with an error unless it passes', () => {
    expect(faultsOfSarif(JSON.parse(formats.sarif.print(report, plain)))).toEqual([]);
    const { rules: listed, results } = sarif(report);
    const ids = listed.map(({ id }) => String(id));
    expect(ids).toEqual(expect.arrayContaining(rules.map(({ id }) => id)));
    expect(results.some(({ level }) => level === 'error')).toBe(report.verdict !== 'pass');
    for (const result of results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
  });

  test('is JUnit in which everything is counted, and green only where it passes', () => {
    const document = checkJunit(report);
    const red = elements(document, 'failure').length + elements(document, 'error').length;
    expect(red > 0).toBe(report.verdict !== 'pass');
    expect(elements(document, 'testsuite').length).toBe(Math.max(1, report.checks.length));
  });

  test('is Markdown with its verdict first, whole tables and a table of permissions', () => {
    const markdown = formats.markdown.print(report, plain);
    checkTables(markdown);
    expect(markdown.split('\n')[0]).toContain(report.verdict);
    if (report.checks.length > 0) expect(markdown).toContain('| Action | Resource | Condition | Contract |');
  });

  test('is annotations with an error unless it passes', () => {
    const given = commands(formats.github.print(report, plain));
    expect(given.some(({ kind }) => kind === 'error')).toBe(report.verdict !== 'pass');
  });

  test.each(Object.entries(formats))('says as %s what it rests on', (name, { print }) => {
    const text = print(report, plain);
    const shown = (one: string): string =>
      (name === 'markdown' || name === 'junit' ? decoded(text) : text).includes(one) ? '' : one;
    expect([report.date, report.typeList, ...report.contracts.map(({ file }) => file)].map(shown).join('')).toBe('');
    for (const { premises, notVisible } of report.checks) {
      const all = [...premises, ...notVisible].map((one) =>
        name === 'json' || name === 'sarif' ? JSON.stringify(one).slice(1, -1) : one,
      );
      expect(all.map(shown).join('')).toBe('');
    }
  });
});

function decoded(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => names[name] ?? '');
}

describe('whatever an input names', () => {
  const holds = (judge: (report: Report) => void): void =>
    fc.assert(fc.property(hostileReport, judge), { numRuns: 60 });

  test('JSON is JSON', () =>
    holds((report) => expect(faultsOfJson(JSON.parse(formats.json.print(report, plain)))).toEqual([])));

  test('SARIF is SARIF, with relative addresses', () =>
    holds((report) => {
      expect(faultsOfSarif(JSON.parse(formats.sarif.print(report, plain)))).toEqual([]);
      for (const { locations } of sarif(report).results) {
        expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^(?:file:\/\/\/)?[\w.!~*'()%/-]+$/);
      }
    }));

  test('JUnit is XML, and its counts hold', () => holds((report) => void checkJunit(report)));

  test('text has no control character', () =>
    holds((report) => {
      expect(formats.text.print(report, plain).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }));

  test('Markdown has whole tables, no tag, mention or link but ours', () =>
    holds((report) => {
      const markdown = formats.markdown.print(report, plain);
      checkTables(markdown);
      expect(markdown.replace(/<\/?(?:details|summary|pre|code|b|br)>/g, '')).not.toContain('<');
      // Nothing is a link in what is preformatted.
      expect(markdown.replace(/<pre>[^]*?<\/pre>/g, '')).not.toMatch(/@|\]\(|https?:\/\/|`/);
      for (const tag of ['details', 'summary', 'pre', 'code', 'b']) {
        expect(markdown.split(`<${tag}>`).length).toBe(markdown.split(`</${tag}>`).length);
      }
    }));

  test('every line is a command of ours, which reads back, or none', () =>
    holds((report) => {
      const findings = report.checks.flatMap((check) => check.findings);
      const given = commands(formats.github.print(report, plain));
      const told = given.filter(({ properties }) => properties.title !== 'keyturn');
      const shown = (kind: string, all: number): void => {
        expect(told.filter((one) => one.kind === kind).length).toBe(all > 10 ? 9 : all);
      };
      const notes = findings.filter(({ verdict }) => verdict === 'note').length;
      shown('notice', notes);
      shown('error', findings.length - notes);
      for (const { kind, properties } of given) {
        expect(['error', 'notice']).toContain(kind);
        const known = ['file', 'line', 'endLine', 'col', 'endColumn', 'title'];
        expect(Object.keys(properties).filter((name) => !known.includes(name))).toEqual([]);
      }
    }));
});

describe('a report that is too long', () => {
  test('keeps 5,000 results in SARIF, and says so first', () => {
    const { results } = sarif(withFindings(7000));
    expect(results.length).toBe(5000);
    expect(results[0]).toMatchObject({ ruleId: 'report', level: 'error' });
    expect(results[0].message.text).toContain('2001 more results');
  });

  test('drops notes from SARIF before errors', () => {
    const many = withFindings(6000, 'note');
    const [first] = withFindings(1).checks;
    const both = { ...many, checks: [...many.checks, ...(first === undefined ? [] : [first])] };
    expect(sarif(both).results.find(({ ruleId }) => ruleId !== 'report')).toMatchObject({ level: 'error' });
  });

  test('is cut openly in Markdown, and keeps its premises', () => {
    const markdown = formats.markdown.print(withFindings(20_000), plain);
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
    expect(markdown).toMatch(/\*\*\d+ parts of this report left out/);
    expect(markdown).toContain('what is taken for granted');
  });

  test('is ten annotations of a kind, the last of which counts the rest', () => {
    const given = commands(formats.github.print(withFindings(25), plain));
    expect(given.length).toBe(10);
    expect(given.at(-1)?.message).toContain('16 more findings');
  });
});

describe('SARIF for GitHub', () => {
  const { run, results, rules: listed } = sarif(reportOn(widened()));

  test('has severities as texts, relative addresses and positions', () => {
    for (const { properties } of listed) expect(Number(properties['security-severity'])).toBeGreaterThan(0);
    const { locations } = results[0];
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('input-0.json');
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
    expect(run.columnKind).toBe('utf16CodeUnits');
  });

  test('has fingerprints that what is inserted above does not change, and no two alike', () => {
    const moved = widened();
    const stack = { '//': moved['//'], locals: { first: 1 }, ...moved };
    const prints = (one: Run): string[] =>
      one.results.map((result) => String(result.partialFingerprints.primaryLocationLineHash));
    expect(prints(sarif(reportOn(stack)))).toEqual(prints(sarif(reportOn(widened()))));
    expect(new Set(prints({ run, results, rules: listed })).size).toBe(results.length);
  });

  test('has a category of its own for each set of inputs', () => {
    const { id: one } = sarif(reportOn(sampleStack())).run.automationDetails;
    const { id: other } = sarif(reportOn(samplePlan())).run.automationDetails;
    expect(one).not.toBe(other);
    expect(one).toMatch(/^keyturn\/.*\/2026-11-23$/);
  });

  test.each([
    ['a/b.json', 'a-b.json'],
    ['a b.json', 'a-b.json'],
    ['ä.json', 'ö.json'],
    ['a.json+stack:b.json', 'a.json-stack:b.json'],
  ])('has different categories for %s and %s', (one, other) => {
    const categoryOf = (file: string): unknown => {
      const report = reportOn(sampleStack());
      return sarif({ ...report, checks: report.checks.map((check) => ({ ...check, file })) }).run.automationDetails.id;
    };
    expect(categoryOf(one)).not.toBe(categoryOf(other));
  });
});
