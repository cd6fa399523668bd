import type { Check, Report } from '../../src/checks';
import { render, type Block } from '../../src/html';
import { readModel } from '../../src/inputs';
import { print } from '../../src/report/formats/html';
import { pictureSections } from '../../src/review';
import { sampleStack, sampleContracts, type Loose } from '../checks/sample';
import { plain, reportOn } from '../report/report-on';
import { widened } from '../report/reports';

/** The report on inputs as a page, with its pictures. */
function checkPage(...inputs: readonly Loose[]): string {
  const models = inputs.map((input, index) => readModel(JSON.stringify(input), `input-${index}.json`));
  return print(reportOn(...inputs), {
    ...plain,
    page: { render, contracts: sampleContracts, pictures: models.map(pictureSections) },
  });
}

/** Names that are long, wide, or mean something in HTML. */
const hostile = '<img src=x onerror=alert(1)>\u202e‮﷽ 鍵を交換する 🔑🔑 & "x" ' + 'W'.repeat(120);

/** The report in which an input chose every text. */
function hostilePage(): string {
  const report: Report = reportOn(widened());
  const [first] = report.checks;
  if (first === undefined) throw new Error('there is a check');
  const check: Check = {
    ...first,
    name: hostile,
    findings: first.findings.map((one) => ({ ...one, message: hostile, remedy: hostile, request: hostile })),
    roles: first.roles.map((role) => ({ ...role, name: hostile, trusts: hostile })),
    permissions: first.permissions.map((row) => ({ ...row, role: hostile, resource: hostile, conditions: [hostile] })),
  };
  const states = {
    [hostile]: { Type: 'Task', Resource: hostile, Next: 'B', Catch: [{ ErrorEquals: [hostile], Next: 'B' }] },
    B: { Type: 'Succeed' },
  };
  const block: Block = { kind: 'machine', name: hostile, definition: { StartAt: hostile, States: states } };
  const pictures = [[{ title: ['The state machine'], blocks: [block] }]];
  return print({ ...report, checks: [check] }, { ...plain, page: { render, contracts: sampleContracts, pictures } });
}

/** Pages of every kind. */
export const pages: Readonly<Record<string, () => string>> = {
  'a check that passes': () => checkPage(sampleStack()),
  'a check with findings': () => checkPage(widened(), sampleStack()),
  'a check of nothing': () => checkPage(),
  'hostile names': hostilePage,
};
