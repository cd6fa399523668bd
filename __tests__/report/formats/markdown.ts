import { print } from '../../../src/report/formats/markdown';
import { plain } from '../report-on';
import { sampleReports, whateverAnInputNames, withFindings } from '../reports';
import { slowTest } from '../../effort';

/** The cells of every table: each row has as many as its head. */
function checkTables(markdown: string): void {
  let columns = 0;
  for (const line of markdown.split('\n')) {
    const cells = line.startsWith('|') ? line.split('|').length : 0;
    if (cells > 0 && columns > 0) expect(cells).toBe(columns);
    columns = cells;
  }
}

test.each(sampleReports)('a report %s has its verdict first, whole tables and a table of permissions', (_, report) => {
  const markdown = print(report, plain);
  checkTables(markdown);
  expect(markdown.split('\n')[0]).toContain(report.verdict);
  if (report.checks.length > 0) expect(markdown).toContain('| Action | Resource | Condition | Contract |');
});

test('whatever an input names, the tables are whole, and there is no tag, mention or link but ours', () =>
  whateverAnInputNames((report) => {
    const markdown = print(report, plain);
    checkTables(markdown);
    expect(markdown.replace(/<\/?(?:details|summary|pre|code|b|br)>/g, '')).not.toContain('<');
    // Nothing is a link in what is preformatted.
    expect(markdown.replace(/<pre>[^]*?<\/pre>/g, '')).not.toMatch(/@|\]\(|https?:\/\/|`/);
    for (const tag of ['details', 'summary', 'pre', 'code', 'b']) {
      expect(markdown.split(`<${tag}>`).length).toBe(markdown.split(`</${tag}>`).length);
    }
  }));

slowTest('a report that is too long is cut openly, and keeps its premises', () => {
  const markdown = print(withFindings(20_000), plain);
  expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
  expect(markdown).toMatch(/\*\*\d+ parts of this report left out/);
  expect(markdown).toContain('assumptions, and what is not visible');
});
