import { formats } from '../../src/report';
import { plain } from './report-on';
import { sampleReports } from './reports';

/** A text with the entities of XML and Markdown, and the escapes of JSON, read back. */
function decoded(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => names[name] ?? '')
    .replaceAll('\\"', '"');
}

describe.each(Object.entries(formats))('%s', (name, { load, summary }) => {
  test('says who it is for', () => expect(summary).toMatch(/^[^|\n]{5,120}$/));

  test.each(sampleReports)('says what a report %s rests on', async (__, report) => {
    const { print } = await load();
    const text = decoded(print(report, plain));
    const basis = [report.date, report.typeList, ...report.contracts.map(({ file }) => file)];
    const premises = report.checks.flatMap(({ premises: given, notVisible }) => [...given, ...notVisible]);
    expect([...basis, ...premises].filter((one) => !text.includes(one))).toEqual([]);
  });

  // Its own tests are in a file of its name. They run here, because a process for each would load the checks again.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the name is known only now, and a description cannot wait
  require(`./formats/${name}`);
});
