import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from '../operations/facts';
import { watchOf } from '../../src/operations/alerts/watch';
import { placeOf } from '../../src/operations/place';
import { beginnings, input, rolePolicy, worldOf } from '../invariants/worlds';
import { load, Simulation, defaultStart } from '../../src/simulator';
import { buildWorkflow, strategies } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { update } from '../update';
import { spaced, table } from './tables';

const page = join(__dirname, '..', '..', 'docs', 'explanation', 'costs.md');
const text = readFileSync(page, 'utf8');

/** The price in US dollars in a row of the table of prices. */
function priceOf(item: string): number {
  const [, price] = new RegExp(`^\\| ${item} +\\| \\$([0-9.]+) `, 'm').exec(text) ?? [];
  if (price === undefined) throw new Error(`the page has no price of: ${item}`);
  return Number(price);
}

/** The states that a rotation without a fault enters, and the transition that ends it. */
function transitionsOf(strategy: (typeof strategies)[number]): number {
  const beginning = beginnings.find(({ name }) => name === 'one key, in the secret');
  if (beginning === undefined) throw new Error('no such beginning');
  const world = worldOf(beginning);
  const deployed = load(
    { definition: buildWorkflow(workflowOptions({ strategy })), rolePolicies: [rolePolicy] },
    world,
  );
  const simulation = new Simulation({ ...deployed, world });
  simulation.start('run', input, defaultStart);
  while (simulation.step());
  return simulation.trace.filter(({ kind }) => kind === 'entered').length + 1;
}

const dollars = (amount: number) => `$${amount.toPrecision(2)}`;

test('the arithmetic of docs/explanation/costs.md holds', () => {
  const perTransition = priceOf('state transitions') / 1000;
  const rows = strategies.map((strategy) => {
    const transitions = transitionsOf(strategy);
    const each =
      transitions * perTransition +
      priceOf('starts by EventBridge Scheduler') / 1e6 +
      priceOf('mails') / 1000 +
      priceOf('calls of Secrets Manager') / 1e4;
    return [strategy, String(transitions), dollars(each), dollars(each * 12), dollars(each * 12 * 1000)];
  });
  // Four invocations, as the page assumes them.
  const lambda =
    4 * (priceOf('requests of Lambda') / 1e6 + 0.125 * 2 * priceOf('time of Lambda')) +
    (5 * priceOf('calls of Secrets Manager')) / 1e4;
  const all = [
    ...rows,
    ['a rotation function on Lambda', '', dollars(lambda), dollars(lambda * 12), dollars(lambda * 12 * 1000)],
  ];
  const made = table(
    ['one rotation', 'state transitions', 'costs', 'a user, monthly rotations, in a year', '1,000 users, in a year'],
    all,
  );
  const now = text.replace(/(UPDATE=1 writes it\. -->\n\n)[^]*?\n\n/, (_, marker: string) => `${marker}${made}\n\n`);
  update(page, now);
  expect(spaced(text)).toBe(spaced(now));
  expect(text).toContain('a rotation function on Lambda');
});

test('an environment with alerts has as many alarms as the page says', () => {
  const environment = environmentOf({ alerts: { subscribers: ['on-call@example.com'] } });
  expect(watchOf(placeOf(environment))?.alarms).toHaveLength(8);
  expect(spaced(text)).toContain(`| $${(8 * priceOf('an alarm')).toFixed(2)} | eight alarms`);
});
