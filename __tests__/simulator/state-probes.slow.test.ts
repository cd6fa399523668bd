import { buildWorkflow } from '../../src/workflow';
import { compareStates } from '../e2e/sandbox/states';
import { probesOf, type StateProbe } from '../e2e/sandbox/state-probes';
import { workflowOptions } from '../workflow/options';

const definition = buildWorkflow(workflowOptions({ strategy: 'overlap' }));
const probes = probesOf(definition);

test('most states are probed, and every Task with errors', () => {
  const probed = new Set(probes.map(({ state }) => state));
  const tasks = Object.entries(definition.States).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
  expect(tasks.filter((task) => !probed.has(task))).toEqual([]);
  for (const task of tasks) {
    const mocks = probes.filter(({ state }) => state === task).map(({ mock }) => mock);
    expect([task, mocks.some((mock) => mock !== undefined && 'error' in mock)]).toEqual([task, true]);
  }
  // The others need two keys of one second, keys of somebody else, or a list that AWS does not return; the comparison names them.
  const left = Object.keys(definition.States).filter((state) => !probed.has(state));
  expect(left.length).toBeLessThan(Object.keys(definition.States).length / 5);
});

/** A service that answers as AWS would if it agreed, but for one change. */
function answering(change: (answer: object, probe: StateProbe) => object | Error) {
  let index = 0;
  const waits = (probe: StateProbe) => probe.type === 'Wait';
  const asked = probes.filter((probe) => !waits(probe));
  return {
    send: () => {
      const probe = asked[index++];
      if (probe === undefined) throw new Error('asked too often');
      const { status, next, error, output } = probe.ours;
      const answer = change(
        { status, nextState: next, error, output: output === undefined ? undefined : JSON.stringify(output) },
        probe,
      );
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  } as never;
}

const compared = (change: Parameters<typeof answering>[0]) =>
  compareStates(answering(change), definition, { pauseMs: 0, stopped: new AbortController().signal, probes });

test('two interpreters that agree have no difference', async () => {
  const { same, differences, notRun } = await compared((answer) => answer);
  expect(differences).toEqual([]);
  expect(same).toBeGreaterThan(100);
  for (const line of notRun) expect(line).toMatch(/waits for longer than TestState runs|does not come to it/);
});

test('each difference is named, without data', async () => {
  const { differences } = await compared((answer, { state }) =>
    state === 'CreateAccessKey' ? { ...answer, nextState: 'Elsewhere', output: '{"secret": "wJalrXUtnFEMI"}' } : answer,
  );
  expect(differences.length).toBeGreaterThan(3);
  expect(differences.join('\n')).toContain('next is');
  expect(differences.join('\n')).toMatch(/CreateAccessKey with a result: .*the output differs at \$/);
  expect(differences.join('\n')).not.toContain('wJalr');
});

test('a state that the other does not run is named', async () => {
  const { notRun, same } = await compared((answer, { state }) =>
    state === 'SendEmail' ? Object.assign(new Error('a text with data'), { name: 'ValidationException' }) : answer,
  );
  expect(same).toBeGreaterThan(50);
  expect(notRun.find((line) => line.startsWith('SendEmail with'))).toMatch(/: ValidationException$/);
});
