/* eslint-disable @typescript-eslint/no-unsafe-call -- stacks are untyped JSON */
import { readModel } from '../../src/inputs';
import { review, sidesOfOne, sidesOfTwo, type Review } from '../../src/review';
import { print as printHtml } from '../../src/review/formats/html';
import { print as printJson } from '../../src/review/formats/json';
import { print as printMarkdown } from '../../src/review/formats/markdown';
import { print as printText } from '../../src/review/formats/text';
import { judge, spoken, type Loose } from '../checks/sample';
import { exportOf, planBetween, stateOf } from './inputs';
import { sharded, userName } from './sharded';

const { stack: earlier, contracts } = sharded(7, 3);
const now = new Date('2026-11-30T00:00:00Z');

/** Users go to the shards in turn; the names are in the order of the shards. */
function withUsers(users: readonly (readonly [user: number, shard: number])[]): Loose {
  const shards = 3;
  const names = users.map(([user]) => userName(user));
  expect(users.every(([, shard], index) => shard === index % shards)).toBe(true);
  return sharded(users.length, shards, (index) => names[index] ?? '').stack;
}

function reviewed(before: Loose, after: Loose): Review {
  const [one, other] = [before, after].map((stack: Loose) => readModel(JSON.stringify(stack), 'input.json'));
  if (one === undefined || other === undefined) throw new Error('two inputs are needed');
  return review({ sides: sidesOfTwo(one, other), after: other, before: one, report: undefined, now });
}

function planned(before: Loose, after: Loose): Review {
  const model = readModel(JSON.stringify(planBetween(before, after)), 'plan.json');
  return review({ sides: sidesOfOne(model), after: model, before: undefined, report: undefined, now });
}

/** User 1 moves from shard 01 to shard 00, user 3 from 00 to 01; user 7 is new. */
const later = withUsers([
  [0, 0],
  [3, 1],
  [2, 2],
  [1, 0],
  [4, 1],
  [5, 2],
  [6, 0],
  [7, 1],
]);
const [first, second] = ['keyturn-staging', 'keyturn-staging-01'];
const moved = [
  { userName: userName(1), from: second, to: first, address: 'aws_sfn_state_machine.rotation["01"]' },
  { userName: userName(3), from: first, to: second, address: 'aws_sfn_state_machine.rotation["00"]' },
];

describe.each([
  ['two stacks', reviewed(earlier, later)],
  ['two states', reviewed(stateOf(earlier), stateOf(later))],
  ['a plan', planned(earlier, later)],
])('%s', (_, result) => {
  test('a move is neither an addition nor a removal', () => {
    expect(result.users).toMatchObject({
      kind: 'compared',
      added: [{ userName: userName(7), secretName: `${userName(7)}/aws`, machine: second }],
      removed: [],
      unchanged: 7,
    });
    expect(result.users.kind === 'compared' && [...result.users.moved].sort(byUser)).toEqual(moved);
  });

  test('each machine that a user leaves has a consequence', () => {
    const left = result.effects.filter(({ kind }) => kind === 'user-moved').map(({ address }) => address);
    expect(left.sort()).toEqual(moved.map(({ address }) => address).sort());
  });

  test.each([
    ['text', printText(result, { colour: false })],
    ['Markdown', printMarkdown(result, { colour: false })],
    ['HTML', printHtml(result, { colour: false })],
  ])('%s says to drain first', (__, text) => {
    expect(text).toMatch(/drain/i);
    expect(text).toContain('moves from machine');
  });

  test('JSON has the moves', () => {
    const json = JSON.parse(printJson(result, { colour: false }));
    expect(json.users.moved).toHaveLength(2);
  });
});

function byUser(one: { readonly userName: string }, other: { readonly userName: string }): number {
  return one.userName < other.userName ? -1 : 1;
}

