import { liveFields } from '../../../src/explorer/model/liveness';
import type { JsonObject } from '../../../src/json';

const end = { Type: 'Succeed' };

describe('the fields that matter from a state on', () => {
  const cases: readonly [name: string, states: JsonObject, at: string, live: readonly string[] | 'everything'][] = [
    [
      'a field that a later state reads',
      { A: { Type: 'Pass', Result: 1, ResultPath: '$.x', Next: 'B' }, B: { Type: 'Fail', CausePath: '$.why' } },
      'A',
      ['why'],
    ],
    [
      'not a field that is overwritten before it is read',
      { A: { Type: 'Pass', Result: 1, ResultPath: '$.x', Next: 'B' }, B: { Type: 'Fail', CausePath: '$.x' } },
      'A',
      [],
    ],
    [
      'a field of which only a part is overwritten',
      { A: { Type: 'Pass', Result: 1, ResultPath: '$.x.y', Next: 'B' }, B: { Type: 'Fail', CausePath: '$.x' } },
      'A',
      ['x'],
    ],
    [
      'a field that a catcher leads past its overwriting',
      {
        A: {
          Type: 'Task',
          Parameters: {},
          ResultPath: '$.x',
          Next: 'C',
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'B' }],
        },
        B: { Type: 'Fail', CausePath: '$.x' },
        C: end,
      },
      'A',
      ['x'],
    ],
    [
      'the fields of a function and of a condition, and no text in quotes',
      {
        A: { Type: 'Choice', Choices: [{ Variable: '$.n.m', NumericEqualsPath: '$.k', Next: 'B' }], Default: 'B' },
        B: { Type: 'Fail', CausePath: "States.Format('$.quoted {}', $.named[0].id)" },
      },
      'A',
      ['k', 'n', 'named'],
    ],
    ['everything where the whole input is passed on', { A: { Type: 'Task', Next: 'B' }, B: end }, 'A', 'everything'],
    [
      'everything where a path begins otherwise',
      { A: { Type: 'Pass', Parameters: { 'x.$': '$..id' }, Next: 'B' }, B: end },
      'A',
      'everything',
    ],
    [
      'nothing of the context object',
      { A: { Type: 'Pass', Parameters: { 'x.$': '$$.State.EnteredTime' }, Next: 'B' }, B: end },
      'A',
      [],
    ],
  ];

  it.each(cases)('are: %s', (_, states, at, live) => {
    const found = liveFields(states).get(at);
    expect(found instanceof Set ? [...found].sort() : found).toEqual(live);
  });
});
