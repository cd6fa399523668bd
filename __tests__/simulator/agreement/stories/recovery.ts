import type { Json, JsonObject } from '../../../../src/json';
import { causeOf, story, type Answer, type Outcome, type Story } from '../story';
import { says, task } from './states';

const a = 'Iam.ServiceFailureException';
const b = 'Iam.IamException';
const c = 'Iam.NoSuchEntityException';
const fine: Answer = { result: { Keys: [1, 2] } };
const errors = (...names: string[]): Answer[] => names.map((error) => ({ error }));
const input = { user: 'ci', seconds: 7 };
const good: Json = { ...input, got: fine.result };

/** One Task, answered so, with states to which it may be caught. */
function call(name: string, rest: JsonObject, answers: readonly Answer[], ends: Partial<Outcome>): Story {
  const states = { Call: task(rest), First: says('first'), Second: says('second'), Third: says('third') };
  return story(name, states, ends, { input, answers: { Call: answers } });
}

const retry = (...Retry: JsonObject[]): JsonObject => ({ Retry });
const caught = (...Catch: JsonObject[]): JsonObject => ({ Catch });
const failed = (error: string): Partial<Outcome> => ({ error, cause: causeOf(error) });

export const retries: readonly Story[] = [
  call('an error that nothing retries', {}, errors(a), { ...failed(a), waits: [] }),
  call('three retries by default', retry({ ErrorEquals: [a] }), errors(a, a, a, a), { ...failed(a), waits: [1, 2, 4] }),
  call('the last retry succeeds', retry({ ErrorEquals: [a] }), [...errors(a, a, a), fine], {
    output: good,
    waits: [1, 2, 4],
  }),
  call('MaxAttempts 0', retry({ ErrorEquals: [a], MaxAttempts: 0 }), errors(a), { ...failed(a), waits: [] }),
  call('MaxAttempts 1', retry({ ErrorEquals: [a], MaxAttempts: 1 }), errors(a, a), { ...failed(a), waits: [1] }),
  call('BackoffRate 1', retry({ ErrorEquals: [a], IntervalSeconds: 5, BackoffRate: 1 }), [...errors(a, a, a), fine], {
    output: good,
    waits: [5, 5, 5],
  }),
  call(
    'BackoffRate 1.5 with IntervalSeconds',
    retry({ ErrorEquals: [a], IntervalSeconds: 4, BackoffRate: 1.5, MaxAttempts: 3 }),
    errors(a, a, a, a),
    { ...failed(a), waits: [4, 6, 9] },
  ),
  call(
    'MaxDelaySeconds',
    retry({ ErrorEquals: [a], IntervalSeconds: 3, MaxDelaySeconds: 10, MaxAttempts: 4 }),
    [...errors(a, a, a, a), fine],
    { output: good, waits: [3, 6, 10, 10] },
  ),
  call('an error that no retrier names', retry({ ErrorEquals: [a] }), errors(b), { ...failed(b), waits: [] }),
  call('States.ALL retries any error', retry({ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }), errors(a, b, c), {
    ...failed(c),
    waits: [1, 2],
  }),
  call(
    'States.TaskFailed retries a service error',
    retry({ ErrorEquals: ['States.TaskFailed'] }),
    [...errors(b), fine],
    {
      output: good,
      waits: [1],
    },
  ),
  call(
    'two errors of one retrier share its attempts',
    retry({ ErrorEquals: [a, b], MaxAttempts: 2 }),
    errors(a, b, a),
    {
      ...failed(a),
      waits: [1, 2],
    },
  ),
  call(
    'each retrier counts its own attempts',
    retry({ ErrorEquals: [a], MaxAttempts: 2 }, { ErrorEquals: [b], MaxAttempts: 1, IntervalSeconds: 7 }),
    [...errors(a, b, a), fine],
    { output: good, waits: [1, 7, 2] },
  ),
  call(
    'the first retrier that matches is the one, though it is spent',
    retry({ ErrorEquals: [a], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'], MaxAttempts: 5 }),
    errors(a, a),
    { ...failed(a), waits: [1] },
  ),
  call(
    'a named retrier before States.ALL',
    retry({ ErrorEquals: [a], IntervalSeconds: 9 }, { ErrorEquals: ['States.ALL'], IntervalSeconds: 2 }),
    [...errors(b, a), fine],
    { output: good, waits: [2, 9] },
  ),
];

export const catches: readonly Story[] = [
  call('caught by name', caught({ ErrorEquals: [a], Next: 'First' }), errors(a), { output: 'first' }),
  call(
    'the first catcher that matches',
    caught(
      { ErrorEquals: [b], Next: 'First' },
      { ErrorEquals: [a], Next: 'Second' },
      { ErrorEquals: ['States.ALL'], Next: 'Third' },
    ),
    errors(a),
    { output: 'second' },
  ),
  call(
    'States.ALL catches the rest',
    caught({ ErrorEquals: [b], Next: 'First' }, { ErrorEquals: ['States.ALL'], Next: 'Third' }),
    errors(c),
    { output: 'third' },
  ),
  call(
    'States.TaskFailed catches a service error',
    caught({ ErrorEquals: ['States.TaskFailed'], Next: 'First' }),
    errors(c),
    { output: 'first' },
  ),
  call('an error that nothing catches', caught({ ErrorEquals: [b], Next: 'First' }), errors(a), failed(a)),
  call(
    'retried first, caught then',
    { ...retry({ ErrorEquals: [a], MaxAttempts: 1 }), ...caught({ ErrorEquals: [a], Next: 'First' }) },
    errors(a, a),
    { output: 'first', waits: [1] },
  ),
  story(
    'ResultPath of a catcher puts the error into the input',
    { Call: task(caught({ ErrorEquals: [a], ResultPath: '$.failure', Next: 'See' })), See: { Type: 'Succeed' } },
    { output: { ...input, failure: { Error: a, Cause: causeOf(a) } } },
    { input, answers: { Call: errors(a) } },
  ),
  story(
    'without a ResultPath the error is all that a catcher hands on',
    { Call: task(caught({ ErrorEquals: [a], Next: 'See' })), See: { Type: 'Succeed' } },
    { output: { Error: a, Cause: causeOf(a) } },
    { input, answers: { Call: errors(a) } },
  ),
  story(
    'ResultPath null of a catcher drops the error',
    { Call: task(caught({ ErrorEquals: [a], ResultPath: null, Next: 'See' })), See: { Type: 'Succeed' } },
    { output: input },
    { input, answers: { Call: errors(a) } },
  ),
  story(
    'another visit to a state has its retries again',
    {
      Call: task({
        ...retry({ ErrorEquals: [a], MaxAttempts: 1 }),
        ...caught({ ErrorEquals: [a], ResultPath: '$.again', Next: 'Call' }),
      }),
    },
    { output: { ...input, again: { Error: a, Cause: causeOf(a) }, got: fine.result }, waits: [1, 1] },
    { input, answers: { Call: [...errors(a, a, a), fine] } },
  ),
  story(
    'a parameter that is not there is States.Runtime, which States.ALL does not catch',
    {
      Call: task({
        Parameters: { 'UserName.$': '$.missing' },
        ...caught({ ErrorEquals: ['States.ALL'], Next: 'First' }),
      }),
      First: says('first'),
    },
    { error: 'States.Runtime', calls: [] },
    { input, answers: { Call: [fine] } },
  ),
  story(
    'a path of the ResultSelector that is not there is States.Runtime, which is not retried',
    { Call: task({ ResultSelector: { 'x.$': '$.missing' }, ...retry({ ErrorEquals: ['States.ALL'] }) }) },
    { error: 'States.Runtime', waits: [] },
    { input, answers: { Call: [fine, fine, fine, fine] } },
  ),
  story(
    'an intrinsic function that fails is caught by its name',
    {
      Call: task({
        Parameters: { 'x.$': 'States.StringToJson($.user)' },
        ...caught({ ErrorEquals: ['States.IntrinsicFailure'], Next: 'First' }),
      }),
      First: says('first'),
    },
    { output: 'first', calls: [] },
    { input, answers: { Call: [fine] } },
  ),
];

export const timeouts: readonly Story[] = [
  call('no answer in time', { TimeoutSeconds: 20 }, ['nothing'], { error: 'States.Timeout', waits: [20] }),
  call('TimeoutSecondsPath', { TimeoutSecondsPath: '$.seconds' }, ['nothing'], { error: 'States.Timeout', waits: [7] }),
  call(
    'a timeout is retried by its name',
    { TimeoutSeconds: 20, ...retry({ ErrorEquals: ['States.Timeout'], IntervalSeconds: 3 }) },
    ['nothing', fine],
    { output: good, waits: [20, 3] },
  ),
  call(
    'a timeout is caught by States.ALL',
    { TimeoutSeconds: 20, ...caught({ ErrorEquals: ['States.ALL'], Next: 'First' }) },
    ['nothing'],
    { output: 'first', waits: [20] },
  ),
  call(
    'a timeout is not a States.TaskFailed',
    {
      TimeoutSeconds: 20,
      ...caught(
        { ErrorEquals: ['States.TaskFailed'], Next: 'First' },
        { ErrorEquals: ['States.Timeout'], Next: 'Second' },
      ),
    },
    ['nothing'],
    { output: 'second', waits: [20] },
  ),
];
