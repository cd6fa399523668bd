import { print } from '../../../src/report/formats/github';
import { plain } from '../report-on';
import { sampleReports, whateverAnInputNames, withFindings } from '../reports';
import { slowTest } from '../../effort';

/** What a runner of GitHub Actions would take for commands, parsed back. */
function commands(text: string): { kind: string; properties: Record<string, string>; message: string }[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    // The runner looks for the older form of a command anywhere in a line.
    if (!/^\s*::/.test(line)) expect(line).not.toContain('##[');
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

test.each(sampleReports)('a report %s has an error unless it passes', (_, report) => {
  expect(commands(print(report, plain)).some(({ kind }) => kind === 'error')).toBe(report.verdict !== 'pass');
});

test('whatever an input names, every line is a command of ours, which reads back, or none', () =>
  whateverAnInputNames((report) => {
    const findings = report.checks.flatMap((check) => check.findings);
    const given = commands(print(report, plain));
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

slowTest('a report that is too long has ten annotations of a kind, the last of which counts the rest', () => {
  const given = commands(print(withFindings(25), plain));
  expect(given.length).toBe(10);
  expect(given.at(-1)?.message).toContain('16 more findings');
});
