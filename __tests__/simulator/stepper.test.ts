import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, load, perform, proceed, settle, type Execution, type World } from '../../src/simulator';
import { runExecution } from './run-executions';
import { everything, input, now, policyOf, published, statements, worldWith } from './support';

const rolePolicies = [policyOf(statements())];

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

test('nothing is changed in place: frozen worlds and executions run to the same end', () => {
  const loose = runExecution({ definition: published, rolePolicies, input, world: worldWith(1) });
  const world = worldWith(1);
  freeze(world);
  const onMoment = (each: World, _: number, executions: readonly Execution[]) => freeze([each, ...executions]);
  expect(runExecution({ definition: published, rolePolicies, input, world, onMoment })).toEqual(loose);
});

test('the stepper can be driven by hand, and a copy of a state has the same future', () => {
  const world = worldWith(1);
  const { machine, role } = load({ definition: published, rolePolicies }, world);
  const ready = begin(machine, { name: 'by-hand', input, at: now, seed: 1 });
  const calling = proceed(machine, ready, now);
  if (calling.phase.kind !== 'calling') throw new Error('expected a call');
  expect(calling.phase.call).toMatchObject({
    service: 'iam',
    api: 'listAccessKeys',
    parameters: { UserName: 'ci-deployer' },
  });
  const { answer } = perform(world, role, calling.phase.call, now);
  const next = settle(machine, calling, answer, now + 1000);
  expect(next).toMatchObject({ state: 'DeleteAccessKey', phase: { kind: 'ready', since: now + 1000 } });
  expect(settle(machine, structuredClone(calling), structuredClone(answer), now + 1000)).toEqual(next);
});

test('an execution that waits for an answer cannot proceed by itself', () => {
  const world = worldWith(1);
  const { machine } = load({ definition: published, rolePolicies: [everything] }, world);
  const calling = proceed(machine, begin(machine, { name: 'x', input, at: now, seed: 1 }), now);
  expect(() => proceed(machine, calling, now)).toThrow('an execution that is calling cannot proceed by itself');
});

test('docs/reference/simulator.md names every action that is simulated, and every member of the JSON document', () => {
  const page = readFileSync(join(__dirname, '../../docs/reference/simulator.md'), 'utf8');
  const actions = [
    'iam:ListAccessKeys',
    'iam:DeleteAccessKey',
    'iam:CreateAccessKey',
    'secretsmanager:UpdateSecret',
    'ses:SendEmail',
  ];
  const members = [
    'format',
    'stack',
    'machine',
    'strategy',
    'user',
    'secret',
    'startedAt',
    'before',
    'steps',
    'mails',
    'lostFields',
    'after',
    'result',
  ];
  for (const name of [...actions, ...members]) expect(page).toContain(`\`${name}\``);
});
