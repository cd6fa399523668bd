import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type Check, type Report } from '../../src/checks';
import { print as printAudit } from '../../src/audit/formats/html';
import { rotationPath } from '../../src/cli/commands/check/rotation-path';
import { fleetPage } from '../../src/cli/commands/simulate/fleet/page';
import { simulateFleet, type Fleet } from '../../src/fleet';
import { deploymentOf, scheduleOf } from '../fleet/deployment';
import { render, type Block, type Section } from '../../src/html';
import { readModel } from '../../src/inputs';
import { print } from '../../src/report/formats/html';
import { pictureSections, review, sidesOfOne } from '../../src/review';
import { print as printReview } from '../../src/review/formats/html';
import { auditWithFaults } from '../audit/faulty';
import { digest, sampleStack, sampleContracts, wholeStack, type Loose } from '../checks/sample';
import { plain, reportOn } from '../report/report-on';
import { now, recordedPlan } from '../review/reviewed';
import { widened } from '../report/reports';

/** The report on inputs as a page, with its pictures. */
function checkPage(...inputs: readonly Loose[]): string {
  const models = inputs.map((input, index) => readModel(JSON.stringify(input), `input-${index}.json`));
  return print(reportOn(...inputs), {
    ...plain,
    page: {
      render,
      contracts: sampleContracts,
      pictures: models.map((model) => pictureSections(model, now, rotationPath(model))),
    },
  });
}

/** Names that are long, wide, or mean something in HTML. */
const hostile = '<img src=x onerror=alert(1)>\u202e‮﷽ 鍵を交換する 🔑🔑 & "x" ' + 'W'.repeat(120);

/** The report in which an input chose every text. */
function hostilePage(): string {
  const report: Report = reportOn(widened());
  const [first] = report.checks;
  if (first === undefined) throw new Error('there is a check');
  const one: Check = {
    ...first,
    name: hostile,
    findings: first.findings.map((one) => ({ ...one, message: hostile, remedy: hostile, request: hostile })),
    roles: first.roles.map((role) => ({ ...role, name: hostile, trusts: hostile })),
    users: [{ name: hostile, shown: { kind: 'all' }, rights: [hostile, 'x', 'y', 'z', 'and more'], accepted: hostile }],
    permissions: first.permissions.map((row) => ({
      ...row,
      role: hostile,
      resource: `*${hostile}`,
      conditions: [hostile],
    })),
  };
  const states = {
    [hostile]: { Type: 'Task', Resource: hostile, Next: 'B', Catch: [{ ErrorEquals: [hostile], Next: 'B' }] },
    B: { Type: 'Succeed' },
  };
  const block: Block = { kind: 'machine', name: hostile, definition: { StartAt: hostile, States: states } };
  const pictures = [[{ title: ['The state machine'], blocks: [block] }]];
  return print({ ...report, checks: [one] }, { ...plain, page: { render, contracts: sampleContracts, pictures } });
}

/** An export of an account: it shows what the users can do. */
function exportPage(): string {
  const text = readFileSync(join(__dirname, '..', 'fixtures', 'exports', 'account.json'), 'utf8');
  return checkPage(JSON.parse(text));
}

/** The review of a recorded plan, with the pictures of its result. */
function reviewPage(name: string): string {
  const model = readModel(recordedPlan(name), 'plan.json');
  const report = check([model], sampleContracts, { today: '2026-11-23', coverAll: 'stacks', digest });
  const found = review({ sides: sidesOfOne(model), after: model, before: undefined, report, now });
  return printReview(found, { colour: false, pictures: () => pictureSections(model, now, rotationPath(model)) });
}

/** The deployed machine, as the page of an audit shows it. */
function machinePictures(): Section[] {
  const model = readModel(JSON.stringify(wholeStack()), 'stack.json');
  return pictureSections(model, now, rotationPath(model)).filter(({ blocks }) =>
    blocks.some(({ kind }) => kind === 'machine'),
  );
}

/** A fleet of two shards with many users, whose names an input chose. */
export function fleetOf(name: string): Fleet {
  const machines = ['00', '01'].map((shard) => {
    const users = Array.from({ length: 70 }, (_, at) => scheduleOf(`user-${shard}-${at}`, { windowMinutes: at * 10 }));
    return { ...deploymentOf(users), stackName: name, shard };
  });
  const period = { from: now.getTime(), until: now.getTime() + 120 * 86_400_000 };
  return simulateFleet(machines, period, () => ({ sesPerSecond: 1, iamPerSecond: 10 }));
}

/** Pages of every kind. */
export const pages: Readonly<Record<string, () => string>> = {
  'a check that passes': () => checkPage(sampleStack()),
  'a check with findings': () => checkPage(widened(), sampleStack()),
  'a check of nothing': () => checkPage(),
  'a check of an export': exportPage,
  'hostile names': hostilePage,
  'a review': () => reviewPage('sample'),
  'a review with findings': () => reviewPage('widened'),
  'an audit': () =>
    printAudit(auditWithFaults(), {
      colour: false,
      page: { contracts: sampleContracts, pictures: [machinePictures(), []] },
    }),
  'a fleet': () => fleetPage(fleetOf(hostile), false),
};
