import { transitionsOf } from '../../src/asl';
import type { JsonObject } from '../../src/json';

const cases: readonly [name: string, state: JsonObject, ways: readonly (readonly [string, string | undefined])[]][] = [
  ['the end', { Type: 'Succeed' }, []],
  ['an end that is written', { Type: 'Pass', End: true }, []],
  ['the next state', { Type: 'Pass', Next: 'A' }, [['next', 'A']]],
  [
    'the rules of a Choice in their order, then its default',
    { Type: 'Choice', Default: 'C', Choices: [{ Next: 'B' }, { Next: 'A' }] },
    [
      ['choice', 'B'],
      ['choice', 'A'],
      ['default', 'C'],
    ],
  ],
  [
    'the next state, then the catchers',
    { Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'A' },
    [
      ['next', 'A'],
      ['catch', 'B'],
    ],
  ],
  ['a next state that is not a text', { Type: 'Pass', Next: 7 }, [['next', undefined]]],
  ['a rule without a next state', { Type: 'Choice', Choices: [{}] }, [['choice', undefined]]],
  ['rules that are not objects', { Type: 'Choice', Choices: ['A'] }, [['choice', undefined]]],
  ['catchers that are not a list', { Type: 'Task', Catch: { Next: 'A' }, End: true }, [['catch', undefined]]],
];

test.each(cases)('the ways out of a state: %s', (_, state, ways) => {
  expect(transitionsOf(state).map(({ kind, to }) => [kind, to])).toEqual(ways);
});

test('a way knows the object that it stands in', () => {
  const catcher = { ErrorEquals: ['States.ALL'], Next: 'B' };
  const state = { Type: 'Task', Next: 'A', Catch: [catcher] };
  expect(transitionsOf(state).map(({ by }) => by)).toEqual([state, catcher]);
});
