import { print } from '../../../src/report/formats/html';
import { hashOfStyle, readPage } from '../../html/parsed';
import { plain } from '../report-on';
import { sampleReports, whateverAnInputNames, withFindings } from '../reports';
import { slowTest } from '../../effort';

test.each(sampleReports)('a report %s has its verdict and its assumptions first', (_, report) => {
  const { text, elements } = readPage(print(report, plain));
  const after = text.slice(text.indexOf('Keyturn check: '));
  expect(after.indexOf(report.verdict)).toBeLessThan(80);
  if (report.checks.length === 0) return;
  const sections = elements.filter(({ tag }) => tag === 'section').map(({ attributes }) => attributes['id']);
  expect(sections).toEqual(sections.map((__, index) => `s${index + 1}`));
  const [assumptions, ...others] = ['Assumptions about', 'Findings', 'What the roles can do'].map((title) =>
    text.lastIndexOf(title),
  );
  for (const other of others.filter((at) => at >= 0)) expect(other).toBeGreaterThan(assumptions ?? 0);
});

test('nothing loads and nothing runs: the policy allows the one style sheet by its hash', () => {
  for (const [, report] of sampleReports) {
    const html = print(report, plain);
    const { elements } = readPage(html);
    const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes['content']).toContain(`default-src 'none'; style-src '${hashOfStyle(html)}'`);
    expect(html).not.toMatch(/ style=|<script|https?:[^ ]*\.(?:js|css|png|svg)/);
  }
});

test('each finding has its request and its fix, and each permission the line of its contract', () => {
  const [, [, report] = ['', undefined]] = sampleReports;
  if (report === undefined) throw new Error('there is a report of findings');
  const { text } = readPage(print(report, plain));
  for (const finding of report.checks.flatMap(({ findings }) => findings))
    if (finding.cause === undefined && finding.verdict !== 'note') expect(text).toContain(finding.remedy);
  expect(text).toContain('no line allows it');
  expect(text).toContain('identity[0]');
  expect(text).toContain('on arn:${partition}:iam::${account}:user/ci/ci-deployer');
});

test('if the input shows what the users can do, roles, users and rights are drawn', () => {
  const [, [, report] = ['', undefined]] = sampleReports;
  const [check] = report?.checks ?? [];
  if (report === undefined || check === undefined) throw new Error('there is a check');
  const user = (name: string, rights: readonly string[]) => ({
    name,
    shown: { kind: 'all' as const },
    rights,
    accepted: null,
  });
  const users = [user('ci-deployer', ['s3:PutObject on *']), user('backup-agent', ['a', 'b', 'c', 'd', 'e', 'f'])];
  const { elements, text } = readPage(print({ ...report, checks: [{ ...check, users }] }, plain));
  expect(elements.filter(({ tag }) => tag === 'svg')).toHaveLength(1);
  // The role, two users and their rights, and an arrow from box to box.
  expect(elements.filter(({ attributes }) => attributes['class']?.startsWith('box'))).toHaveLength(5);
  expect(elements.filter(({ attributes }) => attributes['class'] === 'arrow')).toHaveLength(4);
  expect(text).toContain('and 2 more');
});

test('whatever an input names, it is text: no element, attribute or link but ours, and the same page each time', () =>
  whateverAnInputNames((report) => {
    const html = print(report, plain);
    readPage(html);
    expect(print(report, plain)).toBe(html);
  }));

slowTest('a report that is too long says what it leaves out', () => {
  const html = print(withFindings(20_000), plain);
  expect(Buffer.byteLength(html)).toBeLessThan(3_000_000);
  expect(html).toMatch(/And 198\d\d more, which this page leaves out/);
});
