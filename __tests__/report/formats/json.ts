import { print } from '../../../src/report/formats/json';
import { plain } from '../report-on';
import { problemsBy, sampleReports, whateverAnInputNames } from '../reports';

const problems = problemsBy('schemas/report.schema.json');

test.each(sampleReports)('a report %s is as its schema says', (_, report) => {
  expect(problems(JSON.parse(print(report, plain)))).toEqual([]);
});

test('whatever an input names, it is JSON as its schema says', () =>
  whateverAnInputNames((report) => expect(problems(JSON.parse(print(report, plain)))).toEqual([])));

interface Listed {
  readonly checks: readonly { readonly rules: readonly { readonly id: string }[] }[];
}

test('every rule is listed, whether it has findings or not', () => {
  const documents = sampleReports.map(([, report]) => JSON.parse(print(report, plain)) as Listed);
  const ids = documents.flatMap(({ checks }) => checks.map(({ rules }) => rules.map(({ id }) => id)));
  for (const listed of ids) expect(listed).toEqual(ids[0]);
  expect(new Set(ids[0]).size).toBe(ids[0]?.length);
});
