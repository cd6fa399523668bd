import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import type { Report } from '../../../src/checks';
import { print } from '../../../src/report/formats/junit';
import { plain } from '../report-on';
import { sampleReports, whateverAnInputNames } from '../reports';

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
  const document = xml(print(report, plain));
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

test.each(sampleReports)('in a report %s everything is counted, and it is green only where it passes', (_, report) => {
  const document = checkJunit(report);
  const red = elements(document, 'failure').length + elements(document, 'error').length;
  expect(red > 0).toBe(report.verdict !== 'pass');
  expect(elements(document, 'testsuite').length).toBe(Math.max(1, report.checks.length));
});

test('whatever an input names, it is XML, and its counts hold', () =>
  whateverAnInputNames((report) => void checkJunit(report)));
