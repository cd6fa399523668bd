import { readEvidence } from '../../../src/report/evidence';
import { print } from '../../../src/report/formats/evidence';
import { plain } from '../report-on';
import { problemsBy, sampleReports, whateverAnInputNames } from '../reports';

const problems = problemsBy('schemas/evidence.schema.json');

test.each(sampleReports)('a report %s is as its schema says, and is read again', (_, report) => {
  const value: unknown = JSON.parse(print(report, plain));
  expect(problems(value)).toEqual([]);
  expect(readEvidence(value, 'evidence.json').report.verdict).toBe(report.verdict);
});

test('whatever an input names, it is JSON', () =>
  whateverAnInputNames((report) => expect(JSON.parse(print(report, plain))).toMatchObject({ version: 1 })));
