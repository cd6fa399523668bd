import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorkflow, strategies, type Strategy } from '../../src/workflow';
import { spaced, table } from '../docs/tables';
import { compareStates, withoutLongWait } from '../e2e/sandbox/states';
import { probesOf, type StateProbe } from '../e2e/sandbox/state-probes';
import { update } from '../update';
import { workflowOptions } from '../workflow/options';

// A thousand visits to states, three times.
jest.setTimeout(60_000);

const definitionOf = (strategy: Strategy) => buildWorkflow(workflowOptions({ strategy }));
const definition = definitionOf('overlap');
const probes = probesOf(definition);

test('every Task is probed with errors', () => {
  const tasks = Object.entries(definition.States).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
  for (const task of tasks) {
    const mocks = probes.filter(({ state }) => state === task).map(({ mock }) => mock);
    expect([task, mocks.some((mock) => mock !== undefined && 'error' in mock)]).toEqual([task, true]);
  }
});

/** A service that answers as AWS would if it agreed, but for one change. */
function answering(change: (answer: object, probe: StateProbe) => object | Error, asked: readonly StateProbe[]) {
  let index = 0;
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

const stopped = new AbortController().signal;
const compared = (change: Parameters<typeof answering>[0]) =>
  compareStates(answering(change, probes), definition, { pauseMs: 0, stopped, probes });

/** UPDATE=1 writes the table, and fails all the same: somebody should read it before it passes. */
test('every state of each definition is compared, and docs/how-to/develop.md has the numbers', async () => {
  const rows: string[][] = [];
  for (const strategy of strategies) {
    const each = definitionOf(strategy);
    const visits = probesOf(each);
    const client = answering((answer) => answer, visits);
    const found = await compareStates(client, each, { pauseMs: 0, stopped, probes: visits });
    const all = Object.keys(each.States).length;
    expect(found).toEqual({ same: visits.length, states: all, differences: [], notRun: [] });
    rows.push([strategy, String(all), String(visits.length)]);
  }
  const page = join(__dirname, '..', '..', 'docs', 'how-to', 'develop.md');
  const before = readFileSync(page, 'utf8');
  const made = `${table(['strategy', 'states', 'visits'], rows)}\n\n`;
  const now = before.replace(
    /(state-probes\.slow\.test\.ts; UPDATE=1 writes it\. -->\n\n)(?:\|.*\n)*\n/,
    (_, marker: string) => marker + made,
  );
  update(page, now);
  expect(spaced(before)).toBe(spaced(now));
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

test('a wait is tried as it is, or with a second in its place if it is long', () => {
  const waits = probes.filter(({ waitsSeconds }) => waitsSeconds !== undefined);
  const tried = waits.map(({ state }) => state);
  expect(tried).toEqual(expect.arrayContaining(['GracePeriod', 'SettleAfterCreating', 'WaitForOtherRotations']));
  for (const probe of waits) {
    const short = withoutLongWait(definition, probe)?.States[probe.state];
    if ((probe.waitsSeconds ?? 0) > 20) expect(short).toMatchObject({ Type: 'Wait', Seconds: 1 });
    else expect(short).toBeUndefined();
  }
});