const inEachMachine = (stack: Loose, edit: (states: Loose) => void, shards?: readonly string[]): Loose => {
  const copy = structuredClone(stack);
  for (const [shard, row] of Object.entries<Loose>(copy.locals.shards)) {
    if (shards?.includes(shard) === false) continue;
    const definition = JSON.parse(row.definition);
    edit(definition.States);
    row.definition = JSON.stringify(definition);
  }
  return copy;
};
const otherWait = (states: Loose) => {
  const [name] = Object.keys(states).filter((state) => states[state].Seconds !== undefined);
  states[name ?? ''].Seconds = 7;
};
const linesOf = (result: Review) =>
  printText(result, { colour: false })
    .split('\n')
    .map((line) => line.trim());

test('a change of all shards is said once', () => {
  const lines = linesOf(reviewed(earlier, inEachMachine(earlier, otherWait)));
  expect(lines).toContain('State machines keyturn-staging, keyturn-staging-01, keyturn-staging-02:');
  expect(lines.filter((line) => line.includes('→ 7'))).toHaveLength(1);
});

test('a shard that differs is said on its own', () => {
  const lines = linesOf(reviewed(earlier, inEachMachine(earlier, otherWait, ['02'])));
  expect(lines).toContain('State machine keyturn-staging-02:');
  expect(lines.filter((line) => line.includes('→ 7'))).toHaveLength(1);
});

test('a right that all roles get is one row', () => {
  const copy = structuredClone(earlier);
  for (const row of Object.values<Loose>(copy.locals.shards)) {
    const policy = JSON.parse(row.policy);
    policy.Statement.push({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
    row.policy = JSON.stringify(policy);
  }
  const lines = linesOf(reviewed(earlier, copy));
  expect(lines).toContain(
    'Roles keyturn-staging-execution, keyturn-staging-execution-01, keyturn-staging-execution-02:',
  );
  expect(lines.filter((line) => line.includes('s3:GetObject'))).toHaveLength(1);
});

test('the age of keys follows from the machines of all shards', () => {
  const { keyAges } = reviewed(earlier, later);
  expect(keyAges.flatMap(({ addresses }) => addresses)).toHaveLength(8);
  expect(reviewed(earlier, inEachMachine(later, otherWait, ['02'])).keyAges).toEqual([]);
});

describe('the check of a plan', () => {
  test('names each move, and passes', () => {
    const result = judge(planBetween(earlier, later), sharded(8, 3).contracts);
    expect(spoken(result)).toEqual([]);
    const notes = result.findings.filter(({ rule }) => rule === 'one-shard');
    expect(notes.map(({ verdict, message }) => `${verdict}: ${message}`).sort()).toEqual([
      `note: this apply moves user "${userName(1)}" from ${moved[0]?.address} to ${moved[1]?.address}`,
      `note: this apply moves user "${userName(3)}" from ${moved[1]?.address} to ${moved[0]?.address}`,
    ]);
    expect(notes[0]?.remedy).toMatch(/^Drain .* first/);
  });

  test.each([
    ['nothing changes', planBetween(earlier, earlier), contracts],
    ['everything is new', planBetween(undefined, earlier), contracts],
    ['a state', stateOf(earlier), contracts],
    [
      'an export',
      exportOf(earlier),
      contracts.filter(({ name }) => name === 'execution-role' || name === 'schedule-role'),
    ],
  ])('names no move if %s', (_, input, own) => {
    const options = { coverAll: 'ours', given: { environment: 'staging', region: 'eu-central-1' } } as const;
    const result = judge(input, own, options);
    expect(spoken(result)).toEqual([]);
    expect(result.findings.filter(({ rule }) => rule === 'one-shard' || rule === 'contract-used')).toEqual([]);
  });
});

test('an export shows once that no shard has a pair, and once that a user is not there', () => {
  const own = sharded(8, 3).contracts.filter(({ name }) => name === 'execution-role');
  const options = { coverAll: 'ours', given: { environment: 'staging', region: 'eu-central-1' } } as const;
  const { findings } = judge(exportOf(earlier), own, options);
  const about = (rule: string) => findings.filter((one) => one.rule === rule && one.message.includes(userName(7)));
  expect(about('contract-used')).toHaveLength(1);
  expect(about('rotated-users')).toHaveLength(1);
});
