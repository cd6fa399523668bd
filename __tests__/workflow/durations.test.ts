import { buildWorkflow, strategies, workflowBounds } from '../../src/workflow';
import type { State, StateMachineDefinition } from '../../src/asl';
import { longestSeconds } from '../../src/workflow/durations';
import { workflowOptions } from './options';

const margin = 2;

function machine(States: { readonly [name: string]: State }): StateMachineDefinition {
  return { StartAt: Object.keys(States)[0] ?? '', States };
}

const call = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys', TimeoutSeconds: 20 } as const;
const done = { Type: 'Succeed' } as const;

const cases: { name: string; states: { readonly [name: string]: State }; seconds: number }[] = [
  { name: 'a call takes its timeout', states: { A: { ...call, Next: 'B' }, B: done }, seconds: 20 + 3 * margin },
  {
    name: 'every attempt takes the timeout, and every retry the longest delay',
    states: {
      A: { ...call, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3, MaxDelaySeconds: 10 }], End: true },
    },
    seconds: 4 * (20 + margin) + 3 * 10 + margin,
  },
  {
    name: 'all retriers of a state may be spent in one visit',
    states: {
      A: {
        ...call,
        Retry: [
          { ErrorEquals: ['Iam.ServiceFailureException'], MaxAttempts: 2, MaxDelaySeconds: 5 },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 1, MaxDelaySeconds: 10 },
        ],
        End: true,
      },
    },
    seconds: 4 * (20 + margin) + 2 * 5 + 10 + margin,
  },
  {
    name: 'the longer way counts, also through a catcher',
    states: {
      A: { ...call, Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Slow' }], Next: 'B' },
      Slow: { Type: 'Wait', Seconds: 100, Next: 'B' },
      B: done,
    },
    seconds: 20 + 100 + 4 * margin,
  },
  {
    name: 'a pause that doubles is followed through its loop',
    states: {
      Begin: { Type: 'Pass', Parameters: { pause: { seconds: 15 } }, Next: 'Pause' },
      Pause: { Type: 'Wait', SecondsPath: '$.pause.seconds', Next: 'Enough' },
      Enough: {
        Type: 'Choice',
        Choices: [{ Variable: '$.pause.seconds', NumericGreaterThanEquals: 60, Next: 'B' }],
        Default: 'Longer',
      },
      Longer: {
        Type: 'Pass',
        Parameters: { 'seconds.$': 'States.MathAdd($.pause.seconds, $.pause.seconds)' },
        ResultPath: '$.pause',
        Next: 'Pause',
      },
      B: done,
    },
    seconds: 15 + 30 + 60 + (1 + 3 * 2 + 2 + 1) * margin,
  },
];

describe('the longest time of a definition', () => {
  it.each(cases)('$name', ({ states, seconds }) => {
    expect(longestSeconds(machine(states), { from: Object.keys(states)[0] ?? '' })).toBe(seconds);
  });

  it('refuses a loop that nothing bounds', () => {
    const states: Record<string, State> = { A: { ...call, Next: 'B' }, B: { Type: 'Wait', Seconds: 1, Next: 'A' } };
    expect(() => longestSeconds(machine(states), { from: 'A' })).toThrow('nothing bounds the loop through state A');
  });

  it('refuses a wait whose length is not known beforehand', () => {
    const states: Record<string, State> = { A: { Type: 'Wait', SecondsPath: '$.input', Next: 'B' }, B: done };
    expect(() => longestSeconds(machine(states), { from: 'A' })).toThrow('the time that state A waits');
  });

  it.each([
    ['a Task without a timeout', { A: { Type: 'Task', Resource: call.Resource, End: true } }],
    ['a retrier without a longest delay', { A: { ...call, Retry: [{ ErrorEquals: ['States.ALL'] }], End: true } }],
  ] as const)('refuses %s', (_, states) => {
    expect(() => longestSeconds(machine(states), { from: 'A' })).toThrow(/no (TimeoutSeconds|MaxDelaySeconds)/);
  });
});

describe.each(strategies)('the bounds of %s', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const bounds = workflowBounds(definition);

  it('the machine may run as long as the longest grace period and every bound together', () => {
    expect(definition.TimeoutSeconds).toBe(172_800 + bounds.runSeconds);
  });

  it('grow with every timeout, retry and pause between making a key and storing it', () => {
    const grown: [string, (state: State) => State][] = [
      ['CreateAccessKey', (state) => ({ ...state, TimeoutSeconds: 21 })],
      ['LookForOthers', (state) => ({ ...state, TimeoutSeconds: 21 })],
      ['UpdateSecret', (state) => ({ ...state, TimeoutSeconds: 21 })],
      ['AskWhetherStored', (state) => ({ ...state, TimeoutSeconds: 21 })],
    ];
    for (const [name, grow] of grown) {
      const state = definition.States[name];
      if (state === undefined) throw new Error(`there is no ${name}`);
      const changed = { ...definition, States: { ...definition.States, [name]: grow(state) } };
      expect(workflowBounds(changed).waitForOthersSeconds).toBeGreaterThan(bounds.waitForOthersSeconds);
    }
    const slower = workflowBounds(buildWorkflow(workflowOptions({ strategy, settleSeconds: 60 })));
    expect(slower.waitForOthersSeconds).toBeGreaterThanOrEqual(bounds.waitForOthersSeconds + 45 * 7);
  });
});

it.each(['overlap', 'until-next-rotation'] as const)('%s waits longer than the bound between its looks', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const wait = definition.States.WaitForOtherRotations;
  expect(wait?.Type === 'Wait' ? wait.Seconds : 0).toBeGreaterThan(workflowBounds(definition).waitForOthersSeconds);
});
